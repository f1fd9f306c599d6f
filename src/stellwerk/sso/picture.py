"""A photo out of an attribute: bounded, looked at, and written anew without what else was in it."""

import base64
import binascii
import io

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST = 4_000_000
"""Characters of base64."""
_MOST_POINTS = 40_000_000
_SIDE = 600
_FORMATS = ("JPEG", "PNG", "GIF")


class BadPicture(ValueError):
    """This is no picture that can be shown."""


def picture_of(text: str) -> bytes:
    """The JPEG bytes of a photo in base64. Raises BadPicture."""
    if len(text) > LONGEST:
        raise BadPicture
    try:
        data = base64.b64decode(text, validate=True)
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > _MOST_POINTS:
                raise BadPicture
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (
        binascii.Error,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
    ) as error:
        raise BadPicture from error
    upright.thumbnail((_SIDE, _SIDE))
    # A new one holds nothing but the points: no comment, no place where it was taken.
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85)
    return out.getvalue()
