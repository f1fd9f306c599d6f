"""The presets can be used as they are: enough for a person, and for recognising them again."""

import pytest

from stellwerk.sso.presets import PRESETS, Preset, preset
from stellwerk.sso.saml.names import NameIdFormat

_EVERY = pytest.mark.parametrize("one", PRESETS, ids=lambda one: one.key)


def test_the_well_known_ones_are_there() -> None:
    keys = [one.key for one in PRESETS]
    assert keys == ["adfs", "shibboleth", "onelogin", "keycloak", "entra", "simplesamlphp", "ucs"]
    assert [preset(key) for key in keys] == list(PRESETS)
    assert preset("other") is None


@_EVERY
def test_each_has_what_a_person_needs(one: Preset) -> None:
    assert one.attributes.first_name
    assert one.attributes.last_name
    assert one.attributes.mail


@_EVERY
def test_with_transient_names_each_has_an_attribute_to_recognise_people_by(one: Preset) -> None:
    assert one.name_id_format is not NameIdFormat.TRANSIENT or one.attributes.identifier
    assert one.attributes.identifier != one.attributes.mail


@_EVERY
def test_no_attribute_stands_for_two_names(one: Preset) -> None:
    fields = ("first_name", "last_name", "mail", "title", "location", "phone", "language", "groups")
    names = [name for field in fields if (name := getattr(one.attributes, field))]
    assert len(set(names)) == len(names)


@_EVERY
def test_nobody_becomes_more_than_a_person_by_a_preset(one: Preset) -> None:
    assert one.attributes.roles == {}
