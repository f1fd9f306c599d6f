"""Photos: a content type must come along, the bytes must be a whole JPEG, PNG or GIF."""

import zlib

from oxsim.faults import Storage

MAX_BYTES = 4_194_304
_PNG = b"\x89PNG\r\n\x1a\n"
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def check_photo(photo: bytes, content_type: str | None) -> None:
    """Refuse a photo without content type, above 4,194,304 bytes, or that does not decode.

    The content type is not compared with the bytes, as on the server.
    """
    if not content_type:
        raise Storage("imageContentType must not be null")
    if len(photo) > MAX_BYTES:
        raise Storage(
            "CON-0172 Categories=USER_INPUT Message='Image size too large. "
            f"Image size: {len(photo)}. Max. size: {MAX_BYTES}.'"
        )
    if photo.startswith(b"\xff\xd8"):
        whole = _whole_jpeg(photo)
    elif photo.startswith(_PNG):
        whole = _whole_png(photo)
    elif photo.startswith((b"GIF87a", b"GIF89a")):
        whole = _whole_gif(photo)
    else:
        raise Storage("NoSuchImageReader: no reader for this image")
    if not whole:
        raise Storage("javax.imageio.IIOException: Error reading image")


def _whole_jpeg(data: bytes) -> bool:
    """Walk the segments to the scan; a frame with a size must come before, an end after it."""
    at, framed = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _BARE_MARKERS:
            at += 2
            continue
        length = int.from_bytes(data[at + 2 : at + 4])
        if length < 2 or at + 2 + length > len(data):
            return False
        if marker in _FRAMES and length >= 8:
            framed = data[at + 5 : at + 7] != b"\0\0" and data[at + 7 : at + 9] != b"\0\0"
        if marker == 0xDA:
            return framed and data.find(b"\xff\xd9", at + 2 + length) > 0
        at += 2 + length
    return False


def _whole_png(data: bytes) -> bool:
    """Walk the chunks with their checksums; the picture data must inflate."""
    at, first, inflate, size = len(_PNG), True, zlib.decompressobj(), 0
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        checksum = data[at + 8 + length : at + 12 + length]
        if len(checksum) != 4 or zlib.crc32(kind + body) != int.from_bytes(checksum):
            return False
        if first and (kind != b"IHDR" or b"\0\0\0\0" in (body[:4], body[4:8])):
            return False
        if kind == b"IDAT":
            try:
                size += len(inflate.decompress(body, 64 * MAX_BYTES))
            except zlib.error:
                return False
        if kind == b"IEND":
            return size > 0
        first, at = False, at + 12 + length
    return False


def _whole_gif(data: bytes) -> bool:
    """Walk the blocks to the trailer; at least one picture must be among them."""
    if len(data) < 14:
        return False
    at, pictures = 13 + _colours(data[10]), 0
    while at < len(data):
        if data[at] == 0x3B:
            return pictures > 0
        if data[at] == 0x21:
            at = _after_blocks(data, at + 2)
        elif data[at] == 0x2C and at + 10 < len(data):
            at = _after_blocks(data, at + 11 + _colours(data[at + 9]))
            pictures += 1
        else:
            return False
    return False


def _colours(flags: int) -> int:
    """The size in bytes of the colour table that the flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1
