"""Where ordinary people land, what they see there, and how administrators arrange it."""

import pytest
from django.test import Client
from lxml import html
from lxml.html import HtmlElement
from pytest_django import DjangoAssertNumQueries

from stellwerk.core.access import Role
from stellwerk.portals.models import Portal, Trail
from stellwerk.tiles.actions import save_tile
from stellwerk.tiles.fields import TileFields
from stellwerk.tiles.models import Tile
from tests.browsing import PASSWORD, client_of, person, portal, visitor
from tests.unit.panel.people_case import Town

pytestmark = pytest.mark.django_db
MAIL = "https://mail.lindenau.test/"


def tile(where: Portal, name: str, **more: str) -> Tile:
    return save_tile(where, TileFields(name, **{"address": MAIL, **more}), actor="test")[0]


def tree(browser: Client, address: str = "/start/", **headers: str) -> HtmlElement:
    answer = browser.get(address, headers=headers)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def names(page: HtmlElement) -> list[str]:
    return [str(one) for one in page.xpath("//a[@class='tile']//strong/text()")]


@pytest.fixture
def where() -> Portal:
    return portal()


def test_who_has_no_role_lands_there_and_others_on_the_overview(where: Portal) -> None:
    for login, roles, first in (("mona", (), "/start/"), ("otto", (Role.ADMINISTRATOR,), "/")):
        person(where, login, *roles, password=PASSWORD)
        browser = visitor()
        given = {"login": login, "password": PASSWORD}
        answer = browser.post("/sign-in/", given, follow=True)
        assert answer.request["PATH_INFO"] == first
        assert answer.status_code == 200


def test_a_tile_opens_its_service_in_a_tab_that_knows_nothing_of_this_one(where: Portal) -> None:
    tile(where, "Mail")
    (link,) = tree(client_of(person(where))).xpath("//a[@class='tile']")
    assert link.get("href") == MAIL
    assert link.get("target") == "_blank"
    assert set(link.get("rel").split()) == {"noopener", "noreferrer"}
    assert "mail.lindenau.test" in link.text_content()
    assert "opens in a new tab" in link.text_content()


def test_only_tiles_for_all_and_of_own_groups_are_shown() -> None:
    town = Town()
    tile(town.portal, "Mail")
    tile(town.portal, "Payroll", group="everybody")
    assert names(tree(client_of(town.person("anna")))) == ["Mail", "Payroll"]
    assert names(tree(client_of(person(town.portal, "guest")))) == ["Mail"]


def test_a_tile_has_its_german_name_in_german(where: Portal) -> None:
    tile(where, "Files", name_de="Dateien")
    tile(where, "Chat")
    mona = client_of(person(where))
    assert names(tree(mona, **{"accept-language": "de"})) == ["Dateien", "Chat"]
    assert names(tree(mona, **{"accept-language": "en"})) == ["Files", "Chat"]


def test_what_a_tile_is_called_is_text(where: Portal) -> None:
    tile(where, "<script>alert(1)</script>")
    assert names(tree(client_of(person(where)))) == ["<script>alert(1)</script>"]


def test_ordinary_people_see_no_menu_but_all_that_is_theirs(where: Portal) -> None:
    page = tree(client_of(person(where, password=PASSWORD)))
    assert not page.xpath("//nav[@id='menu'] | //a[@href='#menu']")
    links = page.xpath("//details[@class='user']//a/@href")
    assert links == ["/start/", "/profile/", "/sessions/", "/password/"]
    admin = tree(client_of(person(where, "otto", Role.ADMINISTRATOR)))
    assert admin.xpath("//nav[@id='menu']//a[@href='/tiles/']")
    assert "/password/" not in admin.xpath("//details[@class='user']//a/@href")


@pytest.mark.parametrize(("role", "way"), [(None, False), (Role.OWNER, True)])
def test_without_a_tile_it_says_so(where: Portal, role: Role | None, way: bool) -> None:
    page = tree(client_of(person(where, "anna", *([role] if role else []))))
    assert page.xpath("//div[@class='empty']")
    assert bool(page.xpath("//div[@class='empty']//a[@href='/tiles/new/']")) is way


def test_few_queries_however_many_tiles_and_groups(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    town = Town()
    for number in range(30):
        tile(town.portal, f"Service {number}", group="team")
    browser = client_of(town.person("anna"))
    with django_assert_max_num_queries(10):
        assert len(names(tree(browser))) == 30
    owner = client_of(person(town.portal, "olga", Role.OWNER))
    with django_assert_max_num_queries(10):
        tree(owner, "/tiles/")


def typed(**given: str) -> dict[str, str]:
    return {"name": "Mail", "address": MAIL, "icon": "mail", "name_de": "", "group": "", **given}


def test_an_administrator_adds_changes_orders_and_removes() -> None:
    town = Town()
    admin = client_of(person(town.portal, "otto", Role.ADMINISTRATOR))
    assert admin.post("/tiles/new/", typed()).status_code == 303
    assert admin.post("/tiles/new/", typed(name="Wiki", group="TEAM")).status_code == 303
    mail, wiki = Tile.objects.order_by("position")
    assert (wiki.group, wiki.group_name) == (town.group("team"), "team")
    admin.post(f"/tiles/{wiki.public_id}/move/", {"way": "earlier"})
    assert names(tree(client_of(town.person("anna")))) == ["Wiki", "Mail"]
    changed = typed(name="Post", name_de="Post", icon="globe")
    assert admin.post(f"/tiles/{mail.public_id}/", changed).status_code == 303
    mail.refresh_from_db()
    assert (mail.name, mail.icon) == ("Post", "globe")
    assert admin.get(f"/tiles/{mail.public_id}/remove/").status_code == 200
    admin.post(f"/tiles/{mail.public_id}/remove/")
    assert list(Tile.objects.values_list("name", flat=True)) == ["Wiki"]
    verbs = Trail.objects.filter(verb__startswith="tile.", actor="otto").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "tile.save", "tile.save", "tile.sort", "tile.save", "tile.remove",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "mail.lindenau.test"}, "address"),
        ({"address": "https://anna:secret@lindenau.test/"}, "address"),
        ({"group": "strangers"}, "group"),
        ({"icon": "skull"}, "icon"),
        ({"name": "Wiki"}, "name"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_not_kept(wrong: dict[str, str], field: str) -> None:
    town = Town()
    tile(town.portal, "Wiki")
    admin = client_of(person(town.portal, "otto", Role.ADMINISTRATOR))
    answer = admin.post("/tiles/new/", typed(**wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Tile.objects.count() == 1


def test_the_list_warns_of_a_group_that_nobody_knows(where: Portal) -> None:
    tile(where, "Payroll", group="strangers")
    auditor = client_of(person(where, "ida", Role.AUDITOR))
    assert "not known: nobody sees it" in tree(auditor, "/tiles/").text_content()


def test_tiles_of_another_portal_are_not_there(where: Portal) -> None:
    other = tile(portal("Other", address="http://other.example"), "Mail")
    admin = client_of(person(where, "otto", Role.ADMINISTRATOR))
    assert admin.get(f"/tiles/{other.public_id}/").status_code == 404
    assert admin.post(f"/tiles/{other.public_id}/remove/").status_code == 404


def test_every_picture_is_one_of_lucides() -> None:
    from stellwerk.panel.templatetags.ui import icon
    from stellwerk.tiles.icons import ICONS, USUAL

    assert USUAL in ICONS
    for name in ICONS:
        assert "<svg" in icon(name), name
