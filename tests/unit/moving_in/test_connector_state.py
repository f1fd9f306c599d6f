"""Reading what the OX Connector left: all of it, or a named error; never half, never for ever."""

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.moving_in.logins import BadLogins, logins_of
from stellwerk.moving_in.objects import BadObject, old_object
from stellwerk.moving_in.profiles import profiles_of
from stellwerk.moving_in.reading import read_state
from stellwerk.moving_in.state import BadState, NoState

ANNA = {
    "username": "anna", "oxDbId": 7, "oxDbUsername": "anna", "oxContext": "10",
    "univentionObjectIdentifier": "ID-Anna", "entryUUID": "UUID-Anna", "jpegPhoto": "AAAA",
}  # fmt: skip


def database(folder: Path, *rows: tuple[Any, ...], schema: str = "") -> Path:
    with sqlite3.connect(folder / "ox-connector.db") as db:
        db.executescript(schema or "CREATE TABLE old (obj_id, udm_module, dn, attrs)")
        if rows:
            db.executemany("INSERT INTO old VALUES (?, ?, ?, ?)", rows)
    db.close()
    return folder


def row(attrs: Any = None, **changed: Any) -> tuple[Any, ...]:
    found = json.dumps({**ANNA, **changed}) if attrs is None else attrs
    return ("id-anna", "users/user", "uid=anna,dc=test", found)


def test_an_object_in_the_database(tmp_path: Path) -> None:
    (one,) = read_state(database(tmp_path, row())).objects
    assert (one.module, one.ox_id, one.context, one.name) == ("users/user", "7", "10", "anna")
    assert set(one.idents.values()) == {"id-anna", "uuid-anna"}
    assert len(one.photo) == 64


def test_a_deleted_object_in_the_cache_is_none(tmp_path: Path) -> None:
    old = tmp_path / "listener" / "old"
    old.mkdir(parents=True)
    (old / "a.json").write_text(json.dumps({"id": "a", "object": None}))
    (old / "b.json").write_text(
        json.dumps({"id": "b", "udm_object_type": "users/user", "dn": "uid=b", "object": ANNA})
    )
    assert [one.dn for one in read_state(tmp_path).objects] == ["uid=b"]


def test_a_folder_without_anything_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoState):
        read_state(tmp_path)
    with pytest.raises(NoState):
        read_state(tmp_path / "nothing")


@pytest.mark.parametrize(
    "attrs",
    [
        "{", "[]", "null", "5", '"x"', "[" * 100_000, b"\xff\x00", None,
        '{"oxDbId": 1' + "0" * 5000 + "}",
    ],
)  # fmt: skip
def test_a_damaged_row_refuses_the_whole(tmp_path: Path, attrs: Any) -> None:
    bad = ("id-bert", "users/user", "uid=bert,dc=test", attrs)
    with pytest.raises(BadState, match="uid=bert"):
        read_state(database(tmp_path, row(), bad))


@pytest.mark.parametrize(
    "changed",
    [
        {"oxDbId": "x"}, {"oxDbId": -1}, {"oxDbId": 2**40}, {"oxDbId": True}, {"oxDbId": {}},
        {"oxContext": "../10"}, {"oxContext": "0"}, {"oxDbUsername": "x" * 2000},
    ],
)  # fmt: skip
def test_values_that_cannot_be_are_named(tmp_path: Path, changed: dict[str, Any]) -> None:
    with pytest.raises(BadState, match="uid=anna"):
        read_state(database(tmp_path, row(**changed)))


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE other (a)",
        "CREATE TABLE old (obj_id, dn)",
        "CREATE VIEW old AS WITH RECURSIVE r(obj_id) AS (SELECT 1 UNION ALL SELECT obj_id FROM r)"
        " SELECT obj_id, 1 AS udm_module, 2 AS dn, 3 AS attrs FROM r",
    ],
)
def test_another_database_is_refused_and_nothing_runs_for_ever(tmp_path: Path, schema: str) -> None:
    with pytest.raises(BadState, match="no table old"):
        read_state(database(tmp_path, schema=schema))


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "ox-connector.db"
    file.write_bytes(b"no database at all, but long enough to be one" * 30)
    before = file.read_bytes()
    with pytest.raises(BadState, match=r"ox-connector\.db"):
        read_state(tmp_path)
    assert file.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [file]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    database(tmp_path, row())
    os.mkfifo(tmp_path / "contexts.json")
    with pytest.raises(BadState, match="no plain file"):
        read_state(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("contexts.json", '{"10": {"adminuser": "a"}}', "adminpass"),
        ("contexts.json", '{"ten": {}}', "no number"),
        ("contexts.json", "[]", "no JSON object"),
        ("AttributeMapping.json", '{"note": 5}', "AttributeMapping.json:1: note"),
        ("ModuleAccessDefinitions.properties", "a=webmail\nb=flying\n", "line 2"),
        ("ModuleAccessDefinitions.properties", "a", "line 1"),
        ("ModuleAccessDefinitions.properties", "a=\na=webmail", "twice"),
    ],
)
def test_a_damaged_file_beside_it_refuses_the_whole(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    database(tmp_path, row())
    (tmp_path / name).write_text(content)
    with pytest.raises(BadState, match=said):
        read_state(tmp_path)


def test_no_password_stands_in_an_error() -> None:
    with pytest.raises(BadLogins) as caught:
        logins_of('{"10": {"adminuser": ["boss"], "adminpass": "hunter2"}}')
    assert "hunter2" not in str(caught.value)


def test_profiles_with_odd_names_and_both_spellings_of_rights() -> None:
    text = "# made\n\nnone=\npim=contacts,webmail\na\\=b c=USM, globalAddressBookDisabled\n"
    assert profiles_of(text) == {
        "none": [],
        "pim": ["contacts", "webmail"],
        "a=b c": ["globaladdressbookdisabled", "usm"],
    }


@given(st.text(max_size=60))
def test_any_text_is_profiles_or_is_refused_with_its_line(text: str) -> None:
    try:
        profiles_of(text)
    except ValueError as error:
        assert str(error).startswith("line ")  # noqa: PT017


values = st.none() | st.booleans() | st.integers() | st.text(max_size=20)


@given(st.dictionaries(st.sampled_from(sorted(ANNA)), values | st.lists(values, max_size=2)))
def test_any_properties_are_an_object_or_are_refused(attributes: dict[str, Any]) -> None:
    try:
        one = old_object("users/user", "uid=x", "id", attributes)
    except BadObject:
        return
    assert not one.ox_id or int(one.ox_id) > 0
