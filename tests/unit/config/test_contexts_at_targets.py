"""A context that is declared at a target belongs to that one, and to no other."""

import importlib
from typing import Any

import pytest
from django.apps import apps

from stellwerk.config.exporting import contexts_at
from stellwerk.config.pruning import StillInUse
from stellwerk.config.saving import save_target, take_out
from stellwerk.people.models import Entry
from stellwerk.portals.models import Portal
from stellwerk.sync.models import Applied, Work
from stellwerk.sync.world import load_world
from stellwerk.targets.models import Credential, Target
from tests.unit.config.importing_case import imported

pytestmark = pytest.mark.django_db
MIGRATION = importlib.import_module("stellwerk.sync.migrations.0004_contexts_at_targets")


def file(first: str, second: str) -> str:
    """Two targets, each with a context 10; either may be without."""
    contexts = {"one": first, "two": second}
    return '[portal]\nname = "P"\n' + "".join(
        f"""
[[target]]
name = "{name}"
url = "https://{name}.example.org"
master_login = "oxadminmaster"
master_password_env = "SECRET"
preset = "ucs"
"""
        + (f'[[target.context]]\nid = 10\nname = "{context}"\n' if context else "")
        for name, context in contexts.items()
    )


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "hunter2")


def names(target: str) -> dict[str, str]:
    """The contexts a target may serve, by number."""
    contexts = load_world(Target.objects.get(name=target)).contexts
    return {scope: one.name for scope, one in contexts.items() if not one.left}


def test_two_targets_may_declare_one_number_each_in_its_own_way() -> None:
    imported(file("town", "hall"))
    assert (names("one"), names("two")) == ({"10": "town"}, {"10": "hall"})
    report, _ = imported(file("town", "hall"))
    assert not report.changed
    assert not report.made


def test_a_target_does_not_know_what_is_declared_at_another() -> None:
    imported(file("town", ""))
    assert (names("one"), names("two")) == ({"10": "town"}, {})
    assert contexts_at(Target.objects.get(name="two")) == []


def test_what_a_directory_declares_is_known_everywhere() -> None:
    _report, portal = imported(file("", ""))
    attributes = {"contextid": ["7"], "name": ["read"]}
    Entry.objects.create(portal=portal, kind="context", attributes=attributes, owner="source:1")
    assert names("one") == names("two") == {"7": "read"}


def test_taking_a_declaration_back_leaves_the_other_targets_alone() -> None:
    imported(file("town", "hall"))
    report, _ = imported(file("", "hall"))
    assert report.removed == ["context 10"]
    assert (names("one"), names("two")) == ({}, {"10": "hall"})


def test_accounts_in_a_context_of_another_target_do_not_count() -> None:
    imported(file("town", "hall"))
    one = Target.objects.get(name="one")
    entry = Entry.objects.get(name="town")
    Applied.objects.create(target=one, object=f"context:{entry.pk}", entry=entry, scope="10")
    take_out(Entry.objects.get(name="hall"), actor="test")
    with pytest.raises(StillInUse):
        take_out(entry, actor="test")


def test_a_target_takes_its_contexts_along() -> None:
    imported(file("town", "hall"))
    take_out(Target.objects.get(name="one"), actor="test")
    assert Entry.objects.get(name="town").left_at is not None
    assert names("two") == {"10": "hall"}


def old(portal: Portal, number: str) -> Entry:
    attributes = {"contextid": [number], "name": [f"c{number}"]}
    return Entry.objects.create(
        portal=portal, kind="context", name=f"c{number}", attributes=attributes
    )


def test_a_declaration_of_old_belongs_to_the_first_target() -> None:
    _report, portal = imported(file("", ""))
    old(portal, "5")
    assert (names("one"), names("two")) == ({"5": "c5"}, {})


def test_declarations_of_old_go_to_the_targets_that_hold_them() -> None:
    _report, portal = imported(file("", ""))
    one, two = Target.objects.order_by("pk")
    nowhere, second, both, known = (old(portal, number) for number in "5678")
    for target, entry in ((two, second), (one, both), (two, both)):
        key = f"context:{entry.pk}"
        scope = entry.attributes["contextid"][0]
        Applied.objects.create(target=target, object=key, entry=entry, scope=scope, remote_id="1")
    Work.objects.filter(target=two).delete()
    marked: dict[str, Any] = {"due": portal.created, "since": portal.created}
    Work.objects.create(target=two, object=f"context:{both.pk}", number=both.pk, **marked)
    Credential.objects.create(target=two, scope="8", login="oxadmin", secret="")
    MIGRATION.designate(apps, None)
    assert names("one") == {"5": "c5", "7": "c7"}
    assert names("two") == {"6": "c6", "7": "c7", "8": "c8"}
    own = Applied.objects.get(target=two, scope="7")
    assert own.entry_id not in (None, both.pk)
    assert own.object == f"context:{own.entry_id}"
    assert Work.objects.get(target=two).object == own.object
    assert Applied.objects.get(target=one).entry_id == both.pk
    for entry in (nowhere, second, known):
        assert Applied.objects.filter(target=one, entry=entry).count() == 0


def test_the_panel_keeps_them_apart_too() -> None:
    from stellwerk.config.document import EntryWish, TargetWish
    from stellwerk.config.lines import Lines
    from stellwerk.config.section import Section

    _report, portal = imported(file("town", ""))
    section = Section({}, (), Lines(""), [])
    attributes = {"contextid": ["10"], "name": ["hall"]}
    context = EntryWish("context", "10", "hall", attributes, section)
    settings = {"url": "https://two.example.org"}
    wish = TargetWish("two", settings, False, [], [], [context])
    save_target(portal, wish, actor="test")
    assert (names("one"), names("two")) == ({"10": "town"}, {"10": "hall"})
    save_target(portal, TargetWish("two", settings, False, [], []), dropped=["10"], actor="test")
    assert (names("one"), names("two")) == ({"10": "town"}, {})
