"""The bytes of a metadata document on their way to the parser: counted, and checked as they pass.

Scanning for declarations is sound because the parser is told to read UTF-8, whatever the document
says of itself.
"""

import io
import re
from typing import BinaryIO

from stellwerk.sso.saml import metadata_errors as errors

LARGEST = 50 * 1024 * 1024
ENCODING = "utf-8"
_ENCODINGS = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}
_DECLARED = re.compile(rb"<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([^\"']*)[\"']")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.I)
_COMMENT = re.compile(rb"<!--.*?-->", re.S)
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)[\s>]", re.I)
_BOM = b"\xef\xbb\xbf"
_LONGEST_WORD = 16
_HEAD = 4096


class Guarded(io.RawIOBase):
    """A source that raises BadMetadata for what no parser should see. `count` bytes went by."""

    def __init__(self, source: BinaryIO | bytes) -> None:
        self._source = io.BytesIO(source) if isinstance(source, bytes) else source
        self.count = 0
        self._before = b""
        head = self._head()
        if head.startswith(_BOM):
            head = head[len(_BOM) :]
        self._ahead = head.lstrip()
        self._look(self._ahead)

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, checked."""
        chunk, self._ahead = self._ahead or self._source.read(size), b""
        self.count += len(chunk)
        if self.count > LARGEST:
            raise errors.MetadataTooLarge
        if b"\0" in chunk:
            raise errors.MetadataEncoding
        if _FORBIDDEN.search(self._before + chunk):
            raise errors.MetadataDoctype
        self._before = (self._before + chunk)[-_LONGEST_WORD:]
        return chunk

    def _head(self) -> bytes:
        head = b""
        while len(head) < _HEAD and (more := self._source.read(_HEAD - len(head))):
            head += more
        return head

    def _look(self, head: bytes) -> None:
        if not head:
            raise errors.MetadataEmpty
        if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
            raise errors.MetadataEncoding
        if _PAGE.match(_COMMENT.sub(b"", head)):
            raise errors.MetadataIsPage
        declared = _DECLARED.match(head)
        if declared and declared[1].lower() not in _ENCODINGS:
            raise errors.MetadataEncoding
