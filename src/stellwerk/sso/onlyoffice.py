"""The single sign-on settings of an ONLYOFFICE portal, taken over as far as they are safe. Pure.

What comes in is the document of its `settings/ssov2`, as the interface answers it or takes it. What
the identity provider knows of that portal stays true: the entity id, the certificates, the names of
the attributes. Where something is made stricter or cannot be taken over, a note says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from stellwerk.core.said import say
from stellwerk.sso.configuration import (
    DEFAULT_LABEL,
    LONGEST_LABEL,
    Attributes,
    Configuration,
    Provider,
)
from stellwerk.sso.onlyoffice_document import NotOnlyoffice, flag, opened, part, text
from stellwerk.sso.onlyoffice_signing import Key, certificates_of, keys_of, signing_of
from stellwerk.sso.saml.names import Binding, NameIdFormat
from stellwerk.sso.saml.settings import MAX_CERTIFICATES

_FIELDS = {
    "firstname": "first_name",
    "lastname": "last_name",
    "email": "mail",
    "title": "title",
    "location": "location",
    "phone": "phone",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What comes of the document. `notes` are sentences for whoever takes it over.

    `enabled` is what the old portal's switch said; nothing is switched on by itself here.
    """

    configuration: Configuration
    keys: tuple[Key, ...]
    enabled: bool
    notes: tuple[str, ...]


def take_over(document: str | bytes, *, old_address: str = "") -> Taken:
    """Read an ONLYOFFICE settings document.

    `old_address` is the address of that portal, where it differs from this one's: its
    `/sso/metadata` stays our entity id, so the identity provider goes on knowing us by it.
    Raises NotOnlyoffice.
    """
    settings = opened(document)
    notes: list[str] = []
    idp = part(settings, "idpSettings")
    keys = tuple(keys_of(settings, notes))
    attributes = _attributes(settings)
    name_id_format = _name_id_format(idp, notes)
    if name_id_format is NameIdFormat.TRANSIENT:
        attributes = replace(attributes, identifier=attributes.mail)
        notes.append(
            say(
                "The NameIDs are transient: people are recognised by the attribute %(name)s.",
                name=attributes.mail,
            )
        )
    notes.append(
        say("Sign-ins that start at the identity provider are off until you switch them on.")
    )
    if text(settings, "usersType") not in {"", "4"}:
        notes.append(say("The kind of user that new people become there has no counterpart here."))
    configuration = Configuration(
        provider=_provider(settings, idp, notes),
        signing=signing_of(settings, keys, notes),
        attributes=attributes,
        name_id_format=name_id_format,
        sp_entity_id=_entity_id(old_address),
        label=text(settings, "spLoginLabel")[:LONGEST_LABEL] or DEFAULT_LABEL,
        hide_login_page=flag(settings, "hideAuthPage"),
    )
    return Taken(configuration, keys, flag(settings, "enableSso"), tuple(notes))


def _entity_id(old_address: str) -> str:
    if not old_address.strip():
        return ""
    if not _is_address(old_address.strip()):
        raise NotOnlyoffice(say("The address of the ONLYOFFICE portal is no web address."))
    old = urlsplit(old_address.strip())
    return f"{old.scheme}://{old.netloc}/sso/metadata"


def _provider(settings: Mapping[str, Any], idp: Mapping[str, Any], notes: list[str]) -> Provider:
    certificates = tuple(certificates_of(settings, notes))
    if len(certificates) > MAX_CERTIFICATES:
        notes.append(
            say("Only the first %(count)s certificates were taken over.", count=MAX_CERTIFICATES)
        )
    return Provider(
        entity_id=text(idp, "entityId"),
        sso_address=_address(idp, "ssoUrl", notes),
        sso_binding=_binding(idp, "ssoBinding"),
        slo_address=_address(idp, "sloUrl", notes),
        slo_binding=_binding(idp, "sloBinding"),
        certificates=certificates[:MAX_CERTIFICATES],
    )


def _attributes(settings: Mapping[str, Any]) -> Attributes:
    mapping = part(settings, "fieldMapping")
    given: dict[str, Any] = {
        ours: text(mapping, theirs) for theirs, ours in _FIELDS.items() if theirs in mapping
    }
    return Attributes(**given)


def _name_id_format(idp: Mapping[str, Any], notes: list[str]) -> NameIdFormat:
    wanted = text(idp, "nameIdFormat")
    if wanted in set(NameIdFormat):
        return NameIdFormat(wanted)
    if wanted:
        notes.append(say("The NameID format is not known and was left out: transient is used."))
    return NameIdFormat.TRANSIENT


def _binding(idp: Mapping[str, Any], name: str) -> Binding:
    """POST unless it says otherwise, which is ONLYOFFICE's own default."""
    return Binding.REDIRECT if text(idp, name) == Binding.REDIRECT else Binding.POST


def _address(idp: Mapping[str, Any], name: str, notes: list[str]) -> str:
    address = text(idp, name)
    if not address or _is_address(address):
        return address
    notes.append(say("%(name)s is no web address and was left out.", name=name))
    return ""


def _is_address(text_: str) -> bool:
    try:
        split = urlsplit(text_)
        return split.scheme in {"http", "https"} and bool(split.hostname)
    except ValueError:
        return False
