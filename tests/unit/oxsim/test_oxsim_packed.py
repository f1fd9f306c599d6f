"""A user's fields in one piece of bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oxsim.packed import pack, unpack
from oxsim.schema.field import ObjectType, Scalar
from oxsim.schema.user import USER

VALUES = {
    Scalar.STRING: st.text(),
    Scalar.INT: st.integers(-(2**31), 2**31 - 1),
    Scalar.LONG: st.integers(-(2**63), 2**63 - 1),
    Scalar.BOOLEAN: st.booleans(),
    Scalar.DATE: st.dates().map(str),
    Scalar.BASE64: st.binary(),
}


def value_of(field):
    one = VALUES[field.kind]
    return st.lists(one) if field.many else one


PLAIN = {
    field.name: value_of(field) for field in USER.fields if not isinstance(field.kind, ObjectType)
}


@given(st.fixed_dictionaries({}, optional=PLAIN))
def test_comes_back_as_it_was_in_its_order(fields):
    again = unpack(pack(fields))
    assert again == fields
    assert list(again) == list(fields)


def test_what_is_no_field_of_a_user_is_a_mistake():
    with pytest.raises(KeyError):
        pack({"nonsense": "x"})
