"""LDIF files: what is legible arrives, what is not is named, what is missing is noticed."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stellwerk.sources.base import MAX_PROBLEMS, Kind
from stellwerk.sources.ldif import LdifSource, blocks
from stellwerk.sources.reading import ReadingUsed
from tests.unit.sources.ldif_text import person, reading


def test_a_person_arrives(tmp_path: Path) -> None:
    read = reading(tmp_path, person("anna", "givenName: Anna", "sn: Groß"))
    (record,) = read
    assert record.kind is Kind.PERSON
    assert record.ident == "id-of-anna"
    assert record.dn == "uid=anna,cn=users,dc=x"
    assert record.attributes == {
        "username": ["anna"],
        "firstname": ["Anna"],
        "lastname": ["Groß"],
        "entryUUID": ["ID-OF-anna"],
    }
    assert len(record.fingerprint) == 16
    assert (read.complete, read.reason, read.problem_count) == (True, "", 0)


def test_a_reading_is_not_complete_before_its_end(tmp_path: Path) -> None:
    read = reading(tmp_path, person("anna") + person("ben"))
    records = iter(read)
    next(records)
    assert not read.complete
    assert read.reason
    list(records)
    assert read.complete


def test_a_reading_can_be_used_once(tmp_path: Path) -> None:
    read = reading(tmp_path, person("anna"))
    list(read)
    with pytest.raises(ReadingUsed):
        iter(read)


@pytest.mark.parametrize(
    "content",
    [
        "version: 1\n\n" + person("anna", "sn: Müller"),
        "version: 1\n" + person("anna", "sn: Müller"),
        "# a comment\n# that is\n  folded\n" + person("anna", "sn: Müller"),
        "# a comment\n\n\n\n" + person("anna", "sn: Müller") + "\n\n# the end\n",
        person("anna", "# inside", "sn: Müller"),
        person("anna", "sn: Mül", " ler"),
        person("anna", "sn:: TcO8bGxlcg=="),
        person("anna", "sn:: TcO8bG", " xlcg=="),
        person("anna", "sn:   Müller  "),
        person("anna", "SN:Müller"),
        person("anna", "sn: Müller").replace("\n", "\r\n"),
        "\ufeff" + person("anna", "sn: Müller"),
        person("anna", "sn: Müller").rstrip("\n") + "\n",
        person("anna", "sn: Müller", "sn;lang-en: Miller", "title:"),
        person("anna", "sn: Müller", "unknown:: %%%", "another:< file:///etc/passwd"),
    ],
)
def test_all_spellings_of_a_file_give_the_same(tmp_path: Path, content: str) -> None:
    read = reading(tmp_path, content)
    assert [record.attributes["lastname"] for record in read] == [["Müller"]]
    assert read.complete, read.reason
    assert read.problem_count == 0


@pytest.mark.parametrize(
    ("lines", "code", "offset"),
    [
        (["givenName: Anna", "sn:: TcO8b"], "base64", 5),
        (["description: folded", "  twice", " more", "sn:: !!"], "base64", 7),
        (["no colon here"], "broken_line", 4),
        ([": no name"], "broken_line", 4),
        (["jpegPhoto:< file:///etc/passwd"], "url_value", 4),
        (["sn:: /w=="], "not_utf8", 0),
        (["sn:: YQBi"], "nul", 0),
    ],
)
def test_one_bad_entry_is_named_and_the_rest_arrives(
    tmp_path: Path, lines: list[str], code: str, offset: int
) -> None:
    before = person("before") + "# comment\n\n"
    read = reading(tmp_path, before + person("anna", *lines) + person("after"))
    assert [record.attributes["username"] for record in read] == [["before"], ["after"]]
    (problem,) = read.problems
    assert problem.code == code
    assert problem.dn == "uid=anna,cn=users,dc=x"
    assert problem.line == before.count("\n") + 1 + offset
    assert problem.hint
    assert read.complete, read.reason


def test_a_bad_entry_tells_its_id_where_it_is_legible(tmp_path: Path) -> None:
    read = reading(tmp_path, person("anna", "sn:: /w==") + person("ben"))
    list(read)
    assert read.problems[0].ident == "id-of-anna"


def test_an_entry_without_id_is_named(tmp_path: Path) -> None:
    nameless = "dn: uid=x,dc=x\nobjectClass: inetOrgPerson\nuid: x\n\n"
    read = reading(tmp_path, nameless + person("anna"))
    assert len(list(read)) == 1
    assert read.problems[0].code == "no_id"
    assert "+" in read.problems[0].hint


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (person("ben", ident="id-of-anna"), "duplicate_id"),
        (person("ANNA", ident="another").replace("cn=users", "CN = Users"), "duplicate_dn"),
    ],
)
def test_what_comes_twice_is_named_and_the_first_stays(
    tmp_path: Path, second: str, code: str
) -> None:
    read = reading(tmp_path, person("anna") + second)
    assert [record.attributes["username"] for record in read] == [["anna"]]
    assert read.problems[0].code == code
    assert read.complete


@pytest.mark.parametrize(
    "nameless",
    ["uid: anna\nobjectClass: inetOrgPerson\n\n", "dn:: %%%\nuid: x\n\n", "dn:: /w==\nuid: x\n\n"],
)
def test_an_object_that_cannot_be_recognised_makes_the_reading_incomplete(
    tmp_path: Path, nameless: str
) -> None:
    read = reading(tmp_path, nameless + person("anna"))
    assert len(list(read)) == 1
    assert read.problem_count == 1
    assert not read.complete


def test_two_entries_without_an_empty_line_are_noticed(tmp_path: Path) -> None:
    read = reading(tmp_path, person("anna").rstrip("\n") + "\n" + person("ben") + person("carl"))
    assert [record.attributes["username"] for record in read] == [["carl"]]
    assert read.problems[0].code == "two_entries"
    assert not read.complete


@pytest.mark.parametrize(
    "change", ["changetype: delete\n", "changetype: add\nuid: x\n", "control: 1.2.3 true\n"]
)
def test_changes_are_refused(tmp_path: Path, change: str) -> None:
    read = reading(tmp_path, person("anna") + f"dn: uid=x,dc=x\n{change}\n" + person("ben"))
    assert len(list(read)) == 2
    assert read.problems[0].code == "change_record"
    assert "slapcat" in read.reason


def test_a_file_cut_anywhere_in_its_last_entry_is_incomplete(tmp_path: Path) -> None:
    whole = person("anna") + person("ben", "sn: Müller", "givenName: Ben").rstrip("\n") + "\n"
    start = whole.index("dn: uid=ben")
    for end in range(start + 1, len(whole)):
        read = reading(tmp_path, whole[:end])
        assert [record.attributes["username"] for record in read] == [["anna"]], whole[:end]
        assert not read.complete, whole[:end]
        assert read.reason
    read = reading(tmp_path, whole)
    assert len(list(read)) == 2
    assert read.complete, read.reason


@pytest.mark.parametrize(
    ("trailer", "word"),
    [
        ("# search result\nsearch: 2\nresult: 4 Size limit exceeded\n\n", "Size limit"),
        ("result: 4 Size limit exceeded\n", "Size limit"),
        ("# search reference\nref: ldap://other/dc=x\n\n", "ldap://other"),
    ],
)
def test_the_trailer_of_ldapsearch_is_believed(tmp_path: Path, trailer: str, word: str) -> None:
    read = reading(tmp_path, person("anna") + trailer)
    assert len(list(read)) == 1
    assert not read.complete
    assert word in read.reason


def test_a_good_trailer_is_no_object(tmp_path: Path) -> None:
    trailer = (
        "# search result\nsearch: 2\nresult: 0 Success\n\n# numResponses: 2\n# numEntries: 1\n"
    )
    read = reading(tmp_path, person("anna") + trailer)
    assert len(list(read)) == 1
    assert read.complete, read.reason


@pytest.mark.parametrize(
    "content", ["", "\n\n", "# nothing\n", "dn: dc=x\nobjectClass: domain\n\n"]
)
def test_an_empty_file_is_incomplete(tmp_path: Path, content: str) -> None:
    read = reading(tmp_path, content)
    assert list(read) == []
    assert not read.complete
    assert "directory.ldif" in read.reason


def test_a_missing_file_is_incomplete(tmp_path: Path) -> None:
    read = LdifSource(tmp_path / "none.ldif").read()
    assert list(read) == []
    assert "No such file" in read.reason


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    read = LdifSource(tmp_path).read()
    assert list(read) == []
    assert "regular file" in read.reason


def test_a_file_that_is_not_text_is_incomplete(tmp_path: Path) -> None:
    read = reading(tmp_path, person("anna").encode("utf-16"))
    assert list(read) == []
    assert not read.complete
    assert "UTF-16" in read.reason


@pytest.mark.parametrize("how", ["grow", "replace", "touch", "remove"])
def test_a_file_changed_while_it_is_read_is_incomplete(tmp_path: Path, how: str) -> None:
    read = reading(tmp_path, person("anna") + person("ben"))
    file = tmp_path / "directory.ldif"
    records = iter(read)
    next(records)
    if how == "grow":
        with file.open("a") as more:
            more.write(person("carl"))
    elif how == "replace":
        (tmp_path / "new").write_bytes(file.read_bytes())
        os.replace(tmp_path / "new", file)
    elif how == "touch":
        os.utime(file, (1, 1))
    else:
        file.unlink()
    list(records)
    assert not read.complete
    assert read.reason


def test_problems_are_bounded_and_counted(tmp_path: Path) -> None:
    many = MAX_PROBLEMS + 7
    bad = "".join(person(f"p{number}", "sn:: !") for number in range(many))
    read = reading(tmp_path, bad + person("anna"))
    assert len(list(read)) == 1
    assert len(read.problems) == MAX_PROBLEMS
    assert read.problem_count == many


@pytest.mark.parametrize("folded", [False, True])
def test_a_line_that_is_too_long_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folded: bool
) -> None:
    monkeypatch.setattr(blocks, "MAX_LINE", 10_000)
    monkeypatch.setattr(blocks, "CHUNK", 1_000)
    value = "\n ".join(["x" * 70] * 400) if folded else "x" * 40_000
    text = person("before") + person("anna", f"description: {value}") + person("after", "sn:: !")
    read = reading(tmp_path, text)
    assert [record.attributes["username"] for record in read] == [["before"]]
    too_long, after = read.problems
    assert (too_long.code, too_long.dn) == ("too_long", "uid=anna,cn=users,dc=x")
    assert after.line == text[: text.index("sn:: !")].count("\n") + 1
    assert read.complete


def test_a_large_group_is_not_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MAX_LINE", 10_000)
    monkeypatch.setattr(blocks, "CHUNK", 1_000)
    members = "".join(f"uniqueMember: uid=p{n},dc=x\n" for n in range(5_000))
    group = f"dn: cn=g,dc=x\nobjectClass: univentionGroup\ncn: g\n{members}entryUUID: g\n\n"
    read = reading(tmp_path, group)
    (record,) = read
    assert len(record.attributes["members"]) == 5_000
    assert read.complete


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), max_size=8
    ),
    st.integers(2, 50),
    st.booleans(),
)
def test_any_value_survives_any_chunks(
    tmp_path_factory: pytest.TempPathFactory, values: list[str], chunk: int, windows: bool
) -> None:
    from base64 import b64encode

    kept = [value for value in values if "\0" not in value]
    lines = [f"description:: {b64encode(value.encode()).decode()}" for value in kept]
    text = "# top\n\n\n" + person("anna", *lines) + "\n" + person("ben")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "CHUNK", chunk)
        content = text.replace("\n", "\r\n") if windows else text
        read = reading(tmp_path_factory.mktemp("ldif"), content)
        anna, ben = read
    assert anna.attributes.get("description", []) == kept
    assert ben.attributes["username"] == ["ben"]
    assert read.complete


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    folder = tmp_path_factory.mktemp("noise")
    read = reading(folder, person("anna").encode() + noise + b"\n\n" + person("ben").encode())
    logins = [record.attributes["username"][0] for record in read]
    assert "anna" in logins
    assert "ben" in logins or not read.complete or read.problem_count
