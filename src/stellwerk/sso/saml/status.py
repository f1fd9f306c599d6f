"""Whether the identity provider says that it worked (saml-core-2.0, 3.2.2)."""

from dataclasses import dataclass

from lxml import etree

from stellwerk.sso.saml.names import SAMLP, Status
from stellwerk.sso.saml.reading import Children, attribute, text

_CODE = f"{{{SAMLP}}}StatusCode"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A status: its code, the one below it, and what was said about it."""

    code: str
    minor: str
    message: str

    @property
    def success(self) -> bool:
        """Whether it worked; only the upper code says that."""
        return self.code == Status.SUCCESS

    def __str__(self) -> str:
        said = [self.code.rpartition(":")[2], self.minor.rpartition(":")[2], self.message]
        return ": ".join(part for part in said if part)


def outcome(status: etree._Element) -> Outcome:
    """Read a Status element, by position."""
    parts = Children(status)
    code = parts.one(_CODE)
    message = parts.optional(f"{{{SAMLP}}}StatusMessage")
    parts.optional(f"{{{SAMLP}}}StatusDetail")
    parts.end()
    within = Children(code)
    minor = within.optional(_CODE)
    within.end()
    said = "" if message is None else text(message)
    return Outcome(
        attribute(code, "Value"),
        "" if minor is None else attribute(minor, "Value"),
        said,
    )
