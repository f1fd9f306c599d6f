"""Two spellings of one DN have one key, two DNs have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.sources.base import fold_dn
from stellwerk.sources.dn import BrokenDn, split_dn


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("uid=Anna,CN=Users,DC=x", "UID=anna,cn=users,dc=X"),
        ("cn=a, dc=x", "cn=a,dc=x"),
        ("cn = a ,dc=x", "cn=a,dc=x"),
        (" cn=a,dc=x ", "cn=a,dc=x"),
        ("cn=a  b,dc=x", "cn=a b,dc=x"),
        (r"cn=a\, b,dc=x", r"cn=a\2c b,dc=x"),
        (r"cn=a\, b,dc=x", 'cn="a, b",dc=x'),
        (r"cn=M\C3\BCller,dc=x", "cn=müller,dc=x"),
        ("cn=Mu\u0308ller,dc=x", "cn=M\u00fcller,dc=x"),
        ("cn=a+uid=b,dc=x", "UID=b + CN=a,dc=x"),
        ("cn=a;dc=x", "cn=a,dc=x"),
        (r"cn=\ a\ ,dc=x", "cn=a,dc=x"),
        (r"cn=a\\b,dc=x", r"cn=a\5cb,dc=x"),
        (r"cn=\#a,dc=x", r"cn=\23a,dc=x"),
    ],
)
def test_spellings_of_one_dn_meet(one: str, other: str) -> None:
    assert fold_dn(one) == fold_dn(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("cn=a,dc=x", "cn=b,dc=x"),
        ("cn=a,dc=x", "cn=a,dc=x,dc=y"),
        (r"cn=a\,dc=x", "cn=a,dc=x"),
        ("cn=Weiß,dc=x", "cn=Weiss,dc=x"),
        ("cn=a b,dc=x", "cn=ab,dc=x"),
        (r"cn=a\+b=c,dc=x", "cn=a+b=c,dc=x"),
    ],
)
def test_different_dns_stay_apart(one: str, other: str) -> None:
    assert fold_dn(one) != fold_dn(other)


@pytest.mark.parametrize("text", ["", "nonsense", "a+b", "cn=a,,dc=x", r"cn=a\zz=", 'cn="a', "\\"])
def test_what_is_no_dn_has_a_key_of_its_own(text: str) -> None:
    assert fold_dn(text) == fold_dn(f"  {text} ".upper()) or "\\" in text
    assert fold_dn(text) == fold_dn(text)


def test_the_parts_of_a_dn() -> None:
    assert split_dn(r"CN=Bauen\, Wohnen,dc=x") == [[("cn", "Bauen, Wohnen")], [("dc", "x")]]


@pytest.mark.parametrize("text", ["x", "cn=a,", 'cn="a', "=a", r"cn=\ff"])
def test_broken_dns_are_refused(text: str) -> None:
    with pytest.raises(BrokenDn):
        split_dn(text)


@given(st.text())
def test_any_text_can_be_folded(text: str) -> None:
    assert isinstance(fold_dn(text), str)


_VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@given(st.lists(_VALUES, min_size=1, max_size=4))
def test_escaping_makes_no_difference(values: list[str]) -> None:
    plain = ",".join(f"cn={''.join(_escape(char) for char in value)}" for value in values)
    hexed = ",".join(f"CN={_hex(value)}" for value in values)
    assert fold_dn(plain) == fold_dn(hexed)


@given(st.lists(_VALUES, min_size=1, max_size=4))
def test_folding_twice_changes_nothing(values: list[str]) -> None:
    folded = fold_dn(",".join(f"cn={_hex(value)}" for value in values))
    assert fold_dn(folded) == folded


def _escape(char: str) -> str:
    return f"\\{char}" if char in ' ,+"\\<>;=#' else char


def _hex(value: str) -> str:
    return "".join(f"\\{byte:02X}" for byte in value.encode())
