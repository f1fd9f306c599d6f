"""A file cut at its empty lines, with a memory bound by the longest single entry."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

CHUNK = 256 * 1024
MAX_LINE = 16 * 1024 * 1024
"""Bytes of one line, its continuations included."""
MAX_ENTRY = 256 * 1024 * 1024
"""Bytes of one entry: a group of some three million members."""
_HEAD = 4096
_SPACE = ord(" ")


class Ending(StrEnum):
    """How a block ended."""

    EMPTY_LINE = "empty_line"
    END_OF_FILE = "end_of_file"
    CUT = "cut"
    TOO_LONG = "too_long"


@dataclass(slots=True)
class Block:
    """The lines between two empty lines: `line` is the number of the first, counted from 1.

    `text` has LF line ends and none at its end. Of a block that is TOO_LONG it is the beginning.
    """

    line: int
    text: bytes
    ending: Ending


def blocks(file: BinaryIO) -> Iterator[Block]:
    """Yield the blocks of a binary file in order. Raises OSError as the file does."""
    line = 1
    tail = bytearray()
    line_start = 0  # in tail: where the current line, continuations included, begins
    skipping = False
    for chunk in _chunks(file):
        searched = max(len(tail) - 1, 0)
        tail += chunk
        if (end := tail.find(b"\n\n", searched)) < 0:
            if skipping:
                line += tail.count(b"\n", 0, -1)
                del tail[:-1]
                continue
            line_start = _last_line(tail, searched, line_start)
            if len(tail) - line_start > MAX_LINE or len(tail) > MAX_ENTRY:
                yield Block(line + _newlines_before(tail), bytes(tail[:_HEAD]), Ending.TOO_LONG)
                skipping = True
                line += tail.count(b"\n", 0, -1)
                del tail[:-1]
            continue
        if skipping:
            line += tail.count(b"\n", 0, end) + 2
            del tail[: end + 2]
            skipping = False
        *done, rest = bytes(tail).split(b"\n\n")
        for text in done:
            stripped = text.lstrip(b"\n")
            if stripped:
                yield Block(line + len(text) - len(stripped), stripped, Ending.EMPTY_LINE)
            line += text.count(b"\n") + 2
        tail = bytearray(rest)
        line_start = _last_line(tail, 0, 0)
    stripped = bytes(tail).lstrip(b"\n")
    if stripped and not skipping:
        ending = Ending.END_OF_FILE if stripped.endswith(b"\n") else Ending.CUT
        yield Block(line + len(tail) - len(stripped), stripped.rstrip(b"\n"), ending)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file with CRLF turned into LF and without a byte order mark."""
    carry = b""
    first = True
    while chunk := file.read(CHUNK):
        chunk = carry + chunk
        if first:
            chunk = chunk.removeprefix(b"\xef\xbb\xbf")
            first = False
        carry = b""
        if b"\r" in chunk:
            if chunk.endswith(b"\r"):
                chunk, carry = chunk[:-1], b"\r"
            chunk = chunk.replace(b"\r\n", b"\n")
        yield chunk
    if carry:
        yield carry


def _last_line(tail: bytearray, start: int, known: int) -> int:
    """Return where the last line of `tail` begins, looking only from `start` on."""
    position = tail.rfind(b"\n", start)
    while position >= 0:
        if position + 1 < len(tail) and tail[position + 1] != _SPACE:
            return position + 1
        position = tail.rfind(b"\n", start, position)
    return known


def _newlines_before(tail: bytearray) -> int:
    head = tail[:_HEAD]
    return len(head) - len(head.lstrip(b"\n"))
