"""Rights from an access profile."""

import pytest

from stellwerk.targets.ox.access import (
    FLAGS,
    PROPERTIES,
    flags_on,
    rights_difference,
    rights_from,
    rights_of,
)

PUBLICATION = {"publication"}


def test_all_26_flags_are_always_there() -> None:
    assert len(FLAGS) == 26
    assert len(PROPERTIES) == 23
    assert tuple(rights_of({})) == FLAGS
    assert tuple(rights_of({name: ["TRUE"] for name in PROPERTIES})) == FLAGS


def test_no_profile_gives_nothing_but_what_ox_gives_anyway() -> None:
    assert {flag for flag, on in rights_of({}).items() if on} == PUBLICATION


def test_a_profile_gives_its_rights_and_no_others() -> None:
    rights = rights_of({"webmail": ["TRUE"], "webdavxml": ["1"], "tasks": ["FALSE"], "ical": []})
    assert {flag for flag, on in rights.items() if on} == {"webmail", "webdavXml"} | PUBLICATION


@pytest.mark.parametrize("text", ["1", "TRUE", "true", "OK", " yes "])
def test_the_forms_of_true(text: str) -> None:
    assert rights_of({"webmail": [text]})["webmail"] is True


@pytest.mark.parametrize("text", ["0", "FALSE", "", "Not", "2"])
def test_everything_else_is_false(text: str) -> None:
    assert rights_of({"webmail": [text]})["webmail"] is False


def test_the_outlook_connector_follows_usm_and_public_folders_are_for_the_administrator() -> None:
    everything = rights_of({name: ["1"] for name in [*PROPERTIES, "publicfoldereditable"]})
    assert everything["OLOX20"] is True
    assert everything["publicFolderEditable"] is False
    assert rights_of({"usm": ["0"], "webmail": ["1"]})["OLOX20"] is False


def test_differences_leave_publication_out() -> None:
    wanted = rights_of({"webmail": ["1"]})
    assert rights_difference(wanted, wanted) == {}
    assert rights_difference(wanted | {"publication": False}, wanted) == {}
    assert rights_difference(wanted | {"tasks": True}, wanted) == {"tasks": False}
    unknown = {flag: on for flag, on in wanted.items() if flag != "webmail"}
    assert rights_difference(unknown, wanted) == {"webmail": True}


def test_the_names_of_what_is_on_give_the_rights_back() -> None:
    wanted = rights_of({"webmail": ["1"], "usm": ["1"]})
    assert flags_on(wanted) == ["OLOX20", "USM", "webmail"]
    assert rights_from(flags_on(wanted)) == wanted
