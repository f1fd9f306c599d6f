"""What may stand behind a tile: an address on the web, nothing that a browser would run. Pure."""

from urllib.parse import urlsplit

LONGEST = 2000


class BadAddress(ValueError):
    """The address is none that a tile may lead to; the message says why."""


def checked(address: str) -> str:
    """The address without blanks around it. Raises BadAddress."""
    text = address.strip()
    if len(text) > LONGEST:
        raise BadAddress(f"this is longer than {LONGEST} characters")
    # Browsers drop some of these and read on: what is checked must be what they follow.
    if any(character <= " " or character in '\\"<>\x7f' for character in text):
        raise BadAddress("this holds blanks or characters that no address has")
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        raise BadAddress(f"{text!r} is no address") from None
    if not text.lower().startswith(("https://", "http://")):
        raise BadAddress(f"{text!r} does not begin with https:// or http://")
    if not named:
        raise BadAddress(f"{text!r} names no server")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("this holds a login or a password: everybody would see it")
    return text


def server_of(address: str) -> str:
    """The server that an address leads to, as people read it."""
    return urlsplit(address).netloc.removeprefix("www.")
