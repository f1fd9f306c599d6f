"""Distinguished names as comparison keys (RFC 4514 text, RFC 4518 whitespace and case rules)."""

import unicodedata

from stellwerk.core.errors import StellwerkError

_SEPARATORS = ",;"
_SPECIAL = ',;+="\\<>#'
_HEX = frozenset("0123456789abcdefABCDEF")


class BrokenDn(StellwerkError):
    """This is not a distinguished name as RFC 4514 writes them."""

    code = "broken_dn"


def fold_dn(dn: str) -> str:
    """Return the key under which two spellings of one DN compare equal; never raises.

    Upper and lower case, the whitespace around ``,`` ``=`` ``+``, runs of spaces, the way
    characters are escaped and the order inside a multi-valued RDN make no difference. Text that
    is no DN at all is lowered and its whitespace normalised, so that it equals itself only.
    Lower-casing is used, not full case folding: directories keep ``Weiß`` and ``Weiss`` apart.
    """
    if "\\" in dn or '"' in dn or "+" in dn or ";" in dn or "#" in dn or not dn.isprintable():
        return _fold_slowly(dn)
    if " " in dn and (
        ", " in dn or "  " in dn or " ," in dn or "= " in dn or " =" in dn or dn.strip() != dn
    ):
        return _fold_slowly(dn)
    if dn.isascii():
        return dn.lower()
    if not unicodedata.is_normalized("NFKC", dn):
        return _fold_slowly(dn)
    return dn.lower()


def split_dn(dn: str) -> list[list[tuple[str, str]]]:
    """Parse a DN into its RDNs, leaf first, each a list of (attribute type, value).

    Escapes are resolved, types lowered, values otherwise as written. Raises BrokenDn.
    Source: RFC 4514 section 3; quoted values and ``;`` as RFC 2253 section 4 asks readers to.
    """
    rdns: list[list[tuple[str, str]]] = [[]]
    position, end = 0, len(dn)
    if not dn.strip():
        return []
    while True:
        equals = dn.find("=", position)
        if equals < 0:
            raise BrokenDn(dn)
        name = dn[position:equals].strip().lower()
        if not name or not all(char.isalnum() or char in "-." for char in name):
            raise BrokenDn(dn)
        value, position = _value(dn, equals + 1)
        rdns[-1].append((name, value))
        if position == end:
            return rdns
        if dn[position] != "+":
            rdns.append([])
        position += 1


def _fold_slowly(dn: str) -> str:
    try:
        rdns = split_dn(dn)
    except BrokenDn:
        return " ".join(dn.split()).lower()
    return ",".join(
        "+".join(sorted(f"{name}={_fold_value(value)}" for name, value in rdn)) for rdn in rdns
    )


def _fold_value(value: str) -> str:
    folded = " ".join(unicodedata.normalize("NFKC", value).lower().split())
    if any(char in _SPECIAL for char in folded):
        return "".join(f"\\{ord(char):02x}" if char in _SPECIAL else char for char in folded)
    return folded


def _value(dn: str, start: int) -> tuple[str, int]:
    """Read one value; return it and the position of the separator (or the end)."""
    end = len(dn)
    while start < end and dn[start] == " ":
        start += 1
    out = bytearray()
    position, quoted, keep = start, False, 0
    while position < end:
        char = dn[position]
        if char == "\\":
            position = _escape(dn, position, out)
            keep = len(out)
            continue
        if char == '"':
            quoted = not quoted
            keep = len(out)
        elif not quoted and (char in _SEPARATORS or char == "+"):
            break
        else:
            out += char.encode("utf-8", "surrogatepass")
            if char != " " or quoted:
                keep = len(out)
        position += 1
    if quoted:
        raise BrokenDn(dn)
    try:
        return out[:keep].decode(), position
    except UnicodeDecodeError as error:
        raise BrokenDn(dn) from error


def _escape(dn: str, position: int, out: bytearray) -> int:
    pair = dn[position + 1 : position + 3]
    if len(pair) == 2 and pair[0] in _HEX and pair[1] in _HEX:
        out.append(int(pair, 16))
        return position + 3
    if not pair:
        raise BrokenDn(dn)
    out += pair[0].encode("utf-8", "surrogatepass")
    return position + 2
