"""Which addresses may be asked. Pure.

Everything on the public internet; what lies in a private network only where an administrator says
so; and some never, whatever anybody says: they hand out secrets to whoever asks (the services of
clouds for their own machines) or lead to nobody in particular.
"""

from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_TRANSLATED = ip_network("64:ff9b::/96")
_SITES = ip_network("fec0::/10")
_LOCAL_TRANSLATED = ip_network("64:ff9b:1::/48")
_OF_CLOUDS = frozenset(map(ip_address, ("fd00:ec2::254", "100.100.100.200", "192.0.0.192")))
_PRIVATE = tuple(
    map(
        ip_network,
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8",
         "::1/128", "fc00::/7"),
    )
)  # fmt: skip


class Reach(Enum):
    """Who may be asked at an address."""

    PUBLIC = "public"
    PRIVATE = "private"
    NEVER = "never"


def reach(text: str) -> Reach:
    """Where an address lies; one that carries another in it lies where that one does."""
    address = _innermost(ip_address(text.partition("%")[0]))
    if address is None or address in _OF_CLOUDS:
        return Reach.NEVER
    if any(address in network for network in _PRIVATE):
        return Reach.PRIVATE
    nobody = address.is_multicast or address.is_reserved or address in _SITES
    return Reach.PUBLIC if address.is_global and not nobody else Reach.NEVER


def is_this_machine(text: str) -> bool:
    """Whether an address is the machine's own."""
    address = _innermost(ip_address(text.partition("%")[0]))
    return address is not None and address.is_loopback


def _innermost(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address | None:
    """The IPv4 address that an IPv6 one stands for, if it does; None where that cannot be told."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None or address in _LOCAL_TRANSLATED:
        return None
    # ::7f00:1, which once meant 127.0.0.1.
    if address.packed[:12] == bytes(12) and int(address) > 1:
        return IPv4Address(int(address))
    return address
