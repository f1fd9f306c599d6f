"""Metadata is read as identity providers really write it; whatever else comes has its own code."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

from stellwerk.sso.saml import metadata_errors as bad
from stellwerk.sso.saml.certificates import bare, read_certificate, self_signed
from stellwerk.sso.saml.idp_entity import Found
from stellwerk.sso.saml.idp_metadata import MOST_ELEMENTS, read_metadata
from stellwerk.sso.saml.metadata_source import LARGEST
from stellwerk.sso.saml.names import Binding, NameIdFormat
from stellwerk.sso.saml.settings import Endpoint
from tests.unit.sso.saml import metadata_samples as samples
from tests.unit.sso.saml.both_sides import NOW, pair
from tests.unit.sso.saml.metadata_samples import entity, group, key, role

_POST, _REDIRECT = Binding.POST, Binding.REDIRECT


def _one(document: bytes, **how: str) -> Found:
    (found,) = read_metadata(document, now=NOW, **how)
    return found


def _refused(document: bytes, **how: str) -> type[bad.BadMetadata]:
    with pytest.raises(bad.BadMetadata) as refused:
        read_metadata(document, now=NOW, **how)
    assert refused.value.hint
    assert refused.value.message
    return refused.type


def test_adfs_with_roles_of_ws_federation_and_several_certificates() -> None:
    found = _one(samples.adfs())
    address = "https://sts.town.example/adfs/ls/"
    assert found == Found(
        entity_id="http://sts.town.example/adfs/services/trust",
        display_name="",
        sso=(Endpoint(address, _REDIRECT), Endpoint(address, _POST)),
        slo=(Endpoint(address, _REDIRECT), Endpoint(address, _POST)),
        certificates=(pair("adfs-current").certificate, pair("adfs-next").certificate),
        name_id_formats=(NameIdFormat.EMAIL, NameIdFormat.PERSISTENT, NameIdFormat.TRANSIENT),
    )


def test_shibboleth_starts_with_a_comment_and_has_names_in_languages() -> None:
    base = "https://idp.uni.example/idp/profile/SAML2"
    found = _one(samples.shibboleth())
    assert found == Found(
        entity_id="https://idp.uni.example/idp/shibboleth",
        display_name="University of Example",
        sso=(Endpoint(f"{base}/POST/SSO", _POST), Endpoint(f"{base}/Redirect/SSO", _REDIRECT)),
        slo=(Endpoint(f"{base}/Redirect/SLO", _REDIRECT),),
        certificates=(pair("shib").certificate, pair("shib-back").certificate),
        name_id_formats=(NameIdFormat.TRANSIENT,),
    )
    assert _one(samples.shibboleth(), language="de-AT").display_name == "Universität Beispiel"
    assert _one(samples.shibboleth(), language="fr").display_name == "University of Example"


def test_keycloak_wants_requests_signed_and_answers_elsewhere() -> None:
    found = _one(samples.keycloak())
    address = "https://kc.example/realms/town/protocol/saml"
    assert found.wants_signed_requests
    assert found.slo == (
        Endpoint(address, _POST),
        Endpoint(address, _REDIRECT, answers=f"{address}/resp"),
    )
    assert found.name_id_formats == (NameIdFormat.PERSISTENT,)
    assert found.certificates == (pair("keycloak").certificate,)


def test_entra_does_not_say_what_its_key_is_for() -> None:
    found = _one(samples.entra())
    assert found.certificates == (pair("entra").certificate,)
    assert [one.binding for one in found.sso] == [_REDIRECT, _POST]
    assert found.name_id_format is None


def test_onelogin_has_addresses_with_a_query() -> None:
    found = _one(samples.onelogin())
    assert found.display_name == "The Town"
    assert found.sso[0].address == (
        "https://town.one.example/trust/saml2/http-redirect/sso/777?idpid=777&tab=1"
    )
    assert found.name_id_format is NameIdFormat.EMAIL


def test_a_federation_is_a_choice() -> None:
    document = b"".join(samples.federation(600_000))
    found = read_metadata(document, now=NOW)
    assert len(found) > 1
    assert {one.problem for one in found} == {None}
    assert all(one.valid_until == datetime(2026, 12, 9, tzinfo=UTC) for one in found)
    assert _one(document, entity_id=found[1].entity_id) == found[1]
    assert _refused(document, entity_id="https://other") is bad.MetadataUnknownEntity


def test_among_several_one_that_cannot_be_used_says_why_and_does_not_stop_the_others() -> None:
    weak = entity(role(keys=""), name="https://weak")
    first, second = read_metadata(group(weak, entity()), now=NOW)
    assert isinstance(first.problem, bad.MetadataNoCertificate)
    assert second.problem is None
    assert _refused(group(weak, entity()), entity_id="https://weak") is bad.MetadataNoCertificate
    assert _one(group(weak, entity()), entity_id=second.entity_id) == second


@pytest.mark.parametrize(
    "sample", [samples.shibboleth, samples.keycloak, samples.entra, samples.onelogin, samples.adfs]
)
@pytest.mark.parametrize("binding", Binding)
def test_another_reader_finds_the_same_in_it(sample: Callable[[], bytes], binding: Binding) -> None:
    """python3-saml's, which takes one address for each and all certificates for signing."""
    found = _one(sample())
    document = sample().decode("utf-8-sig").encode()
    theirs = OneLogin_Saml2_IdPMetadataParser.parse(
        document, required_sso_binding=binding, required_slo_binding=binding
    )["idp"]
    keys = theirs.get("x509certMulti", {"signing": [theirs.get("x509cert")]})["signing"]
    assert theirs["entityId"] == found.entity_id
    assert [read_certificate(key) for key in dict.fromkeys(keys)] == list(found.certificates)
    for kind, ours in (("singleSignOnService", found.sso), ("singleLogoutService", found.slo)):
        (mine,) = [one for one in ours if one.binding == binding] or [None]
        assert theirs.get(kind, {}).get("url") == (mine.address if mine else None)


_SSO = f'<SingleSignOnService Binding="{_POST}" Location="{{}}"/>'
_DOCTYPE = b"<!DOCTYPE md:EntityDescriptor>"


@pytest.mark.parametrize(
    ("document", "error"),
    [
        (b"", bad.MetadataEmpty),
        (b" \n\t ", bad.MetadataEmpty),
        (b"\xef\xbb\xbf", bad.MetadataEmpty),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", bad.MetadataIsPage),
        (b"<!-- x --> <HTML lang='de'></HTML>", bad.MetadataIsPage),
        (b"<?xml version='1.0'?>\n<!doctype HTML PUBLIC 'x'><html/>", bad.MetadataIsPage),
        (_DOCTYPE + entity(), bad.MetadataDoctype),
        (b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'>" + entity(), bad.MetadataDoctype),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + entity(), bad.MetadataDoctype),
        (entity() + b"<!ENTITY b 'c'>", bad.MetadataDoctype),
        (entity().decode().encode("utf-16"), bad.MetadataEncoding),
        (entity().decode().encode("utf-16-be"), bad.MetadataEncoding),
        (b"<?xml version='1.0' encoding='UTF-7'?>" + entity(), bad.MetadataEncoding),
        (b"<?xml version='1.0'%sencoding = 'UTF-7'?>" % (b" " * 999), bad.MetadataEncoding),
        (b"<?xml version='1.0' encoding='EBCDIC-CP-DE'?>" + entity(), bad.MetadataEncoding),
        (entity()[:-5], bad.MetadataNotXml),
        (entity() + entity(), bad.MetadataNotXml),
        (entity("&unknown;"), bad.MetadataNotXml),
        (entity("\x01"), bad.MetadataNotXml),
        (entity(role())[:-1] + b"\xff>", bad.MetadataNotXml),
        (b"just text", bad.MetadataNotXml),
        (b"<rss/>", bad.MetadataOtherDocument),
        (b"<EntityDescriptor entityID='https://idp'/>", bad.MetadataOtherDocument),
        (b"<x>" + entity() + b"</x>", bad.MetadataOtherDocument),
        (entity(""), bad.MetadataNoProvider),
        (entity("<SPSSODescriptor/>"), bad.MetadataNoProvider),
        (group(), bad.MetadataNoProvider),
        (entity(f"<Extensions>{entity().decode()}</Extensions>"), bad.MetadataNoProvider),
        (
            group(b"<Extensions>" + group(entity()) + b"</Extensions>"),
            bad.MetadataNoProvider,
        ),
        (entity(role(protocols="urn:oasis:names:tc:SAML:1.1:protocol")), bad.MetadataNoSaml2),
        (entity(role(protocols="")), bad.MetadataNoSaml2),
        (entity(name=""), bad.MetadataNoEntityId),
        (entity(name="  "), bad.MetadataNoEntityId),
        (entity(name="x" * 1025), bad.MetadataNoEntityId),
        (group(entity(), entity()), bad.MetadataTwice),
        (group(entity(), group(entity())), bad.MetadataTwice),
        (entity(attributes='validUntil="2026-11-30T11:59:59Z"'), bad.MetadataExpired),
        (entity(role(attributes='validUntil="2026-11-30T12:00:00Z"')), bad.MetadataExpired),
        (group(entity(), attributes='validUntil="2020-01-01T00:00:00Z"'), bad.MetadataExpired),
        (
            group(group(entity()), attributes='validUntil="2020-01-01T00:00:00Z"'),
            bad.MetadataExpired,
        ),
        (
            group(group(entity(), attributes='validUntil="2020-01-01T00:00:00Z"')),
            bad.MetadataExpired,
        ),
        (entity(attributes='validUntil="tomorrow"'), bad.MetadataBadDate),
        (group(entity(), attributes='validUntil="0000-00-00T00:00:00Z"'), bad.MetadataBadDate),
        (entity(role("<NameIDFormat/>")), bad.MetadataNoSignOn),
        (entity(role(_SSO.format("javascript:alert(1)"))), bad.MetadataNoSignOn),
        (entity(role(_SSO.format("/sso"))), bad.MetadataNoSignOn),
        (entity(role(_SSO.format("https://[1"))), bad.MetadataNoSignOn),
        (entity(role(_SSO.replace("POST", "PAOS").format("https://x"))), bad.MetadataNoSignOn),
        (entity(role(keys="")), bad.MetadataNoCertificate),
        (entity(role(keys=key("idp", "encryption"))), bad.MetadataNoCertificate),
        (
            entity(role(keys="<KeyDescriptor><ds:KeyInfo xmlns:ds='http://www.w3.org/2000/09/xmldsig#'>"
            "<ds:KeyName>idp</ds:KeyName></ds:KeyInfo></KeyDescriptor>")),
            bad.MetadataNoCertificate,
        ),
        (entity().replace(samples.cert("idp").encode(), b"YWJj"), bad.MetadataBadCertificate),
        (entity().replace(samples.cert("idp").encode(), b""), bad.MetadataBadCertificate),
        (entity("<a/>" * (MOST_ELEMENTS + 1)), bad.MetadataEntityTooLarge),
        (entity(f"<a>{'x' * 3_000_000}</a>" * 2 + role()), bad.MetadataEntityTooLarge),
        (b"<a>" * 300, bad.MetadataOtherDocument),
        (entity("<a>" * 300 + "</a>" * 300), bad.MetadataNotXml),
        (entity() + b" " * LARGEST, bad.MetadataTooLarge),
    ],
)  # fmt: skip
def test_whatever_else_comes_has_a_reason_of_its_own(
    document: bytes, error: type[bad.BadMetadata]
) -> None:
    assert _refused(document) is error


def test_every_reason_has_a_code_of_its_own() -> None:
    kinds = [
        one
        for one in vars(bad).values()
        if isinstance(one, type) and issubclass(one, bad.BadMetadata)
    ]
    assert len({one.code for one in kinds}) == len(kinds) > 15


def test_a_declaration_is_found_wherever_the_pieces_end() -> None:
    """Not only where the whole word comes in one piece."""
    document = b"<!ENTITY x 'y'>".join(entity().rpartition(b"</"))
    for size in range(1, 40):
        with pytest.raises(bad.MetadataDoctype):
            read_metadata(_Slow(document, size), now=NOW)


class _Slow(io.BytesIO):
    """A source that gives a few bytes at a time."""

    def __init__(self, content: bytes, size: int) -> None:
        super().__init__(content)
        self._size = size

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(self._size, size or self._size) if (size or 0) > 0 else self._size)


@pytest.mark.parametrize("size", [1, 7, 4095, 4096, 4097])
def test_a_document_is_read_alike_in_pieces_of_any_size(size: int) -> None:
    for document in (samples.adfs(), samples.shibboleth()):
        found = read_metadata(_Slow(document, size), now=NOW)
        assert found == read_metadata(document, now=NOW)


def test_nothing_is_fetched_or_included() -> None:
    place = 'xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"'
    include = f'<x:include {place} parse="text"/>'
    found = _one(entity(f"<Extensions>{include}</Extensions>{role()}"))
    assert "root:" not in repr(found)


def test_a_comment_splits_no_value() -> None:
    """What stands around it is one text (CVE-2017-11427 had half of it)."""
    certificate = samples.cert("idp")
    halves = f"{certificate[:100]}<!-- -->{certificate[100:]}"
    document = entity().replace(certificate.encode(), halves.encode())
    assert _one(document).certificates == (pair("idp").certificate,)


@pytest.mark.parametrize(
    "text",
    ["2026-12-01T00:00:00Z", "2026-12-01T01:00:00.0000000+01:00", "2026-12-01T00:00:00"],
)
def test_until_when_it_holds_is_read_in_all_usual_forms(text: str) -> None:
    found = _one(entity(attributes=f'validUntil="{text}"'))
    assert found.valid_until == datetime(2026, 12, 1, tzinfo=UTC)


def test_the_earliest_end_around_an_entry_counts() -> None:
    inner = entity(
        role(attributes='validUntil="2026-12-05T00:00:00Z"'),
        attributes='validUntil="2026-12-04T00:00:00Z"',
    )
    middle = group(inner, attributes='validUntil="2026-12-06T00:00:00Z"')
    whole = group(middle, attributes='validUntil="2026-12-07T00:00:00Z"')
    assert _one(whole).valid_until == datetime(2026, 12, 4, tzinfo=UTC)
    later = group(group(entity()), attributes='validUntil="2026-12-07T00:00:00Z"')
    assert _one(later).valid_until == datetime(2026, 12, 7, tzinfo=UTC)


def test_the_end_of_one_group_is_not_that_of_the_next() -> None:
    first = group(entity(name="https://a"), attributes='validUntil="2026-12-04T00:00:00Z"')
    ends = {
        one.entity_id: one.valid_until
        for one in read_metadata(group(first, entity(name="https://b")), now=NOW)
    }
    assert ends == {"https://a": datetime(2026, 12, 4, tzinfo=UTC), "https://b": None}


def test_more_certificates_than_are_trusted_at_once_leaves_out_those_past_their_date() -> None:
    past = bare(self_signed("past", now=NOW - timedelta(days=4000)).certificate)
    keys = "".join(key(f"idp-{number}") for number in range(5))
    keys = key("idp").replace(samples.cert("idp"), past) + keys
    found = _one(entity(role(keys=keys)))
    assert found.certificates == tuple(pair(f"idp-{number}").certificate for number in range(4))
    assert found.left_out == 2


def test_one_past_its_date_is_kept_where_there_is_room() -> None:
    """Its date only warns: some identity providers never renew theirs."""
    past = self_signed("past", now=NOW - timedelta(days=4000)).certificate
    keys = key("idp").replace(samples.cert("idp"), bare(past)) + key("idp")
    assert _one(entity(role(keys=keys))).certificates == (pair("idp").certificate, past)


def test_one_unreadable_certificate_beside_a_good_one_is_left_out_and_counted() -> None:
    keys = key("idp").replace(samples.cert("idp"), "YWJj") + key("idp")
    found = _one(entity(role(keys=keys)))
    assert found.certificates == (pair("idp").certificate,)
    assert found.left_out == 1


def test_only_the_first_certificate_of_a_chain_is_a_key_of_the_provider() -> None:
    """The others are of authorities, whose keys sign certificates and no messages."""
    tag = "</ds:X509Certificate>"
    chain = key("idp").replace(tag, f"{tag}<ds:X509Certificate>{samples.cert('us')}{tag}")
    assert _one(entity(role(keys=chain))).certificates == (pair("idp").certificate,)


_CHILD = """
import resource, sys
from datetime import datetime, UTC
from stellwerk.sso.saml.idp_metadata import read_metadata
with open(sys.argv[1], "rb") as source:
    found = read_metadata(source, now=datetime(2026, 11, 30, tzinfo=UTC), entity_id=sys.argv[2])
assert len(found) == 1
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _memory(pieces: Iterator[bytes], path: Path) -> int:
    """The most that a process held, in KB, by its operating system."""
    with path.open("wb") as file:
        file.writelines(pieces)
    run = [sys.executable, "-c", _CHILD, str(path), "https://member40.example.org"]
    return int(subprocess.run(run, check=True, capture_output=True, text=True).stdout)


def test_a_large_federation_takes_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    """Ten times the file, and less than a quarter of what is more in it."""
    small = _memory(samples.federation(1_200_000), tmp_path / "small.xml")
    large = _memory(samples.federation(12_000_000), tmp_path / "large.xml")
    assert large - small < 2_700_000 // 1024


_samples = st.sampled_from([samples.adfs, samples.shibboleth, samples.keycloak, samples.entra])


@given(
    sample=_samples,
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 0.05), st.binary(max_size=12)), max_size=4
    ),
)
def test_however_a_document_is_broken_it_is_read_or_refused(
    sample: Callable[[], bytes], cuts: list[tuple[float, float, bytes]]
) -> None:
    document = sample()
    for start, length, instead in cuts:
        at = int(start * len(document))
        document = document[:at] + instead + document[at + int(length * len(document)) :]
    try:
        found = read_metadata(document, now=NOW)
    except bad.BadMetadata:
        return
    for one in found:
        assert one.problem or (one.sso and one.certificates and one.entity_id)


_tags = st.sampled_from(
    ["EntityDescriptor", "EntitiesDescriptor", "IDPSSODescriptor", "KeyDescriptor", "Extensions"]
)
_trees = st.recursive(
    st.sampled_from([role(), key("idp"), "text", "<!-- c -->", "<?pi x?>"]),
    lambda inside: st.tuples(_tags, st.lists(inside, max_size=3)).map(
        lambda one: f"<{one[0]} entityID='{len(one[1])}'>{''.join(one[1])}</{one[0]}>"
    ),
    max_leaves=12,
)


@given(_trees)
def test_however_entries_are_nested_only_those_in_their_place_are_read(tree: str) -> None:
    try:
        found = read_metadata(entity(f"<Extensions>{tree}</Extensions>"), now=NOW)
    except bad.BadMetadata:
        return
    pytest.fail(f"an entry inside another one's extensions was believed: {found}")
