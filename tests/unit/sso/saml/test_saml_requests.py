"""Our messages have the form the standard's schema wants, and say what the settings say."""

import re
from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from stellwerk.sso.saml.identity import NameId
from stellwerk.sso.saml.names import SAML, SAMLP, Binding, NameIdFormat, Status
from stellwerk.sso.saml.requests import authn_request, logout_request, logout_response, new_id
from stellwerk.sso.saml.settings import Endpoint
from tests.unit.sso.saml.both_sides import IDP, NOW, PORTAL, against_schema, both

_P, _A = f"{{{SAMLP}}}", f"{{{SAML}}}"
MFA = "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken"
_texts = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1
)


def test_an_id_is_a_name_in_xml_and_never_comes_twice() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"_[0-9a-f]{40}", one) for one in ids)


def test_a_request_to_sign_in_says_where_the_answer_goes_and_who_asks() -> None:
    made = authn_request(both(), request_id="_1", now=NOW)
    assert against_schema(made) == []
    assert dict(made.attrib) == {
        "ID": "_1",
        "Version": "2.0",
        "IssueInstant": "2026-11-30T12:00:00Z",
        "Destination": f"{IDP}/sso",
        "ProtocolBinding": Binding.POST,
        "AssertionConsumerServiceURL": f"{PORTAL}/acs",
    }
    assert made.findtext(f"{_A}Issuer") == f"{PORTAL}/metadata"
    assert made.find(f"{_P}RequestedAuthnContext") is None


@pytest.mark.parametrize("wanted", NameIdFormat)
def test_each_name_id_format_is_asked_for(wanted: NameIdFormat) -> None:
    made = authn_request(both(name_id_format=wanted), request_id="_1", now=NOW)
    assert against_schema(made) == []
    policy = made.find(f"{_P}NameIDPolicy")
    assert policy is not None
    assert policy.get("Format") == wanted
    new_ones = None if wanted is NameIdFormat.TRANSIENT else "true"
    assert policy.get("AllowCreate") == new_ones


def test_a_way_to_sign_in_and_a_fresh_sign_in_can_be_demanded() -> None:
    settings = both(authn_context=(MFA, "urn:other"), force_authn=True)
    made = authn_request(settings, request_id="_1", now=NOW)
    assert against_schema(made) == []
    assert made.get("ForceAuthn") == "true"
    wanted = made.find(f"{_P}RequestedAuthnContext")
    assert wanted is not None
    assert wanted.get("Comparison") == "exact"
    assert [one.text for one in wanted] == [MFA, "urn:other"]


def test_moments_are_written_in_utc_whatever_zone_they_come_in() -> None:
    local = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    made = authn_request(both(), request_id="_1", now=local)
    assert made.get("IssueInstant") == "2026-11-30T12:00:00Z"


def test_a_logout_gives_the_name_back_as_it_came() -> None:
    name = NameId("anna", NameIdFormat.PERSISTENT, name_qualifier=IDP, sp_name_qualifier=PORTAL)
    made = logout_request(both(), request_id="_2", now=NOW, name_id=name, session_index="_s1")
    assert against_schema(made) == []
    given = made.find(f"{_A}NameID")
    assert given is not None
    assert given.text == "anna"
    assert dict(given.attrib) == {
        "Format": NameIdFormat.PERSISTENT,
        "NameQualifier": IDP,
        "SPNameQualifier": PORTAL,
    }
    assert made.findtext(f"{_P}SessionIndex") == "_s1"
    assert made.get("NotOnOrAfter") == "2026-11-30T12:05:00Z"
    assert made.get("Destination") == f"{IDP}/slo"


def test_a_logout_without_a_session_index_names_none() -> None:
    made = logout_request(both(), request_id="_2", now=NOW, name_id=NameId("a"), session_index="")
    assert against_schema(made) == []
    assert made.find(f"{_P}SessionIndex") is None


def test_the_answer_to_a_logout_goes_to_the_address_for_answers() -> None:
    made = logout_response(
        both(), response_id="_3", now=NOW, in_response_to="_9", status=Status.SUCCESS
    )
    assert against_schema(made) == []
    assert made.get("Destination") == f"{IDP}/slo/answers"
    assert made.get("InResponseTo") == "_9"
    assert [one.get("Value") for one in made.iter(f"{_P}StatusCode")] == [Status.SUCCESS]


def test_without_an_address_for_answers_they_go_where_requests_go() -> None:
    settings = both(slo=Endpoint(f"{IDP}/slo", Binding.POST))
    made = logout_response(
        settings, response_id="_3", now=NOW, in_response_to="_9", status=Status.SUCCESS
    )
    assert made.get("Destination") == f"{IDP}/slo"


def test_a_partial_logout_says_so_below_its_status() -> None:
    made = logout_response(
        both(),
        response_id="_3",
        now=NOW,
        in_response_to="_9",
        status=Status.RESPONDER,
        partial=True,
    )
    assert against_schema(made) == []
    outer, inner = made.iter(f"{_P}StatusCode")
    assert outer.get("Value") == Status.RESPONDER
    assert inner.getparent() is outer
    assert inner.get("Value") == Status.PARTIAL_LOGOUT


@given(name=_texts, index=_texts)
def test_whatever_a_name_holds_it_stays_text(name: str, index: str) -> None:
    """Nobody puts an element into our message by the name the identity provider knows them by."""
    made = logout_request(
        both(), request_id="_2", now=NOW, name_id=NameId(name), session_index=index
    )
    read = etree.fromstring(etree.tostring(made))
    assert [one.tag for one in read] == [f"{_A}Issuer", f"{_A}NameID", f"{_P}SessionIndex"]
    assert read.findtext(f"{_A}NameID") == name
    assert read.findtext(f"{_P}SessionIndex") == index
