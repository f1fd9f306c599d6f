"""Mail addresses: their lenient syntax and how primary address, aliases and sender agree."""

import re

from oxsim.faults import InvalidData, Storage

_ROUTE = re.compile(r"[^<>]*<([^<>]*)>\Z")
_LOCAL = re.compile(r'("[^"\r\n]+"|[^\s"(),:;<>@\[\]\\.]+(\.[^\s"(),:;<>@\[\]\\.]+)*)\Z')
_DOMAIN = re.compile(r"[\w-]+(\.[\w-]+)*\Z")
_ALIASES = "primaryMail, Email1 and defaultSenderAddress must be present in set of aliases."


def check_syntax(address: str) -> None:
    """Refuse an address the server does not parse. ``nodomain`` and ``Foo <a@b>`` pass."""
    text = address.strip(" ")
    route = _ROUTE.match(text)
    if route:
        text = route.group(1)
    local, at, domain = text.rpartition("@")
    if not at:
        local, domain = text, "localhost"
    if not (local.isascii() and _LOCAL.match(local) and _DOMAIN.match(domain)):
        raise InvalidData(f"Invalid email address: {address}")


def check_aliases(aliases: list[str], *required: str | None) -> None:
    """Refuse a set of aliases without the primary address, email1 and the sender address."""
    if any(address is not None and address not in aliases for address in required):
        raise InvalidData(_ALIASES)


def distinct(aliases: list[str], context_id: int, user_id: int) -> list[str]:
    """Trim and fold equal aliases; two that differ in case only break a key of the database."""
    kept = list(dict.fromkeys(alias.strip() for alias in aliases))
    seen: set[str] = set()
    for alias in kept:
        if alias.lower() in seen:
            raise Storage(
                "java.sql.SQLIntegrityConstraintViolationException: Duplicate entry "
                f"'{context_id}-{user_id}-{alias}' for key 'PRIMARY'"
            )
        seen.add(alias.lower())
    return kept
