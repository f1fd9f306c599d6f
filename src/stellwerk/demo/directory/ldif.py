"""Writes entries as LDIF (RFC 2849), text readable so that the file can be edited by hand."""

from base64 import b64encode
from typing import BinaryIO

from stellwerk.demo.directory.town import Pairs

_WIDTH = 76


def write_entry(file: BinaryIO, dn: str, pairs: Pairs) -> None:
    """Write one entry and the empty line after it; empty values are left out.

    Letters beyond ASCII stand as UTF-8, which the RFC would have in base64: every reader takes
    them, and people can read them.
    """
    lines = [_line("dn", dn)]
    lines += [_line(name, value) for name, value in pairs if value]
    lines.append(b"\n")
    file.write(b"".join(lines))


def _line(name: str, value: str | bytes) -> bytes:
    if isinstance(value, str):
        if value[0] not in " :<" and value[-1] != " " and "\n" not in value:
            return f"{name}: {value}\n".encode()
        value = value.encode()
    line = name.encode() + b":: " + b64encode(value)
    if len(line) <= _WIDTH:
        return line + b"\n"
    rest = [line[at : at + _WIDTH - 1] for at in range(_WIDTH, len(line), _WIDTH - 1)]
    return b"\n ".join([line[:_WIDTH], *rest]) + b"\n"
