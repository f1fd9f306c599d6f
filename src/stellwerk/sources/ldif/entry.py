"""One block of an LDIF file as an entry (RFC 2849, content records)."""

import re
from binascii import Error as BadBase64
from binascii import a2b_base64

from stellwerk.core.said import say
from stellwerk.sources.dialects.dialect import BadEntry, RawEntry
from stellwerk.sources.ldif.blocks import MAX_LINE

_NAME = re.compile(rb"[A-Za-z0-9][A-Za-z0-9.\-]*((?:;[A-Za-z0-9\-]+)*)")
_CHANGES = ("changetype", "control")
_MAX_KNOWN = 10_000

CONTENT_HINT = say("Export the content of the directory, with slapcat or ldapsearch -LLL.")


class BadBlock(BadEntry):
    """A block that is no entry; `offset` counts its lines from 0, `dn` may be empty."""

    def __init__(self, code: str, text: str, hint: str, dn: str = "", offset: int = 0) -> None:
        super().__init__(code, text, hint)
        self.dn = dn
        self.offset = offset


class EntryParser:
    """Parses blocks; keeps only the attributes in `wanted` (lower-case names)."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted | set(_CHANGES) | {"dn"}
        self._names: dict[bytes, str] = {}

    def parse(self, text: bytes) -> tuple[str, RawEntry]:
        """Return the DN and the wanted attributes of a block. Raises BadBlock."""
        lines = (text.replace(b"\n ", b"") if b"\n " in text else text).split(b"\n")
        if len(text) > MAX_LINE and max(map(len, lines)) > MAX_LINE:
            raise BadBlock(
                "too_long",
                say("a line is longer than %(limit)s bytes", limit=MAX_LINE),
                SHORTEN_HINT,
            )
        start = next((at for at, line in enumerate(lines) if not preamble(line)), 0)
        dn = self._dn(lines[start], start, text)
        entry: RawEntry = {}
        names = self._names
        at = start
        try:
            for at in range(start + 1, len(lines)):
                name, colon, value = lines[at].partition(b":")
                known = names.get(name)
                if known is None:
                    known = self._learn(name, colon)
                if not known:
                    continue
                first = value[:1]
                if first == b":":
                    value = a2b_base64(value[1:].strip(b" "), strict_mode=True)
                elif first == b"<":
                    raise BadEntry(
                        "url_value",
                        say(
                            "the value of %(name)s is a reference to a file or address",
                            name=known,
                        ),
                        URL_HINT,
                    )
                else:
                    value = value.strip(b" ")
                if known in entry:
                    entry[known].append(value)
                else:
                    entry[known] = [value]
        except BadBase64 as error:
            raise BadBlock(
                "base64",
                say("the value of %(name)s is not base64: %(error)s", name=known, error=error),
                say("Correct the value or export the file again."),
                dn,
                physical_line(text, at),
            ) from error
        except BadEntry as error:
            offset = physical_line(text, at)
            raise BadBlock(error.code, error.message, error.hint, dn, offset) from None
        if any(name in entry for name in _CHANGES):
            raise BadBlock("change_record", say("it is a change, not an object"), CONTENT_HINT, dn)
        if "dn" in entry:
            raise BadBlock(
                "two_entries",
                say("a second entry begins without an empty line before it"),
                say("Put an empty line before every line that begins with dn:."),
            )
        return dn, entry

    def _learn(self, name: bytes, colon: bytes) -> str:
        """Return the lower-case name if it is wanted, else ""; remember it."""
        if name.startswith(b"#") or (not name and not colon):
            return ""
        match = _NAME.fullmatch(name)
        if not colon or match is None:
            shown = name[:40].decode("utf-8", "replace")
            raise BadEntry(
                "broken_line",
                say("a line is not of the form name: value: '%(shown)s'", shown=shown),
                say("Correct the line; a line that continues the one before begins with a space."),
            )
        options = match[1].lower()
        bare = name[: len(name) - len(options)].decode("ascii").lower()
        known = bare if bare in self._wanted and options in (b"", b";binary") else ""
        if len(self._names) < _MAX_KNOWN:
            self._names[name] = known
        return known

    def _dn(self, line: bytes, at: int, text: bytes) -> str:
        name, colon, value = line.partition(b":")
        if name.lower() != b"dn" or not colon:
            raise BadBlock(
                "no_dn",
                say("an entry does not begin with dn:"),
                say("Begin every entry with its dn, and put an empty line before it."),
                "",
                physical_line(text, at),
            )
        if value[:1] == b"<":
            offset = physical_line(text, at)
            raise BadBlock(
                "url_value", say("the dn is a reference to a file"), URL_HINT, "", offset
            )
        try:
            if value[:1] == b":":
                value = a2b_base64(value[1:].strip(b" "), strict_mode=True)
            return str(value.strip(b" "), "utf-8")
        except (BadBase64, UnicodeDecodeError) as error:
            raise BadBlock(
                "broken_dn",
                say("the dn is not legible (neither base64 nor UTF-8)"),
                say("Correct the dn or export the file again."),
                "",
                physical_line(text, at),
            ) from error


URL_HINT = say("Put the value itself into the file, as base64 after two colons.")
SHORTEN_HINT = say("Remove the value from the file; nothing this large can be carried.")


def preamble(line: bytes) -> bool:
    """Tell whether a line says nothing about an object: a comment or the version."""
    return line.startswith((b"#", b"version:"))


def physical_line(text: bytes, logical: int) -> int:
    """Return how many lines of the file come before the unfolded line number `logical`."""
    seen = -1
    for offset, line in enumerate(text.split(b"\n")):
        if not line.startswith(b" ") or offset == 0:
            seen += 1
        if seen == logical:
            return offset
    return 0
