"""Messages out and in, without a network."""

import contextlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stellwerk.core.masked import Masked
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.codec import NIL, decode, decode_stream, encode
from stellwerk.targets.ox.errors import Exists, Gone, Invalid, Unreadable
from stellwerk.targets.ox.types import DATA_NS, OPERATIONS_NS

XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMESPACES = {"o": OPERATIONS_NS, "d": DATA_NS}


def user_element(fields: dict[str, Any]) -> etree._Element:
    message = etree.fromstring(encode(ox.USER_CHANGE, {"ctx": {"id": 3}, "usrdata": fields}))
    found = message.find(".//o:usrdata", NAMESPACES)
    assert found is not None
    return found


def answer(operation: ox.Operation[Any], *returns: str, rest: str = "") -> bytes:
    inner = "".join(returns)
    return (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        f'<ns2:{operation.name}Response xmlns="{DATA_NS}" xmlns:ns2="{OPERATIONS_NS}"'
        f' xmlns:xsi="{XSI}">{inner}</ns2:{operation.name}Response>{rest}'
        "</soap:Body></soap:Envelope>"
    ).encode()


def fault(text: str, kind: str = "", code: str = "soap:Server") -> bytes:
    detail = f'<detail><{kind} xmlns="{OPERATIONS_NS}"/></detail>' if kind else ""
    return (
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>'
        f"<soap:Fault><faultcode>{code}</faultcode><faultstring>{text}</faultstring>{detail}"
        "</soap:Fault></soap:Body></soap:Envelope>"
    ).encode()


def test_absent_none_nil_and_empty_are_four_cases_of_three_kinds() -> None:
    element = user_element({"note": None, "title": NIL, "url": ""})
    assert [etree.QName(child).localname for child in element] == ["title", "url"]
    title, url = element
    assert title.get(f"{{{XSI}}}nil") == "true"
    assert url.get(f"{{{XSI}}}nil") is None
    assert url.text is None


def test_fields_leave_in_the_order_of_the_wsdl() -> None:
    element = user_element({"title": "x", "aliases": ["a@b", "c@d"], "name": "n", "id": 4})
    names = [etree.QName(child).localname for child in element]
    assert names == ["aliases", "aliases", "id", "name", "title"]


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("id", "12", "12"),
        ("id", 12, "12"),
        ("maxQuota", "-1", "-1"),
        ("mailenabled", True, "true"),
        ("mailenabled", "false", "false"),
        ("birthday", "1980-01-02", "1980-01-02"),
        ("birthday", date(80, 1, 2), "0080-01-02"),
        ("image1", b"\x00\xff", "AP8="),
        ("password", Masked("geheim"), "geheim"),
        ("note", "a\r\nb\tc & <d> ]]>", "a\r\nb\tc & <d> ]]>"),
    ],
)
def test_a_value_arrives_as_it_was_meant(field: str, value: object, text: str) -> None:
    assert user_element({field: value})[0].text == text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", True),
        ("id", "99999999999"),
        ("id", ""),
        ("id", 1.5),
        ("maxQuota", str(2**63)),
        ("mailenabled", "TRUE"),
        ("mailenabled", 1),
        ("birthday", "1980-13-01"),
        ("birthday", "02.01.1980"),
        ("birthday", ""),
        ("image1", "AP8="),
        ("aliases", "a@b"),
        ("note", 7),
        ("default_group", "users"),
        ("nonsense", "x"),
        ("note", "a\x00b"),
        ("note", "a\x1bb"),
        ("note", "a\ufffeb"),
        ("note", "a\ud800b"),
        ("password", Masked("gehe\x00im")),
    ],
)
def test_what_ox_would_misread_never_leaves(field: str, value: object) -> None:
    with pytest.raises(Invalid) as caught:
        user_element({field: value})
    assert caught.value.field == field
    assert field in caught.value.message
    assert "gehe" not in caught.value.message


def test_an_unknown_parameter_is_refused_and_context_users_know_fewer_fields() -> None:
    with pytest.raises(Invalid, match="user"):
        encode(ox.USER_CHANGE, {"user": {"id": 3}})
    with pytest.raises(Invalid, match="maxQuota"):
        encode(ox.CONTEXT_CREATE, {"admin_user": {"maxQuota": "5"}})


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")))
def test_any_text_survives_the_wire(text: str) -> None:
    assert (user_element({"note": text})[0].text or "") == text


def test_a_record_holds_what_is_not_nil_with_its_types() -> None:
    data = answer(
        ox.USER_GET_DATA,
        "<ns2:return><aliases>a@b</aliases><aliases>c@d</aliases><birthday>1980-01-02Z</birthday>"
        '<note xsi:nil="true"/><title xsi:nil="1"/><url/><id>3</id><contextadmin>false'
        "</contextadmin><maxQuota>-1</maxQuota><unknown_field>x</unknown_field>"
        "<image1>AP\n8=</image1><default_group><id>1</id><members>2</members><members>3</members>"
        "</default_group></ns2:return>",
    )
    assert decode(data, ox.USER_GET_DATA) == {
        "aliases": ["a@b", "c@d"],
        "birthday": "1980-01-02Z",
        "url": "",
        "id": 3,
        "contextadmin": False,
        "maxQuota": -1,
        "image1": b"\x00\xff",
        "default_group": {"id": 1, "members": [2, 3]},
    }


def test_comments_and_cdata_do_not_split_a_text() -> None:
    data = answer(
        ox.USER_GET_DATA, "<ns2:return><note>a<!-- x -->b<![CDATA[<c>]]></note></ns2:return>"
    )
    assert decode(data, ox.USER_GET_DATA) == {"note": "ab<c>"}


def test_scalars_lists_and_nothing() -> None:
    assert decode(answer(ox.USER_EXISTS, "<ns2:return>true</ns2:return>"), ox.USER_EXISTS) is True
    assert (
        decode(
            answer(ox.CONTEXT_GET_ADMIN_ID, "<ns2:return>2</ns2:return>"), ox.CONTEXT_GET_ADMIN_ID
        )
        == 2
    )
    assert decode(answer(ox.GROUP_LIST_ALL), ox.GROUP_LIST_ALL) == []
    two = answer(ox.GROUP_LIST_ALL, *["<ns2:return><id>1</id></ns2:return>"] * 2)
    assert decode(two, ox.GROUP_LIST_ALL) == [{"id": 1}, {"id": 1}]
    empty = (
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>'
    )
    assert decode(empty, ox.USER_CHANGE) is None
    with pytest.raises(Unreadable):
        decode(empty, ox.GROUP_LIST_ALL)


def test_a_fault_in_an_answer_is_raised() -> None:
    with pytest.raises(Gone, match="No such user 9"):
        decode(fault("No such user 9; exceptionId 1-2", "NoSuchUserException"), ox.USER_CHANGE)
    with pytest.raises(Exists):
        decode(fault("User a already exists", "InvalidDataException"), ox.USER_CHANGE)
    with pytest.raises(Invalid):
        decode(fault("Unmarshalling Error: x", code="soap:Client"), ox.USER_CHANGE)


GOOD = answer(ox.USER_EXISTS, "<ns2:return>true</ns2:return>")
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "lol"><!ENTITY c "&b;&b;&b;&b;">]>' + GOOD.replace(
    b"true", b"&c;"
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>Bad Gateway</body></html>",
        b"<html><p>not closed",
        GOOD[:-20],
        GOOD + b"more",
        LAUGHS,
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">' + GOOD,
        b"<?xml version='1.0' encoding='UTF-16'?>" + GOOD,
        b"<?xml version='1.0' encoding='no-such-thing'?>" + GOOD,
        GOOD.replace(b"true", b"\xff\xfe"),
        GOOD.replace(b"true", b"maybe"),
        GOOD.replace(b">true<", b' xsi:nil="true"><'),
        GOOD.replace(b"existsResponse", b"deleteResponse"),
        answer(ox.USER_EXISTS),
        answer(ox.USER_EXISTS, *["<ns2:return>true</ns2:return>"] * 2),
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>',
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>',
    ],
)
def test_what_is_no_answer_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data, ox.USER_EXISTS)


def test_an_answer_beyond_the_limit_is_not_even_parsed() -> None:
    with pytest.raises(Unreadable, match="larger than 10 bytes"):
        decode(GOOD, ox.USER_EXISTS, limit=10)


@pytest.mark.parametrize("value", ["abc", "12x"])
def test_a_number_that_is_none_is_unreadable(value: str) -> None:
    with pytest.raises(Unreadable, match="id"):
        decode(
            answer(ox.USER_GET_DATA, f"<ns2:return><id>{value}</id></ns2:return>"), ox.USER_GET_DATA
        )


def cut(data: bytes, size: int = 7) -> Iterator[bytes]:
    return (data[i : i + size] for i in range(0, len(data), size))


def test_a_stream_gives_the_records_that_decoding_gives() -> None:
    one = "<ns2:return><id>{}</id><name>n</name><note xsi:nil='true'/></ns2:return>"
    data = answer(ox.USER_LIST_ALL, *[one.format(n) for n in range(50)])
    assert list(decode_stream(cut(data), ox.USER_LIST_ALL)) == decode(data, ox.USER_LIST_ALL)
    assert list(decode_stream(cut(answer(ox.USER_LIST_ALL)), ox.USER_LIST_ALL)) == []


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", Unreadable),
        (answer(ox.USER_LIST_ALL, "<ns2:return><id>1</id></ns2:return>")[:-9], Unreadable),
        (b"<!DOCTYPE a>" + answer(ox.USER_LIST_ALL), Unreadable),
        (answer(ox.GROUP_LIST), Unreadable),
        (b"<html>no</html>", Unreadable),
        (fault("Authentication", "NoSuchContextException"), Gone),
    ],
)
def test_a_stream_never_ends_quietly_before_its_end(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        list(decode_stream(cut(data), ox.USER_LIST_ALL))


@given(st.binary(max_size=300))
def test_rubbish_is_always_a_typed_error(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data, ox.USER_GET_DATA)


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_answer_is_read_or_refused(position: int, damage: bytes) -> None:
    data = GOOD[:position] + damage + GOOD[position + len(damage) :]
    with contextlib.suppress(Unreadable):
        assert decode(data, ox.USER_EXISTS) in {True, False}
