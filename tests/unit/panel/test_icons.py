"""Every icon that a page names is one that lucide has."""

import re
from pathlib import Path

from stellwerk import panel
from stellwerk.panel.templatetags.ui import icon

_ROOT = Path(panel.__file__).parent
_NAMED = (
    re.compile(r'{% (?:icon|empty) (?:icon=)?"([^"]+)"'),
    re.compile(r'\bicon="([^"]+)"'),
    re.compile(r'{% ask \S+ \S+ "([^"]+)"'),
    re.compile(r'(?:MenuItem|Link)\(.*, "([a-z0-9-]+)"\)'),
)


def _names() -> set[str]:
    files = [*_ROOT.rglob("*.html"), *_ROOT.rglob("*.py")]
    texts = [file.read_text() for file in files]
    return {name for text in texts for named in _NAMED for name in named.findall(text)}


def test_every_icon_exists() -> None:
    names = _names()
    assert {"plus", "lock", "scroll-text", "circle-check"} <= names
    for name in sorted(names):
        assert "<svg" in icon(name), name
