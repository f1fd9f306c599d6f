"""An LDIF file as a source: everything that is legible arrives, and a cut file is noticed."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from stellwerk.core.heard import heard
from stellwerk.core.said import say
from stellwerk.sources.base import ReadProblem, ReadRecord
from stellwerk.sources.dialects.dialect import BadEntry, Dialect
from stellwerk.sources.dialects.translator import Translator
from stellwerk.sources.dialects.ucs import UCS
from stellwerk.sources.ldif.blocks import Block, Ending, blocks
from stellwerk.sources.ldif.entry import (
    CONTENT_HINT,
    SHORTEN_HINT,
    BadBlock,
    EntryParser,
    preamble,
)
from stellwerk.sources.ldif.trailer import LDAPSEARCH, has_result, trailer_failure
from stellwerk.sources.once import Once
from stellwerk.sources.reading import OnePass

_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class LdifSource:
    """The content of a directory in a file, as slapcat and ldapsearch write it."""

    path: Path
    dialect: Dialect = UCS

    def read(self) -> "LdifReading":
        """Start a reading; the file is opened when it is iterated."""
        return LdifReading(self.path, self.dialect)


class LdifReading(OnePass):
    """One pass over the file."""

    def __init__(self, path: Path, dialect: Dialect) -> None:
        super().__init__()
        self._path = path
        self._dialect = dialect
        self._translator = Translator(dialect)
        self._parser = EntryParser(dialect.wanted())
        self._once = Once()

    def _records(self) -> Iterator[ReadRecord]:
        try:
            if not stat.S_ISREG(os.stat(self._path).st_mode):
                self.fail(say("%(path)s is not a regular file", path=self._path))
                return
            with open(self._path, "rb", buffering=0) as file:
                before = os.fstat(file.fileno())
                if file.read(2) in _UTF16:
                    self.fail(say("%(path)s is UTF-16; save it as UTF-8", path=self._path))
                    return
                file.seek(0)
                yield from self._entries(file)
            after = os.stat(self._path)
        except OSError as error:
            self.fail(
                say(
                    "%(path)s cannot be read: %(error)s",
                    path=self._path,
                    error=heard(error),
                )
            )
            return
        if _identity(before) != _identity(after):
            self.fail(say("%(path)s was changed while it was read; read it again", path=self._path))

    def _entries(self, file: BinaryIO) -> Iterator[ReadRecord]:
        found = 0
        unended = False
        for block in blocks(file):
            if block.text.startswith(LDAPSEARCH):
                unended = True
            elif unended and has_result(block.text):
                unended = False
            record = self._record(block)
            if record is not None:
                found += 1
                yield record
        if unended:
            self.fail(
                say(
                    "%(path)s ends without the result that ldapsearch writes below all",
                    path=self._path,
                )
            )
        if not found:
            self.fail(
                say("%(path)s holds no person, group or other object of this kind", path=self._path)
            )

    def _record(self, block: Block) -> ReadRecord | None:
        if block.ending is Ending.TOO_LONG:
            error = BadBlock("too_long", say("it or one of its lines is too long"), SHORTEN_HINT)
            self._report(_dn(block), block.line, error)
            return None
        if block.ending is Ending.CUT:
            self.fail(
                say(
                    "%(path)s ends in the middle of line %(line)s",
                    path=self._path,
                    line=_last_line(block),
                )
            )
            return None
        first = _first_line(block)
        if first is None:
            return None
        if not first.lower().startswith(b"dn:") and (failure := trailer_failure(first, block.text)):
            self.fail(failure)
            return None
        if first.startswith((b"search:", b"result:")):
            return None
        dn, line = "", block.line
        bad: BadEntry
        try:
            dn, entry = self._parser.parse(block.text)
            record = self._translator.record(dn, entry)
            if record is not None:
                self._once.check(record)
            elif block.ending is Ending.END_OF_FILE and not self._dialect.ident(entry):
                raise BadEntry("cut", say("it has no immutable id"), "")
            return record
        except BadBlock as problem:
            dn, line, bad = problem.dn, line + problem.offset, problem
        except BadEntry as problem:
            bad = problem
        if block.ending is Ending.END_OF_FILE:
            self.fail(
                say(
                    "%(path)s ends in the middle of an entry (line %(line)s: %(message)s)",
                    path=self._path,
                    line=line,
                    message=bad.message,
                )
            )
        else:
            self._report(dn, line, bad)
        return None

    def _report(self, dn: str, line: int, error: BadEntry) -> None:
        if error.code == "change_record":
            self.fail(
                say(
                    "%(path)s holds changes, not the content of a directory. %(step)s",
                    path=self._path,
                    step=CONTENT_HINT,
                )
            )
        text = say("line %(line)s: %(text)s", line=line, text=error.message)
        self.report(ReadProblem(dn, line, error.code, text, error.hint, error.ident))


def _identity(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _first_line(block: Block) -> bytes | None:
    """Return the first line that is neither comment nor version, None if there is none."""
    if block.text.startswith(b"dn:"):
        return b"dn:"
    unfolded = block.text.replace(b"\n ", b"")
    return next((line for line in unfolded.split(b"\n") if line and not preamble(line)), None)


def _last_line(block: Block) -> int:
    return block.line + block.text.count(b"\n")


def _dn(block: Block) -> str:
    """Return the DN of a block of which only the beginning was kept, as far as it is legible."""
    for line in block.text.replace(b"\n ", b"").split(b"\n")[:-1]:
        if line.startswith(b"dn: "):
            return line[4:].decode("utf-8", "replace").strip()
    return ""
