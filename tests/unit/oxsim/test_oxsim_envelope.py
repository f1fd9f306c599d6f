"""Envelopes: what is refused before any rule is asked, and what comes back."""

import pytest
from lxml import etree

from oxsim.faults import Malformed
from oxsim.soap.reader import read_envelope

HEAD = (
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:o="http://soap.admin.openexchange.com"'
    ' xmlns:d="http://dataobjects.soap.admin.openexchange.com/xsd"'
    ' xmlns:r="http://dataobjects.rmi.admin.openexchange.com/xsd"><s:Body>'
)
TAIL = "</s:Body></s:Envelope>"
AUTH = "<o:auth><r:password>admin-pw</r:password><r:login>oxadmin</r:login></o:auth>"
CTX = "<o:ctx><d:id>30</d:id></o:ctx>"


def change(fields):
    return f"{HEAD}<o:change>{AUTH}<o:usrdata>{fields}</o:usrdata>{CTX}</o:change>{TAIL}"


def test_order_carries_no_meaning_and_a_scalar_may_come_twice(sim):
    body = change("<d:title>a</d:title><d:id>3</d:id><d:title>b</d:title>")
    assert sim.raw("OXUserService", body.encode()).status == 200
    assert sim.alice()["title"] == "b"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("<d:id>3</d:id><d:foo>x</d:foo>", 'unexpected element (uri:"http://dataobjects.soap'),
        ("<d:id>3</d:id><title>x</title>", 'unexpected element (uri:"", local:"title")'),
        ("<o:id>3</o:id>", 'unexpected element (uri:"http://soap.admin'),
        ("<d:id>3</d:id><d:title><d:id/></d:title>", 'local:"id"'),
        ("<d:id>drei</d:id>", "Not a number: drei"),
        ("<d:id>3</d:id><d:title>&#1;</d:title>", "Error reading XMLStreamReader"),
        ("<d:id>3</d:id><d:title>\x0b</d:title>", "Error reading XMLStreamReader"),
        ("<d:id>3</d:id><d:title>&#xFFFE;</d:title>", "Error reading XMLStreamReader"),
        ("<d:id>3</d:id><d:title>&nbsp;</d:title>", "Error reading XMLStreamReader"),
    ],
)
def test_unreadable_call_is_a_client_fault_and_does_nothing(sim, fields, text):
    before = sim.alice()
    answer = sim.raw("OXUserService", change(fields).encode())
    assert (answer.status, answer.code, answer.kind) == (500, "soap:Client", None)
    assert text in answer.message
    assert sim.alice() == before


def test_bad_utf8(sim):
    body = change("<d:id>3</d:id><d:title>ä</d:title>").encode("latin-1")
    assert sim.raw("OXUserService", body).code == "soap:Client"


@pytest.mark.parametrize(
    "inside",
    [
        "<o:convertToGuest/>",
        '<change xmlns="urn:other"/>',
        "",
        "<o:listAll/><o:listAll/>",
    ],
)
def test_unknown_operation(sim, inside):
    answer = sim.raw("OXUserService", f"{HEAD}{inside}{TAIL}".encode())
    assert (answer.code, answer.kind, answer.message) == ("soap:Client", None, "NO_PART_FOUND")


def test_operation_of_another_service_is_unknown(sim, soap):
    assert sim.raw("OXGroupService", soap("getContextAdmin", {})).message == "NO_PART_FOUND"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_is_refused(encoding):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    body = f"{bomb}{HEAD}<o:change>&b;</o:change>{TAIL}".encode(encoding)
    with pytest.raises(Malformed, match="DOCTYPE"):
        read_envelope(body)


@pytest.mark.parametrize("body", [b"", b"<x/>", b"hello", b'{"a": 1}'])
def test_no_envelope(body):
    with pytest.raises(Malformed):
        read_envelope(body)


def test_void_operation_answers_an_empty_body(sim):
    answer = sim.change(title="x")
    body = etree.fromstring(answer.body)[0]
    assert (answer.status, len(body)) == (200, 0)


def test_all_unset_fields_are_answered_as_nil(sim):
    alice = sim.alice()
    assert {"userfield20", "anniversary", "image1", "filestoreId"} <= {
        name for name, value in alice.items() if value is None
    }


def test_fault_names_its_kind_in_the_detail_only(sim):
    answer = sim.call("OXUserService.getData", user={"id": 99})
    detail = etree.fromstring(answer.body).find(".//detail")
    tag = "{http://soap.admin.openexchange.com}NoSuchUserException"
    assert [one.tag for one in detail.iter()][1:3] == [tag, tag]
    assert "NoSuchUser" not in answer.full_message
