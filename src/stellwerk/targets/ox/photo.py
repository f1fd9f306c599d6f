"""Whether OX will take a picture.

Source: OXUserService on a middleware 8.19: bytes must decode as JPEG, PNG or GIF and be at most
4194304; a picture it cannot take fails the whole create or change.
"""

import hashlib
import io

from PIL import Image, UnidentifiedImageError

from stellwerk.core.said import say
from stellwerk.targets.ox.userfields import Photo

MAX_BYTES = 4_194_304
MAX_PIXELS = 40_000_000
"""More than any camera's portrait; a small file that unpacks into gigabytes is refused."""

_FORMATS = ("JPEG", "PNG", "GIF")
_TYPES = {"PNG": "image/png", "GIF": "image/gif"}
_JPEG = "image/jpeg"  # cameras' MPO files are JPEGs with more pictures behind the first


def check(data: bytes) -> Photo:
    """Look at a picture's bytes: its hash, its content type, and why OX cannot take it, if so."""
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_BYTES:
        return Photo(
            digest,
            "",
            say(
                "The picture has %(length)s bytes; OX takes %(limit)s.",
                length=len(data),
                limit=MAX_BYTES,
            ),
        )
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                return Photo(
                    digest,
                    "",
                    say(
                        "The picture has %(width)sx%(height)s points, too many.",
                        width=width,
                        height=height,
                    ),
                )
            image.load()
            return Photo(digest, _TYPES.get(image.format or "", _JPEG))
    except UnidentifiedImageError:
        return Photo(digest, "", say("The photo is no JPEG, PNG or GIF."))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Photo(digest, "", say("The picture has too many points."))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        return Photo(digest, "", say("The picture is damaged (%(error)s).", error=error))
