"""Whatever fits a type leaves and comes back as it was, for every type of every operation."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.codec import decode, encode
from stellwerk.targets.ox.types import Complex, Field, Kind

_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))
_SCALARS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.STRING: _TEXT | st.sampled_from(["", " a\tb\r\nc ", "&amp;<x>]]>"]),
    Kind.INT: st.integers(-(2**31), 2**31 - 1),
    Kind.LONG: st.integers(-(2**63), 2**63 - 1),
    Kind.BOOLEAN: st.booleans(),
    Kind.DATE: st.dates().map(str),
    Kind.BASE64: st.binary(max_size=100),
}


def types() -> list[Complex]:
    """Every type that an operation sends or answers, with those inside."""
    found: dict[Complex, None] = {}
    waiting = [field for one in ox.OPERATIONS for field in (*one.params, one.returns) if field]
    while waiting:
        kind = waiting.pop().type
        if isinstance(kind, Complex) and kind not in found:
            found[kind] = None
            waiting += kind.fields
    return list(found)


def values(kind: Kind | Complex) -> st.SearchStrategy[Any]:
    if isinstance(kind, Kind):
        return _SCALARS[kind]
    fields = {field.name: value_of(field) for field in kind.fields}
    some = st.sets(st.sampled_from(sorted(fields)), max_size=12)
    return some.flatmap(lambda names: st.fixed_dictionaries({name: fields[name] for name in names}))


def value_of(field: Field) -> st.SearchStrategy[Any]:
    one = values(field.type)
    return st.lists(one, min_size=1, max_size=3) if field.many else one


@pytest.mark.parametrize("kind", types(), ids=lambda kind: kind.name)
@given(data=st.data())
def test_a_value_of_every_type_comes_back(kind: Complex, data: st.DataObject) -> None:
    held = Field("return", kind)
    echo: ox.Operation[ox.Record] = ox.Operation("Any", "echo", (held,), held, writes=False)
    value = data.draw(values(kind))
    message = encode(echo, {"return": value})
    answer = message.replace(b"<echo ", b"<echoResponse ").replace(b"</echo>", b"</echoResponse>")
    assert decode(answer, echo) == value


def test_the_copy_of_a_user_has_a_namespace_of_its_own() -> None:
    sent = encode(ox.USER_COPY, {"user": {"id": 3}, "src": {"id": 1}, "dest": {"id": 2}})
    assert b'<copyUser xmlns="http://soap.copy.user.admin.openexchange.com">' in sent


def test_whether_a_lost_answer_leaves_doubt_is_told_by_each_operation() -> None:
    reading = ("get", "list", "exists")
    for one in ox.OPERATIONS:
        assert one.writes is not one.name.startswith(reading), str(one)
