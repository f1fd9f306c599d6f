"""What an identity provider's metadata sets. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from stellwerk.sso.configuration import Configuration, Provider, from_document
from stellwerk.sso.saml import certificates
from stellwerk.sso.saml.idp_entity import Found
from stellwerk.sso.saml.names import Binding, NameIdFormat
from stellwerk.sso.saml.settings import Endpoint


@dataclass(frozen=True, slots=True)
class Filling:
    """One identity provider as its metadata say: addresses and keys, how it names people ("" if
    they do not say), and whether it wants our requests signed.
    """

    provider: Provider
    name: str = ""
    formats: Sequence[str] = field(default=())
    wants_signed_requests: bool = False

    def applied(self, before: Configuration) -> Configuration:
        """The configuration with it. A format that it offers stays as it was chosen."""
        formats = [NameIdFormat(one) for one in self.formats]
        chosen = before.name_id_format
        if formats and (chosen not in formats or not before.provider.entity_id):
            chosen = formats[0]
        wants = self.wants_signed_requests or before.signing.sign_authn_requests
        signing = replace(before.signing, sign_authn_requests=wants)
        return replace(before, provider=self.provider, name_id_format=chosen, signing=signing)

    def to_document(self) -> dict[str, Any]:
        """As JSON keeps it: what comes back out of a store is equal to it."""
        kept: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return kept

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Filling":
        """Read what `to_document` made."""
        whole = from_document({"provider": document["provider"]})
        rest = {name: document[name] for name in ("name", "formats", "wants_signed_requests")}
        return cls(whole.provider, **rest)


def filling(found: Found, before: Provider) -> Filling:
    """What to set for an identity provider; what metadata do not say stays as it was.

    Redirect is taken where both bindings are offered: it needs no page in between.
    """
    sso, slo = _chosen(found.sso), _chosen(found.slo)
    provider = replace(
        before,
        entity_id=found.entity_id,
        sso_address=sso.address if sso else "",
        sso_binding=sso.binding if sso else Binding.REDIRECT,
        slo_address=slo.address if slo else "",
        slo_binding=slo.binding if slo else Binding.REDIRECT,
        slo_answers=slo.answers if slo else "",
        certificates=tuple(certificates.pem(one) for one in found.certificates),
    )
    formats = [str(one) for one in found.name_id_formats]
    return Filling(provider, found.display_name, formats, found.wants_signed_requests)


def _chosen(endpoints: Sequence[Endpoint]) -> Endpoint | None:
    by_binding = {one.binding: one for one in endpoints}
    return by_binding.get(Binding.REDIRECT) or by_binding.get(Binding.POST)
