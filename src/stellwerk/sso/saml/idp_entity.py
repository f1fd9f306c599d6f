"""One identity provider out of its EntityDescriptor (saml-metadata-2.0, 2.3.2 and 2.4.3).

Roles of other protocols beside it (AD FS has those of WS-Federation) and signatures are passed by.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cryptography.x509 import Certificate
from lxml import etree

from stellwerk.sso.saml import errors
from stellwerk.sso.saml import metadata_errors as bad
from stellwerk.sso.saml.certificates import read_certificate
from stellwerk.sso.saml.names import DS, METADATA, SAMLP, Binding, NameIdFormat
from stellwerk.sso.saml.settings import MAX_CERTIFICATES, Endpoint

UI = "urn:oasis:names:tc:SAML:metadata:ui"
LONGEST_ENTITY_ID = 1024
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Found:
    """An identity provider as its metadata describes it.

    `sso` and `slo` have at most one endpoint per binding. `certificates` are at most
    MAX_CERTIFICATES, those in their time first; `left_out` more are there or cannot be used.
    `problem` says why it cannot be chosen, among several; one alone raises it.
    """

    entity_id: str
    display_name: str
    sso: tuple[Endpoint, ...] = ()
    slo: tuple[Endpoint, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    left_out: int = 0
    name_id_formats: tuple[NameIdFormat, ...] = ()
    wants_signed_requests: bool = False
    valid_until: datetime | None = None
    problem: bad.BadMetadata | None = None

    @property
    def name_id_format(self) -> NameIdFormat | None:
        """The first of its formats that is known here."""
        return self.name_id_formats[0] if self.name_id_formats else None


def read_entity(
    entity: etree._Element, *, until: datetime | None, now: datetime, language: str
) -> Found | None:
    """The identity provider of this descriptor; None if it is none. `until` bounds its time."""
    roles = entity.findall(_md("IDPSSODescriptor"))
    if not roles:
        return None
    name, display_name = entity.get("entityID", "").strip(), _display_name(entity, roles, language)
    try:
        if not 0 < len(name) <= LONGEST_ENTITY_ID:
            raise bad.MetadataNoEntityId
        role = next(filter(_speaks_saml2, roles), None)
        if role is None:
            raise bad.MetadataNoSaml2
        until = in_time((until, valid_until(entity), valid_until(role)), now)
        return _found(name, display_name, role, until, now)
    except bad.BadMetadata as problem:
        return Found(name, display_name, problem=problem)


def valid_until(element: etree._Element) -> datetime | None:
    """Until when the element says that it holds; without a zone it is UTC. None if it does not."""
    text = element.get("validUntil", "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as odd:
        raise bad.MetadataBadDate from odd


def in_time(moments: Iterable[datetime | None], now: datetime) -> datetime | None:
    """The earliest of them, unless it is past: whatever is inside ends with what is around it."""
    end = min((one for one in moments if one), default=None)
    if end and end <= now:
        raise bad.MetadataExpired
    return end


def _found(
    name: str, display_name: str, role: etree._Element, until: datetime | None, now: datetime
) -> Found:
    sso = _endpoints(role, "SingleSignOnService")
    if not sso:
        raise bad.MetadataNoSignOn
    certificates, left_out = _certificates(role, now)
    return Found(
        name,
        display_name,
        sso,
        _endpoints(role, "SingleLogoutService"),
        certificates,
        left_out,
        tuple(dict.fromkeys(_formats(role))),
        _is_true(role.get("WantAuthnRequestsSigned", "")),
        until,
    )


def _md(name: str) -> str:
    return f"{{{METADATA}}}{name}"


def _is_true(text: str) -> bool:
    return text.strip() in {"true", "1"}


def _speaks_saml2(role: etree._Element) -> bool:
    return SAMLP in role.get("protocolSupportEnumeration", "").split()


def _formats(role: etree._Element) -> Iterator[NameIdFormat]:
    for one in role.iterfind(_md("NameIDFormat")):
        text = (one.text or "").strip()
        if text in set(NameIdFormat):
            yield NameIdFormat(text)


def _endpoints(role: etree._Element, kind: str) -> tuple[Endpoint, ...]:
    """The first address of each binding that we speak, in the order of the document."""
    found: dict[Binding, Endpoint] = {}
    for one in role.iterfind(_md(kind)):
        binding, address = one.get("Binding", "").strip(), one.get("Location", "").strip()
        answers = one.get("ResponseLocation", "").strip()
        if binding in set(Binding) and _is_address(address):
            endpoint = Endpoint(address, Binding(binding), answers if _is_address(answers) else "")
            found.setdefault(endpoint.binding, endpoint)
    return tuple(found.values())


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _certificates(role: etree._Element, now: datetime) -> tuple[tuple[Certificate, ...], int]:
    """Those for signing, or for no use in particular, each once; the ones in their time first."""
    texts = [
        "".join((first.text or "").split())
        for key in role.iterfind(_md("KeyDescriptor"))
        if key.get("use", "signing").strip() == "signing"
        for data in key.iterfind(f"{{{DS}}}KeyInfo/{{{DS}}}X509Data")
        if (first := data.find(f"{{{DS}}}X509Certificate")) is not None
    ]
    found: dict[Certificate, None] = {}
    failed: list[errors.BadCertificate] = []
    for text in dict.fromkeys(texts):
        try:
            found.setdefault(read_certificate(text))
        except errors.BadCertificate as problem:
            failed.append(problem)
    if not found:
        raise _no_certificate(failed)
    in_order = sorted(found, key=lambda one: one.not_valid_after_utc <= now)
    kept = tuple(in_order[:MAX_CERTIFICATES])
    return kept, len(found) - len(kept) + len(failed)


def _no_certificate(failed: list[errors.BadCertificate]) -> bad.BadMetadata:
    if not failed:
        return bad.MetadataNoCertificate()
    weak = (errors.WeakKey, errors.UnknownKey)
    if any(isinstance(one, weak) for one in failed):
        return bad.MetadataWeakCertificate()
    return bad.MetadataBadCertificate()


def _display_name(entity: etree._Element, roles: list[etree._Element], language: str) -> str:
    """What people call it, best in their language: of the role, else of the organisation."""
    shown = f"{_md('Extensions')}/*/{{{UI}}}DisplayName"
    names = [one for role in roles for one in role.iterfind(shown)]
    for instead in ("OrganizationDisplayName", "OrganizationName"):
        names = names or entity.findall(f"{_md('Organization')}/{_md(instead)}")
    by_language = {
        one.get(_LANGUAGE, "")[:2].lower(): " ".join(one.text.split())
        for one in reversed(names)
        if one.text and one.text.strip()
    }
    for wanted in (language[:2].lower(), "en"):
        if wanted in by_language:
            return by_language[wanted]
    return list(by_language.values())[-1] if by_language else ""
