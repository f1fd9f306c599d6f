"""Mail addresses and mail servers as OX takes them. Pure."""

import re

from stellwerk.core.said import say
from stellwerk.core.visible import visible

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_SERVER = re.compile(r"(imaps?|smtps?)://(\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+)(?::(\d{1,5}))?/?")
_HOME = re.compile(r"[^\W_][\w.-]{0,252}")
_PORTS = {"imap": 143, "imaps": 993, "smtp": 25, "smtps": 465}


def is_address(text: str) -> bool:
    """Whether it is one plain address (RFC 5321 dot-atom), which OX takes as it stands.

    The domain may be international; OX refuses umlauts before the @. Names in front, quoted
    local parts and blanks, some of which OX would store, are refused.
    """
    return _ADDRESS.fullmatch(text) is not None


def ordered(primary: str, others: list[str]) -> list[str]:
    """The alias list: the primary address, then the rest sorted, each once ignoring case.

    OX fails on two aliases that differ in case only and gives the list back in any order.
    """
    seen = {primary.casefold()}
    rest = []
    for other in sorted(others, key=lambda text: (text.casefold(), text)):
        if other.casefold() not in seen:
            seen.add(other.casefold())
            rest.append(other)
    return [primary, *rest]


def server_url(setting: str, home: str = "") -> str:
    """`imap://host:143` with its port always written; `home` replaces the host.

    Raises ValueError if the setting is not scheme://host[:port], or `home` is no host.
    """
    match = _SERVER.fullmatch(setting.strip())
    if match is None:
        raise ValueError(
            say("'%(server)s' must be like imap://mail.example.org:143", server=setting)
        )
    if home and not _HOME.fullmatch(home):
        raise ValueError(say("%(name)s is no name of a server", name=visible(home)))
    scheme, host, port = match.groups()
    return f"{scheme}://{home or host}:{int(port) if port else _PORTS[scheme]}"
