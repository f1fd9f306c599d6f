"""Equal objects have equal fingerprints, different ones different ones."""

import pytest

from stellwerk.sources.fingerprint import NulInValue, fingerprint

BASE = ("person", "uid=a,dc=x", {"username": ["a"], "phone": ["1", "2"]}, {"jpegPhoto": b"123"})


def test_it_stays_the_same_for_ever() -> None:
    assert fingerprint(*BASE).hex() == "2727a6f3261841c4d994269932812ee8"


def test_the_order_of_attributes_makes_no_difference() -> None:
    kind, dn, attributes, blobs = BASE
    assert fingerprint(kind, dn, dict(reversed(attributes.items())), blobs) == fingerprint(*BASE)


@pytest.mark.parametrize(
    "other",
    [
        ("group", *BASE[1:]),
        ("person", "uid=b,dc=x", *BASE[2:]),
        (*BASE[:2], {"username": ["a"], "phone": ["2", "1"]}, BASE[3]),
        (*BASE[:2], {"username": ["a"], "phone": ["12"]}, BASE[3]),
        (*BASE[:2], {"username": ["a", "phone"], "1": ["2"]}, BASE[3]),
        (*BASE[:3], {"jpegPhoto": b"124"}),
        (*BASE[:3], {}),
    ],
)
def test_every_difference_shows(
    other: tuple[str, str, dict[str, list[str]], dict[str, bytes]],
) -> None:
    assert fingerprint(*other) != fingerprint(*BASE)


def test_nul_in_a_value_is_refused() -> None:
    with pytest.raises(NulInValue):
        fingerprint("person", "uid=a,dc=x", {"title": ["a\0b"]}, {})
