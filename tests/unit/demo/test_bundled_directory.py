"""The bundled directory has everything it promises, and nothing by accident."""

from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from stellwerk.demo.directory import TROUBLEMAKERS, write_directory
from stellwerk.demo.directory.groups import MAX_MEMBERS
from stellwerk.demo.directory.identity import identity
from stellwerk.demo.directory.names import FIRST, LAST, login_part
from stellwerk.sources.base import Kind, ReadRecord, fold_dn
from stellwerk.sources.ldif import LdifSource


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> list[ReadRecord]:
    """All records of the directory as it is bundled."""
    file = tmp_path_factory.mktemp("town") / "directory.ldif"
    write_directory(file)
    read = LdifSource(file).read()
    records = list(read)
    assert read.complete, read.reason
    assert read.problem_count == 0
    return records


def of(records: list[ReadRecord], kind: Kind) -> list[ReadRecord]:
    """Return the records of one kind."""
    return [record for record in records if record.kind is kind]


def first(record: ReadRecord, name: str) -> str:
    """Return the first value of a property, or an empty text."""
    return record.attributes.get(name, [""])[0]


def test_how_many_there_are(town: list[ReadRecord]) -> None:
    assert Counter(record.kind for record in town) == {
        Kind.CONTEXT: 2,
        Kind.ACCESS_PROFILE: 7,
        Kind.PERSON: 250,
        Kind.GROUP: 30,
        Kind.RESOURCE: 4,
        Kind.FUNCTIONAL_ACCOUNT: 2,
    }


def test_ids_and_names_are_unique(town: list[ReadRecord]) -> None:
    assert len({record.ident for record in town}) == len(town)
    assert len({fold_dn(record.dn) for record in town}) == len(town)
    people = of(town, Kind.PERSON)
    for name in ("username", "mailPrimaryAddress", "employeeNumber"):
        assert len({first(person, name) for person in people}) == len(people)


def test_two_pairs_of_namesakes_each_in_one_context(town: list[ReadRecord]) -> None:
    names = Counter(
        (first(p, "oxDisplayName"), first(p, "oxContext")) for p in of(town, Kind.PERSON)
    )
    assert sorted(names.values(), reverse=True)[:3] == [2, 2, 1]


def test_exactly_three_people_are_planted(town: list[ReadRecord]) -> None:
    people = of(town, Kind.PERSON)
    profiles = {first(profile, "name") for profile in of(town, Kind.ACCESS_PROFILE)}
    contexts = {first(context, "contextid") for context in of(town, Kind.CONTEXT)}
    assert contexts == {"10", "20"}
    faulty = {
        "mail": [p for p in people if first(p, "mailPrimaryAddress").count("@") != 1],
        "profile": [p for p in people if first(p, "oxAccess") not in profiles],
        "context": [p for p in people if first(p, "oxContext") not in contexts],
    }
    planted = [identity(number).login for number in TROUBLEMAKERS]
    assert [[first(p, "username") for p in found] for found in faulty.values()] == [
        [login] for login in planted
    ]
    for person in (found[0] for found in faulty.values()):
        assert "Planted" in first(person, "description")
        assert first(person, "isOxUser") == "OK"
        assert "disabled" not in person.attributes


def test_everybody_has_what_an_ox_account_needs(town: list[ReadRecord]) -> None:
    for person in of(town, Kind.PERSON):
        for name in ("username", "firstname", "lastname", "mailPrimaryAddress", "oxDisplayName"):
            assert first(person, name), (person.dn, name)


def test_there_is_variety(town: list[ReadRecord]) -> None:
    people = of(town, Kind.PERSON)
    names = " ".join(first(person, "oxDisplayName") for person in people)
    assert all(letter in names for letter in "äöüßÖ-")
    birthdays = [first(person, "birthday") for person in people]
    assert any("." in date for date in birthdays)
    assert any("-" in date for date in birthdays)
    assert any(first(person, "title") for person in people)
    assert any(len(p.attributes.get("mailAlternativeAddress", [])) > 1 for p in people)
    assert any(len(person.attributes["phone"]) == 2 for person in people)
    assert sum(first(person, "isOxUser") == "Not" for person in people) == 10
    assert sum("disabled" in person.attributes for person in people) == 6
    assert {first(person, "oxAccess") for person in people} >= {"none", "webmail", "premium"}


def test_photos_are_small_jpegs(town: list[ReadRecord]) -> None:
    photos = [person.blobs["jpegPhoto"] for person in of(town, Kind.PERSON) if person.blobs]
    assert len(photos) == 50
    assert len(set(photos)) > 10
    for photo in photos:
        image = Image.open(BytesIO(photo))
        assert (image.format, image.size) == ("JPEG", (24, 32))
        assert len(photo) < 2_000


def test_groups(town: list[ReadRecord]) -> None:
    groups = {first(group, "name"): group for group in of(town, Kind.GROUP)}
    dns = {fold_dn(record.dn): record for record in town}
    assert "members" not in groups["Arbeitskreis Zukunft"].attributes
    assert len(groups["Domain Users"].attributes["members"]) == 250
    assert groups["Bauen, Wohnen"].dn.startswith(r"cn=Bauen\, Wohnen,")
    nested = groups["Alle Mitarbeitenden"].attributes["members"]
    assert {dns[fold_dn(dn)].kind for dn in nested} == {Kind.GROUP}
    for group in groups.values():
        for member in group.attributes.get("members", []):
            assert fold_dn(member) in dns
    roads = groups["Straßen & Grünflächen"].attributes["members"]
    assert len({first(dns[fold_dn(dn)], "oxContext") for dn in roads} - {"99"}) == 1


def test_the_usual_profiles(town: list[ReadRecord]) -> None:
    rights = {
        first(profile, "name"): {n for n, v in profile.attributes.items() if v == ["TRUE"]}
        for profile in of(town, Kind.ACCESS_PROFILE)
    }
    assert rights["none"] == set()
    assert rights["webmail"] < rights["pim"] < rights["groupware"] < rights["premium"]
    assert rights["pim_drive"] - rights["pim"] == {"infostore"}
    assert len(rights["premium"]) == 16


def test_the_same_arguments_give_the_same_file(tmp_path: Path) -> None:
    written = {}
    for name, seed in (("a", "one"), ("b", "one"), ("c", "two")):
        write_directory(tmp_path / name, 60, seed=seed)
        written[name] = (tmp_path / name).read_bytes()
    assert written["a"] == written["b"]
    assert written["a"] != written["c"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]


@pytest.mark.parametrize(("people", "contexts", "groups"), [(10, 1, 1), (9, 2, 7), (900, 40, 80)])
def test_other_sizes(tmp_path: Path, people: int, contexts: int, groups: int) -> None:
    file = tmp_path / "directory.ldif"
    write_directory(file, people, contexts=contexts, groups=groups, photo_every=0)
    read = LdifSource(file).read()
    records = list(read)
    assert read.complete
    assert len({record.ident for record in records}) == len(records)
    assert len(of(records, Kind.PERSON)) == people
    assert len(of(records, Kind.CONTEXT)) == contexts
    assert len(of(records, Kind.GROUP)) == groups
    assert not any(record.blobs for record in records)
    members = [len(group.attributes.get("members", [])) for group in of(records, Kind.GROUP)]
    assert max(members) <= MAX_MEMBERS


@cache
def everybody() -> list[tuple[str, str]]:
    """Return login and name of a hundred thousand people."""
    return [
        (person.login, f"{person.first} {person.last}") for person in map(identity, range(100_000))
    ]


def test_a_hundred_thousand_people_have_their_own_logins() -> None:
    logins = {login for login, _ in everybody()}
    assert len(logins) == 100_000
    assert all(login.isascii() and login == login.lower() for login in logins)


def test_a_hundred_thousand_people_have_two_pairs_of_namesakes_only() -> None:
    assert len({name.casefold() for _, name in everybody()}) == 100_000 - 2


def test_no_two_names_give_one_login() -> None:
    for names in (FIRST, LAST):
        assert len(set(map(login_part, names))) == len(names)


def test_values_of_one_attribute_stand_together(tmp_path: Path) -> None:
    """Otherwise slapadd -q makes two attributes of one name, and clients read one of them."""
    file = tmp_path / "directory.ldif"
    write_directory(file, 200)
    for block in file.read_text().split("\n\n"):
        names = [line.partition(":")[0] for line in block.splitlines() if not line.startswith(" ")]
        runs = [name for name, before in zip(names, [None, *names], strict=False) if name != before]
        assert len(runs) == len(set(runs))
