"""The address a portal is reached under: scheme, name and port, and nothing behind them."""

from urllib.parse import urlsplit


def check_address(address: str) -> None:
    """Refuse what is no such address; "" is none and passes. Raises ValueError."""
    parts = urlsplit(address)
    if not address:
        return
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{address!r} is no address that begins with https:// or http://")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError(f"{address!r} has more than a name and a port")
    if parts.port == 0:
        raise ValueError(f"{address!r} has no port")


def plain(address: str) -> str:
    """An address as it is kept."""
    return address.rstrip("/").casefold()
