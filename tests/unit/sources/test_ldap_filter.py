"""Search filters are checked before they are saved, without a server."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.sources.dialects.registry import DIALECTS
from stellwerk.sources.ldap.filter import BadFilter, check_filter

GOOD = [
    "(objectClass=person)",
    "objectClass=person",
    "(&(objectClass=person)(!(uid=*$)))",
    "(|(cn=a)(cn=b*c*d)(cn>=x)(cn<=y)(cn~=z))",
    "( & (cn=a) (cn=b) )",
    "(&)",
    r"(cn=Bauen \28und\29 Wohnen)",
    "(cn=Müller 😀)",
    "(cn=)",
    r"(cn=a\(b\)\*\\)",
    "(cn:caseExactMatch:=Anna)",
    "(cn:dn:2.5.13.2:=Anna)",
    "(:dn:2.5.13.2:=Anna)",
    "(userAccountControl:1.2.840.113556.1.4.803:=2)",
    "(1.2.3=x)",
    "(cn;lang-de=x)",
]
BAD = [
    "",
    " ",
    "(",
    ")",
    "()",
    "(uid=*",
    "uid=*)",
    "((uid=*))",
    "(&(uid=a)",
    "(!)",
    "(!(a=b)(c=d))",
    "(uid)",
    "(=x)",
    "(uid=a(b)",
    r"(uid=\zz)",
    r"(uid=\2",
    "(uid=a)(uid=b)",
    "(&(uid=a)x)",
    "(uid=\0)",
]


@pytest.mark.parametrize("text", GOOD)
def test_filters_are_taken(text: str) -> None:
    check_filter(text)


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_filter_is_refused_with_the_place(text: str) -> None:
    with pytest.raises(BadFilter, match=r"at position \d+"):
        check_filter(text)


def test_the_filters_of_all_dialects_are_taken() -> None:
    for dialect in DIALECTS.values():
        for shape in dialect.shapes.values():
            check_filter(shape.filter)


def test_nesting_is_bounded() -> None:
    with pytest.raises(BadFilter, match="too deeply"):
        check_filter("(!" * 100_000 + "(a=b)" + ")" * 100_000)


@given(st.text("()&|!=*:\\<>~ aZ0-.;\0ü", max_size=40))
def test_any_text_is_taken_or_refused(text: str) -> None:
    with suppress(BadFilter):
        check_filter(text)


@given(
    st.recursive(
        st.sampled_from(["(a=b)", "(uid=*)", "(c>=1)"]),
        lambda inner: st.one_of(
            inner.map("(!{})".format),
            st.lists(inner, max_size=3).map(lambda some: f"(&{''.join(some)})"),
            st.lists(inner, min_size=1, max_size=3).map(lambda some: f"(| {' '.join(some)} )"),
        ),
    )
)
def test_every_well_formed_filter_is_taken(text: str) -> None:
    check_filter(text)
