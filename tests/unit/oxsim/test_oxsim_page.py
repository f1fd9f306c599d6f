"""The page to look inside: what it shows, and that nothing in it is taken for markup."""

from urllib.parse import urlsplit

import pytest
from lxml import html

from oxsim.page.routes import page

EVIL = "<script>alert(1)</script>\"'&amp;"


@pytest.fixture
def show(sim):
    def read(address):
        reply = page(sim.dispatcher, "GET", urlsplit(address))
        assert reply is not None, address
        return html.document_fromstring(reply.body)

    return read


def text(element):
    return " ".join(element.text_content().split())


def rows(document, caption):
    (table,) = document.xpath("//div[@aria-label=$name]/table", name=caption)
    return [[text(cell) for cell in row.iter("td")] for row in table.iter("tr")][1:]


def test_the_first_page_shows_contexts_counters_and_the_last_calls(sim, show):
    sim.call("OXUserService.getData", user={"id": 99})
    first = show("/")
    assert rows(first, "Contexts") == [["30", "ctx30", "3", "3", "0", "30, ctx30", "yes"]]
    calls = {row[0]: row[1:4] for row in rows(first, "Calls")}
    assert calls["OXUserService.create"] == ["2", "2", "0"]
    assert rows(first, "Faults") == [["NoSuchUserException", "1"]]
    when, *last = rows(first, "Last calls")[0]
    assert when.endswith(" UTC")
    assert last[:2] == ["OXUserService.getData", "30"]
    assert last[2] == "NoSuchUserException: No such user 99 in context 30"


def test_every_link_leads_to_a_page(sim, show):
    room = {"name": "room", "displayname": "Saal", "email": "r@x"}
    sim.call("OXResourceService.create", res=room)
    info = {"primaryAddress": "i@x", "password": "clear-text", "login": "i"}
    sim.call("OXSecondaryAccountService.create", accountDataOnCreate=info, users=[{"id": 3}])
    waiting, seen = ["/_sim/"], {}
    while waiting:
        address = waiting.pop()
        if address not in seen:
            seen[address] = show(address)
            waiting += seen[address].xpath("//a/@href")
    assert len(seen) == 1 + 1 + 3 + 3
    whole = " ".join(text(one) for one in seen.values())
    for shown in ("alice@example.org", "Saal", "i@x", "T2", "webmail"):
        assert shown in whole
    for secret in ("clear-text", "{SHA-256}", "secret"):
        assert secret not in whole


def test_what_is_stored_is_never_markup(sim, show):
    sim.change(display_name=EVIL, note=EVIL, userfield01="a\nb")
    sim.call("OXGroupService.change", grp={"id": 5, "displayname": EVIL, "members": [3]})
    sim.call("OXContextService.change", ctx={"id": 30, "name": EVIL})
    sim.call("OXUserService.exists", user={"name": EVIL, "nonsense": EVIL})
    for address in (
        "/",
        "/_sim/contexts/30",
        "/_sim/contexts/30/users/3",
        "/_sim/contexts/30/groups/5",
    ):
        document = show(address)
        assert not document.xpath("//script")
        assert EVIL in document.text_content()


def test_pages_are_locked_down_and_have_no_style_of_their_own(sim):
    for address in ("/", "/_sim/style.css", "/_sim/contexts/30"):
        reply = page(sim.dispatcher, "GET", urlsplit(address))
        headers = dict(reply.headers)
        assert headers["Content-Security-Policy"].startswith("default-src 'none';")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert b"style=" not in reply.body
        assert b"<script" not in reply.body


def test_long_lists_come_in_parts(sim, show):
    for number in range(205):
        sim.create(f"u{number}")
    first = show("/_sim/contexts/30")
    assert len(rows(first, "Users")) == 200
    (forward,) = first.xpath("//a[text()='Next']/@href")
    assert [row[1] for row in rows(show(forward), "Users")][-1] == "u204"
    (back,) = show(forward).xpath("//a[text()='Previous']/@href")
    assert len(rows(show(back), "Users")) == 200
    members = show("/_sim/contexts/30/groups/1?from=200")
    assert len(rows(members, "Members")) == 8
    assert text(show("/_sim/contexts/30?from=9999")).count("None.") == 2


@pytest.mark.parametrize(
    "address",
    [
        "/_sim/contexts/99",
        "/_sim/contexts/30/users/99",
        "/_sim/contexts/30/groups/99",
        "/_sim/contexts/-1",
        "/_sim/contexts/²",
        "/_sim/contexts/30/../30",
        "/_sim/../page/routes.py",
        "/_sim/stats",
    ],
)
def test_other_addresses_have_no_page(sim, address):
    assert page(sim.dispatcher, "GET", urlsplit(address)) is None


@pytest.mark.parametrize("start", ["-5", "x", "", "²", "99999999999999999999"])
def test_a_strange_place_in_a_list_is_its_start(show, start):
    assert len(rows(show(f"/_sim/contexts/30?from={start}"), "Users")) == 3


def test_pages_are_only_read(sim):
    assert page(sim.dispatcher, "POST", urlsplit("/")) is None
