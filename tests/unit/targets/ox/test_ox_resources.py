"""A resource's properties become the fields of an OX resource."""

import pytest

from stellwerk.targets.ox.resources import resource_fields

ROOM = {
    "name": ["Säle & Co"],
    "displayname": ["Großer Saal"],
    "resourceMailAddress": ["saal@example.org"],
}


def test_every_field_is_there_so_that_what_is_emptied_is_cleared() -> None:
    mapped = resource_fields(ROOM)
    assert mapped.problems == []
    assert mapped.fields == {
        "name": "Saele und Co",
        "displayname": "Großer Saal",
        "email": "saal@example.org",
        "description": "",
        "available": "true",
    }


def test_a_resource_without_a_display_name_is_shown_by_its_name() -> None:
    assert resource_fields(ROOM | {"displayname": []}).fields["displayname"] == "Säle & Co"


@pytest.mark.parametrize(("value", "available"), [("0", "false"), ("No", "false"), ("1", "true")])
def test_it_can_be_booked_unless_it_says_no(value: str, available: str) -> None:
    assert resource_fields(ROOM | {"available": [value]}).fields["available"] == available


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ({"name": []}, "no-name"),
        ({"resourceMailAddress": []}, "no-mail"),
        ({"resourceMailAddress": ["a@b@c"]}, "mail"),
    ],
)
def test_what_ox_demands_is_asked_for(attributes: dict[str, list[str]], code: str) -> None:
    assert [one.code for one in resource_fields(ROOM | attributes).problems] == [code]


def test_what_xml_cannot_carry_is_left_out() -> None:
    fields = resource_fields(ROOM | {"description": ["oben\x00\x0b"], "displayname": ["Saal\x00"]})
    assert (fields.fields["description"], fields.fields["displayname"]) == ("oben", "Saal")
