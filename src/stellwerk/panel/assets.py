"""Style sheets, scripts and pictures, served from where their Python packages put them.

Their addresses hold a digest of all their contents: a browser keeps them for ever and asks again
exactly when one of them changed. Nothing is collected or copied beforehand.
"""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from wsgiref.types import WSGIApplication

import django_htmx
from whitenoise import WhiteNoise  # type: ignore[import-untyped]

from stellwerk.core.errors import NotFound

_HERE = Path(str(files("stellwerk.panel"))) / "static" / "panel"
_HTMX = Path(django_htmx.__file__).parent / "static" / "django_htmx"
ROOTS = {"panel": _HERE, "htmx": _HTMX}
HTMX = "htmx/htmx-2.min.js"
_SERVED = {"panel": tuple(sorted(p.name for p in _HERE.iterdir())), "htmx": ("htmx-2.min.js",)}
_FOR_EVER = 365 * 24 * 3600


def names() -> list[str]:
    """Everything that is served, as ``root/file``."""
    return [f"{root}/{name}" for root, some in _SERVED.items() for name in some]


def style_sheets() -> list[str]:
    """Our style sheets, in the order they are to be read: their names begin with a number."""
    return [name for name in names() if name.endswith(".css")]


@cache
def version() -> str:
    """A digest over the contents of everything that is served."""
    digest = hashlib.sha256()
    for name in names():
        digest.update(name.encode() + b"\0" + _path(name).read_bytes())
    return digest.hexdigest()[:12]


def url(name: str) -> str:
    """The address of ``root/file``. Raises NotFound for what is not served."""
    if name not in names():
        raise NotFound(f"There is no asset {name!r}.")
    return f"/static/{version()}/{name}"


def serving(application: WSGIApplication) -> WSGIApplication:
    """The application, with the assets answered before it is asked."""
    served = WhiteNoise(
        application,
        max_age=_FOR_EVER,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=_headers,
    )
    for name in names():
        served.add_file_to_dictionary(url(name), str(_path(name)))
    answering: WSGIApplication = served
    return answering


def _headers(headers: dict[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


def _path(name: str) -> Path:
    root, _, file = name.partition("/")
    return ROOTS[root] / file
