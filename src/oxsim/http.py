"""The HTTP/1.1 spoken here: requests out of a growing buffer, replies whole or in chunks."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from oxsim.reply import Delivery, Reply

MAX_BODY = 64 * 1024 * 1024
MAX_HEAD = 64 * 1024


class BadRequest(Exception):
    """bad request"""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class Head:
    """A request's first lines. ``length`` is None for a chunked body."""

    method: str
    target: str
    headers: Mapping[str, str]
    length: int | None
    keep_alive: bool


def take_head(buffer: bytearray) -> Head | None:
    """Cut the head off the buffer, or None while it is incomplete. Raises BadRequest."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        if len(buffer) > MAX_HEAD:
            raise BadRequest(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        return None
    lines = buffer[:end].decode("latin-1").split("\r\n")
    del buffer[: end + 4]
    words = lines[0].split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/1."):
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    headers = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon:
            raise BadRequest(HTTPStatus.BAD_REQUEST)
        headers[name.lower()] = value.strip()
    connection = headers.get("connection", "").lower()
    keep_alive = connection != "close" and (words[2] != "HTTP/1.0" or connection == "keep-alive")
    return Head(words[0], words[1], headers, _length(headers), keep_alive)


def _length(headers: Mapping[str, str]) -> int | None:
    if headers.get("transfer-encoding", "").lower() == "chunked":
        return None
    text = headers.get("content-length", "0")
    if not (text.isascii() and text.isdecimal()):
        raise BadRequest(HTTPStatus.BAD_REQUEST)
    length = int(text)
    if length > MAX_BODY:
        raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return length


def take_body(buffer: bytearray, head: Head) -> bytes | None:
    """Cut the body off the buffer, or None while it is incomplete. Raises BadRequest."""
    if head.length is None:
        return _take_chunks(buffer)
    if len(buffer) < head.length:
        return None
    body = bytes(buffer[: head.length])
    del buffer[: head.length]
    return body


def _take_chunks(buffer: bytearray) -> bytes | None:
    if len(buffer) > MAX_BODY:
        raise BadRequest(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if b"0\r\n\r\n" not in buffer[-64:]:
        return None
    body, at = bytearray(), 0
    while True:
        line = buffer.find(b"\r\n", at)
        if line < 0:
            return None
        try:
            size = int(buffer[at:line].split(b";")[0], 16)
        except ValueError:
            raise BadRequest(HTTPStatus.BAD_REQUEST) from None
        after = line + 2 + size + 2
        if after > len(buffer):
            return None
        if size == 0:
            del buffer[:after]
            return bytes(body)
        body += buffer[line + 2 : line + 2 + size]
        at = after


LAST_CHUNK = b"0\r\n\r\n"


def chunk(data: bytes) -> bytes:
    """One part of a long reply; not for an empty one, which would end it."""
    return b"%x\r\n%b\r\n" % (len(data), data)


def _extent(reply: Reply) -> str:
    if reply.parts is not None:
        return "Transfer-Encoding: chunked"
    return f"Content-Length: {len(reply.body)}"


def reply_bytes(reply: Reply, *, keep_alive: bool) -> bytes:
    """Status line, headers and body in one piece; chunks follow if the reply has parts."""
    connection = "keep-alive" if keep_alive else "close"
    body = reply.body
    head = (
        f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}\r\n"
        f"Content-Type: {reply.content_type}\r\n{_extent(reply)}\r\nConnection: {connection}\r\n"
    )
    head += "".join(f"{name}: {value}\r\n" for name, value in reply.headers) + "\r\n"
    if reply.delivery is Delivery.HALF:
        body = body[: len(body) // 2]
    return head.encode("latin-1") + body
