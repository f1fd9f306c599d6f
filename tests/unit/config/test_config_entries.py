"""Resources and functional accounts of the configuration file: taken, exported, taken back."""

import pytest

from stellwerk.config.exporting import export
from stellwerk.config.problem import BadConfiguration
from stellwerk.people.actions import PersonFields, add_local_person, save_groups
from stellwerk.people.models import Entry, EntryMember
from stellwerk.sources.intake import take_in
from stellwerk.sources.models import Source
from tests.factories import Memory, group_record, person_record
from tests.unit.config.importing_case import imported

pytestmark = pytest.mark.django_db

HEAD = '[portal]\nname = "Town"\n'
ROOM = """
[[resource]]
name = "hall"
mail = "hall@example.org"
context = 10
display_name = "Great hall"
description = "First floor"
available = false
"""
INFO = """
[[functional_account]]
name = "info"
mail = "info@example.org"
personal = "Town"
members = ["anna", "Bert"]
groups = ["Desk"]
"""


def members() -> dict[str, tuple[str, str]]:
    """How a member is named -> who it is: a login, a group's name."""
    return {
        row.ref.partition(":")[2].partition(":")[2]: (
            row.person.login if row.person else "",
            row.subgroup.name if row.subgroup else "",
        )
        for row in EntryMember.objects.select_related("person", "subgroup")
    }


def test_what_is_declared_is_exported_and_taken_back_unchanged() -> None:
    _, here = imported(HEAD + ROOM + INFO)
    text = export(here)
    report, _ = imported(text)
    assert report.changed == report.made == report.removed == []
    assert export(here) == text
    assert "Great hall" in text
    assert 'members = ["anna", "Bert"]' in text


def test_what_is_not_said_is_as_usual() -> None:
    _, here = imported(HEAD + '[[resource]]\nname = "hall"\nmail = "hall@example.org"\n')
    (row,) = Entry.objects.filter(portal=here)
    assert row.attributes["displayname"] == ["hall"]
    assert row.attributes["available"] == ["1"]
    assert "oxContext" not in row.attributes


def test_people_and_groups_are_members_as_soon_as_they_are_known() -> None:
    _, here = imported(HEAD + INFO)
    assert set(members().values()) == {("", "")}
    add_local_person(here, PersonFields("Anna", "A", "A", mails=("a@example.org",)), actor="test")
    assert members()["person:anna"] == ("Anna", "")
    source = Source.objects.create(portal=here, name="s", kind="ldif", settings={})
    desk = group_record("Desk", "uid=bert,cn=users,dc=test")
    take_in(source, Memory([person_record("bert"), desk]))
    assert members() == {
        "person:anna": ("Anna", ""),
        "person:bert": ("bert", ""),
        "group:desk": ("", "Desk"),
    }


def test_a_file_that_names_others_changes_the_members() -> None:
    _, here = imported(HEAD + INFO)
    save_groups(here, [(None, "Other", "")])
    imported(HEAD + INFO.replace("Desk", "Other"))
    assert set(members()) == {"person:anna", "person:bert", "group:other"}
    assert members()["group:other"] == ("", "Other")


def test_what_is_taken_out_leaves_and_comes_back() -> None:
    _, here = imported(HEAD + ROOM + INFO)
    report, _ = imported(HEAD)
    assert sorted(report.removed) == ["functional account info", "resource hall"]
    assert not Entry.objects.filter(portal=here, left_at=None).exists()
    imported(HEAD + ROOM + INFO)
    assert Entry.objects.filter(portal=here, left_at=None).count() == 2
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[[resource]]\nname = "hall"\n', "mail is missing"),
        ('[[resource]]\nname = "hall"\nmail = "a b"\n', "is no mail address"),
        ('[[resource]]\nname = "h"\nmail = "h@x.de"\ncontext = "ten"\n', "no whole number"),
        ('[[resource]]\nname = "h"\nmail = "h@x.de"\nadmin = "x"\n', "this key is not known"),
        (ROOM + ROOM, "is there twice"),
        ('[[functional_account]]\nname = "i"\nmail = "i@x.de"\nmembers = 3\n', "list of texts"),
        (f'[[functional_account]]\nname = "i"\nmail = "{"i" * 80}@x.de"\n', "more than 80"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(content: str, said: str) -> None:
    with pytest.raises(BadConfiguration) as wrong:
        imported(HEAD + content)
    assert said in str(wrong.value)


def test_what_a_directory_declares_is_not_declared_here() -> None:
    _, here = imported(HEAD)
    Entry.objects.create(portal=here, kind="resource", name="hall", owner="source:1")
    with pytest.raises(BadConfiguration) as wrong:
        imported(HEAD + ROOM)
    assert "the directory declares resource hall already" in str(wrong.value)
