"""What is declared here, and in no directory: made in OX, changed, withdrawn behind the gate."""

from site_case import Site

from stellwerk.config.document import EntryWish
from stellwerk.config.functional_account import functional_account
from stellwerk.config.lines import Lines
from stellwerk.config.resource import resource
from stellwerk.config.saving import save_entry, take_out
from stellwerk.config.section import Section
from stellwerk.people.models import Entry
from tests.factories import dn_of


def _section(**values: object) -> Section:
    return Section(values, (), Lines(""), [])


def _save(site: Site, wish: EntryWish) -> Entry:
    return save_entry(site.portal, wish, actor="test")


def test_a_resource_of_ours_is_made_changed_and_withdrawn(site: Site) -> None:
    site.directory.person("anna")
    site.sync()
    hall = {"name": "hall", "mail": "hall@example.org", "context": 10}
    row = _save(site, resource(_section(**hall)))
    site.sync()
    assert site.resources()["hall"]["displayname"] == "hall"
    _save(site, resource(_section(**hall, display_name="Great hall")))
    site.sync()
    assert site.resources()["hall"]["displayname"] == "Great hall"
    take_out(row, actor="test")
    site.sync()
    assert site.resources()["hall"]["available"] is True
    site.approve(site.plan())
    site.drain()
    assert site.resources()["hall"]["available"] is False


def test_a_functional_account_of_ours_reaches_its_people_and_those_who_come_later(
    site: Site,
) -> None:
    site.directory.person("anna")
    site.sync()
    wish = {"name": "info", "mail": "info@example.org", "members": ["anna", "bert"]}
    row = _save(site, functional_account(_section(**wish, groups=["desk"])))
    site.sync()
    assert set(site.accounts()) == {"info@example.org anna"}
    assert site.accounts()["info@example.org anna"]["login"] == f"{row.public_id}anna"
    site.directory.person("bert")
    site.directory.person("carl")
    site.directory.group("desk", dn_of("carl"))
    site.sync()
    site.sync()
    assert set(site.accounts()) == {
        "info@example.org anna",
        "info@example.org bert",
        "info@example.org carl",
    }
    assert site.sync().applied == 0


def test_a_resource_of_ours_follows_its_context_like_one_of_a_directory(site: Site) -> None:
    site.directory.context(20)
    site.directory.person("anna")
    site.directory.person("bert", oxContextIDNum="20")
    site.sync()
    hall = {"name": "hall", "mail": "hall@example.org"}
    _save(site, resource(_section(**hall, context=10)))
    site.sync()
    _save(site, resource(_section(**hall, context=20)))
    site.sync()
    assert "hall" in site.resources(10)
    site.approve(site.plan())
    site.drain()
    assert "hall" in site.resources(20)
    assert "hall" not in site.resources(10)
