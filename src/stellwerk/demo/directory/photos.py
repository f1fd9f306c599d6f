"""Small generated portraits: a coloured tile with a head and shoulders."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 24, 32
_VARIANTS = 360


def photo(person: int) -> bytes:
    """Return a JPEG of 24 x 32 pixels; the same number gives the same picture."""
    return _tile(person * 37 % _VARIANTS)


@lru_cache(maxsize=_VARIANTS)
def _tile(hue: int) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), f"hsl({hue}, 45%, 72%)")
    draw = ImageDraw.Draw(image)
    dark = f"hsl({(hue + 180) % 360}, 40%, {25 + hue % 7 * 4}%)"
    draw.ellipse((7, 6, 16, 17), fill=dark)
    draw.ellipse((2, 19, 21, 44), fill=dark)
    file = BytesIO()
    image.save(file, "JPEG", quality=70)
    return file.getvalue()
