"""What is sent, what is kept, and what OX then holds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.targets.ox.difference import (
    PRIMARY,
    applied_after,
    diff_user,
    fields_at_creation,
)
from stellwerk.targets.ox.fields import DEFAULT_RULES, Form
from stellwerk.targets.ox.mailbox import ordered
from stellwerk.targets.ox.mapping import Value, user_fields
from tests.unit.targets.ox.test_ox_mapping import ANNA, HASH, SETTINGS

BASE = user_fields(ANNA, {"jpegPhoto": HASH}, SETTINGS).fields
FORMS = {rule.field: rule.form for rule in DEFAULT_RULES}


def test_no_difference_no_call() -> None:
    diff = diff_user(BASE, dict(BASE))
    assert diff.send == {}
    assert diff.uncleared == ()


def test_only_what_differs_is_sent_and_emptied_text_is_cleared() -> None:
    diff = diff_user(BASE | {"note": "old"}, BASE | {"note": "", "city_home": "Ulm"})
    assert diff.send == {"note": "", "city_home": "Ulm"}


@pytest.mark.parametrize(
    ("field", "old", "new", "code"),
    [
        ("birthday", "1980-01-02", "", "cannot-clear"),
        ("anniversary", "1980-01-02", "", "cannot-clear"),
        ("image1", f"sha256:{HASH}", "", "cannot-clear"),
        ("name", "anna", "berta", "no-rename"),
        ("maxQuota", "-1", "500", "no-filestore"),
        ("maxQuota", "", "500", "no-filestore"),
        ("display_name", "x", "", "mandatory"),
        ("given_name", "x", "", "mandatory"),
    ],
)
def test_what_ox_cannot_take_is_kept_and_named(field: str, old: str, new: str, code: str) -> None:
    applied, wanted = BASE | {field: old}, BASE | {field: new}
    diff = diff_user(applied, wanted)
    assert diff.send == {}
    assert [(note.field, note.code) for note in diff.uncleared] == [(field, code)]
    assert diff.kept == {field}
    held = applied_after(applied, wanted, diff)
    assert held[field] == old
    assert diff_user(held, wanted) == diff


def test_dates_and_pictures_can_be_set_and_replaced() -> None:
    applied = BASE | {"birthday": "", "image1": "", "image1ContentType": ""}
    diff = diff_user(applied, BASE)
    assert diff.send == {
        "birthday": "1980-01-02",
        "image1": f"sha256:{HASH}",
        "image1ContentType": "image/jpeg",
    }
    assert diff_user(BASE, BASE | {"image1": "sha256:0"}).send == {
        "image1": "sha256:0",
        "image1ContentType": "image/jpeg",
    }


def test_a_quota_that_is_there_can_change() -> None:
    assert diff_user(BASE | {"maxQuota": "10"}, BASE | {"maxQuota": "20"}).send == {
        "maxQuota": "20"
    }
    assert diff_user(BASE | {"maxQuota": "10"}, BASE).send == {"maxQuota": "-1"}
    assert diff_user(BASE | {"maxQuota": ""}, BASE).send == {}


def addresses(primary: str, *others: str) -> dict[str, Value]:
    return {
        "email1": primary,
        "primaryEmail": primary,
        "defaultSenderAddress": primary,
        "aliases": ordered(primary, list(others)),
    }


def test_a_new_primary_address_goes_with_all_four_fields() -> None:
    wanted = BASE | addresses("new@x.de", "Anna@Stadt.example")
    assert diff_user(BASE, wanted).send == addresses("new@x.de", "Anna@Stadt.example")
    shouting = BASE | addresses("ANNA@STADT.EXAMPLE")
    assert set(diff_user(BASE, shouting).send) == set(PRIMARY)


def test_new_aliases_go_alone_and_never_empty() -> None:
    wanted = BASE | {"aliases": ["Anna@Stadt.example", "new@x.de"]}
    assert diff_user(BASE, wanted).send == {"aliases": ["Anna@Stadt.example", "new@x.de"]}
    assert diff_user(BASE, BASE | {"aliases": []}).send == {}


def test_the_sender_address_people_chose_is_kept() -> None:
    chosen = BASE | {"defaultSenderAddress": "z@stadt.example"}
    diff = diff_user(chosen, BASE)
    assert diff.send == {}
    assert applied_after(chosen, BASE, diff)["defaultSenderAddress"] == "z@stadt.example"


def test_fields_left_out_of_the_wanted_ones_stay() -> None:
    wanted = {name: value for name, value in BASE.items() if name != "birthday"}
    diff = diff_user(BASE, wanted)
    assert diff.send == {}
    assert applied_after(BASE, wanted, diff) == BASE


def test_at_creation_nothing_empty_is_sent() -> None:
    fields = fields_at_creation(BASE)
    assert "note" not in fields
    assert "maxQuota" not in fields
    assert fields["birthday"] == "1980-01-02"
    assert fields_at_creation(BASE | {"maxQuota": "5"})["maxQuota"] == "5"


PEOPLE = st.fixed_dictionaries(
    {
        "username": st.just(["anna"]),
        "lastname": st.sampled_from([["Meier"], ["Müller"]]),
        "mailPrimaryAddress": st.sampled_from([["a@x.de"], ["A@x.de"], ["b@x.de"]]),
    },
    optional={
        "firstname": st.sampled_from([["Eva"], []]),
        "mailAlternativeAddress": st.lists(
            st.sampled_from(["a@x.de", "b@x.de", "c@x.de", "B@x.de", "broken"]), max_size=3
        ),
        "birthday": st.sampled_from([["1980-01-02"], ["03.04.1990"], ["x"], []]),
        "oxNote": st.sampled_from([["n"], ["m"], [""]]),
        "phone": st.lists(st.sampled_from(["1", "2"]), max_size=2),
        "oxUserQuota": st.sampled_from([["-1"], ["100"], ["200"], []]),
        "oxAccess": st.sampled_from([["none"], ["premium"]]),
        "city": st.sampled_from([["Ulm"], ["x" * 200]]),
    },
)
PICTURES = st.sampled_from([{}, {"jpegPhoto": "00"}, {"jpegPhoto": "11"}])


class Server:
    """An OX user that keeps to the rules of `change`; it fails where a server would fault."""

    def __init__(self, fields: dict[str, Value]) -> None:
        self.fields: dict[str, Any] = {"maxQuota": "-1"} | fields
        self.filestore = self.fields["maxQuota"] != "-1"

    def change(self, send: dict[str, Value]) -> None:
        assert "name" not in send
        after = self.fields | send
        for name, value in send.items():
            if FORMS.get(name) in {Form.DATE, Form.PHOTO} or name in {*PRIMARY, "mailenabled"}:
                assert value, f"{name} cannot be cleared"
        if "image1" in send:
            assert send.get("image1ContentType")
        if send.get("maxQuota", "-1") != "-1":
            assert self.filestore
        assert after["primaryEmail"] == after["email1"]
        held = {alias.casefold() for alias in after["aliases"]}
        assert len(held) == len(after["aliases"])
        if set(PRIMARY) & set(send):
            assert {after["primaryEmail"], after["defaultSenderAddress"]} <= set(after["aliases"])
        self.fields = after


@given(st.lists(st.tuples(PEOPLE, PICTURES), min_size=2, max_size=5))
def test_differences_bring_ox_to_what_is_wanted_but_for_what_it_cannot_clear(
    course: list[tuple[dict[str, list[str]], dict[str, str]]],
) -> None:
    versions = [user_fields(person, blobs, SETTINGS).fields for person, blobs in course]
    server = Server(fields_at_creation(versions[0]))
    applied = dict(versions[0])
    for wanted in versions[1:]:
        diff = diff_user(applied, wanted)
        server.change(diff.send)
        applied = applied_after(applied, wanted, diff)
        assert diff_user(applied, wanted).send == {}
        for name, value in wanted.items():
            if name in diff.kept or name.endswith("ContentType"):
                continue
            assert (server.fields.get(name) or "") == (value or ""), name
        for name in applied:
            if not name.endswith("ContentType"):
                assert (server.fields.get(name) or "") == (applied[name] or ""), name
