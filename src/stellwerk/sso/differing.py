"""What differs between two configurations, setting by setting, fit for the trail and for pages.

Pure. Certificates are told by their names and fingerprints.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stellwerk.core.errors import StellwerkError
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.saml.certificates import common_name, fingerprint, read_certificate


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting (``provider.entity_id``) and its two values, plain ones or lists of these."""

    name: str
    before: Any
    after: Any


def differences(before: Configuration, after: Configuration) -> list[Difference]:
    """Where the second one differs from the first."""
    old, new = dict(_flat(before.to_document())), dict(_flat(after.to_document()))
    return [
        Difference(name, old.get(name), new.get(name))
        for name in sorted(old | new)
        if old.get(name) != new.get(name)
    ]


def told(pem: str) -> str:
    """A certificate in one line."""
    try:
        certificate = read_certificate(pem)
    except StellwerkError:
        return "?"
    return f"{common_name(certificate)} ({fingerprint(certificate)})"


def _flat(document: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in document.items():
        if isinstance(value, Mapping) and name != "roles":
            yield from _flat(value, f"{path}{name}.")
        elif name == "certificates":
            yield f"{path}{name}", [told(one) for one in value]
        elif isinstance(value, Mapping):
            yield f"{path}{name}", [f"{key} = {role}" for key, role in sorted(value.items())]
        else:
            yield f"{path}{name}", list(map(str, value)) if isinstance(value, tuple) else value
