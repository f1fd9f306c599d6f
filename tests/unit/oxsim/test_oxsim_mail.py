"""The lenient syntax of mail addresses."""

import pytest

from oxsim.faults import InvalidData, Storage
from oxsim.rules.mail import check_aliases, check_syntax, distinct


@pytest.mark.parametrize(
    "address",
    [
        "a@b",
        "nodomain",
        "Foo <a@b>",
        " lead@b",
        '"quoted local"@b',
        "u@bücher.de",
        "u@xn--bcher-kva.de",
        "a+b%c$d@x-y.example",
    ],
)
def test_accepted(address):
    check_syntax(address)


@pytest.mark.parametrize(
    "address",
    ["a@b@c", "ü@b", "a b@c", "a..b@c", ".a@b", "a@b,c@d", "", "a@", "@b", "a@b..c", "a@b c"],
)
def test_refused(address):
    with pytest.raises(InvalidData, match="Invalid email address: "):
        check_syntax(address)


def test_equal_aliases_are_folded_alike_ones_break_a_key():
    assert distinct(["a@b", " a@b", "c@d"], 1, 3) == ["a@b", "c@d"]
    with pytest.raises(Storage, match="Duplicate entry '1-3-A@b'"):
        distinct(["a@b", "A@b"], 1, 3)


def test_required_addresses_are_compared_with_their_case():
    check_aliases(["a@b", "c@d"], "a@b", None, "c@d")
    with pytest.raises(InvalidData):
        check_aliases(["a@b"], "A@b")
