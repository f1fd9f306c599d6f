"""Behind a tile stands an address on the web, and nothing that a browser would run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.tiles.address import BadAddress, checked, server_of


@pytest.mark.parametrize(
    "address",
    [
        "https://mail.lindenau.test/",
        "http://intranet",
        "HTTPS://Mail.Lindenau.test:8443/appsuite/?theme=a&b=c#/mail",
        "https://[2001:db8::1]/",
        "https://bücher.example/straße",
    ],
)
def test_addresses_on_the_web_are_taken_as_they_are(address: str) -> None:
    assert checked(f"  {address} ") == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mail.lindenau.test",
        "//mail.lindenau.test/",
        "/people/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://lindenau.test/",
        "mailto:anna@lindenau.test",
        "https:mail.lindenau.test",
        "https:/mail.lindenau.test",
        "https:\\\\mail.lindenau.test",
        "https://",
        "https:///path",
        "https://:443/",
        "https://lindenau.test:99999/",
        "https://[::1/",
        "https://mail.lindenau.test@evil.test/",
        "https://anna:secret@lindenau.test/",
        "https://lindenau.test/\nx",
        "https://lindenau.test/ x",
        'https://lindenau.test/"onclick=',
        "https://lindenau.test/" + "x" * 2000,
    ],
)
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(BadAddress):
        checked(address)


@given(st.text(max_size=60))
def test_whatever_is_taken_begins_as_the_web_does(text: str) -> None:
    for address in (text, f"https://{text}", f"javascript:{text}"):
        try:
            found = checked(address)
        except BadAddress:
            continue
        assert found.lower().startswith(("https://", "http://"))
        assert (
            "@"
            not in found.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]
        )


def test_a_tile_says_which_server_it_leads_to() -> None:
    assert server_of("https://www.lindenau.test/x") == "lindenau.test"
    assert server_of("https://lindenau.test:8443/x") == "lindenau.test:8443"
