"""Pictures that OX takes, and those it does not."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image

from stellwerk.targets.ox.photo import MAX_BYTES, check


def picture(kind: str, size: tuple[int, int] = (12, 16)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_a_picture_ox_can_decode(kind: str) -> None:
    data = picture(kind)
    photo = check(data)
    assert photo.content_type == f"image/{kind.lower()}"
    assert photo.reason == ""
    assert photo.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no JPEG"),
        (b"hello", "no JPEG"),
        (picture("WEBP"), "no JPEG"),
        (picture("BMP"), "no JPEG"),
        (picture("JPEG", (300, 300))[:900], "damaged"),
        (picture("PNG", (300, 300))[:200], "damaged"),
        (b"x" * (MAX_BYTES + 1), "bytes"),
        (png_claiming(20_000, 20_000), "too many"),
        (png_claiming(9_000, 9_000), "too many"),
        (png_claiming(10_000, 10_000), "too many"),
    ],
)
def test_a_picture_ox_cannot_take(data: bytes, reason: str) -> None:
    photo = check(data)
    assert reason in photo.reason
    assert photo.content_type == ""


def test_a_camera_file_with_more_pictures_behind_the_first_is_a_jpeg() -> None:
    out = io.BytesIO()
    first = Image.new("RGB", (12, 16), "teal")
    first.save(out, "MPO", save_all=True, append_images=[first])
    photo = check(out.getvalue())
    assert (photo.content_type, photo.reason) == ("image/jpeg", "")


def test_a_picture_of_the_greatest_size_is_taken() -> None:
    data = picture("JPEG")
    assert check(data + b"\0" * (MAX_BYTES - len(data))).reason == ""
