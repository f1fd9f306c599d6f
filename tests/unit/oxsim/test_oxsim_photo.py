"""Photos: which bytes count as a picture, checked against an independent encoder."""

import io
import random

import pytest
from PIL import Image

from oxsim.faults import Storage
from oxsim.rules.photo import MAX_BYTES, check_photo


def encoded(kind, mode="RGB", size=(40, 30), **options):
    noise = random.Random(4).randbytes(size[0] * size[1] * 3)
    buffer = io.BytesIO()
    Image.frombytes("RGB", size, noise).convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


WHOLE = {
    "jpeg": encoded("JPEG"),
    "progressive jpeg": encoded("JPEG", progressive=True),
    "grey jpeg with a comment": encoded("JPEG", "L", comment=b"x" * 300),
    "png": encoded("PNG"),
    "palette png": encoded("PNG", "P"),
    "gif": encoded("GIF", "P"),
    "one pixel": encoded("GIF", "P", (1, 1)),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_whole_picture_passes_whatever_its_type_says(kind):
    check_photo(WHOLE[kind], "image/anything")


@pytest.mark.parametrize("kind", WHOLE)
def test_picture_cut_short_is_refused(kind):
    for share in (0.1, 0.5, 0.9):
        with pytest.raises(Storage, match=r"IIOException|NoSuchImageReader"):
            check_photo(WHOLE[kind][: int(len(WHOLE[kind]) * share)], "image/x")


def test_flipped_bit_breaks_a_png():
    broken = bytearray(WHOLE["png"])
    broken[len(broken) // 2] ^= 1
    with pytest.raises(Storage, match="IIOException"):
        check_photo(bytes(broken), "image/png")


@pytest.mark.parametrize("data", [encoded("WEBP"), encoded("BMP"), b"\x00", b"not a picture"])
def test_other_formats_have_no_reader(data):
    with pytest.raises(Storage, match="NoSuchImageReader"):
        check_photo(data, "image/webp")


@pytest.mark.parametrize("content_type", [None, ""])
def test_content_type_must_come_along(content_type):
    with pytest.raises(Storage, match="imageContentType must not be null"):
        check_photo(WHOLE["png"], content_type)


def test_size_limit():
    padded = WHOLE["jpeg"] + bytes(MAX_BYTES - len(WHOLE["jpeg"]))
    check_photo(padded, "image/jpeg")
    with pytest.raises(Storage, match=r"CON-0172 .*Image size too large"):
        check_photo(padded + b"\0", "image/jpeg")
