"""The documents keep to the product: commands, options, links, and the same in both languages."""

import re
from pathlib import Path

import click
import pytest

from stellwerk.cli.main import _group as group

ROOT = Path(__file__).resolve().parents[3]
DOCUMENTS = sorted(
    [
        ROOT / "README.md",
        *(one for folder in ("docs", "changelog.d") for one in (ROOT / folder).rglob("*.md")),
    ]
)
PAIRS = [
    (ROOT / "docs/en/guide.md", ROOT / "docs/de/anleitung.md"),
    (ROOT / "docs/en/preparing-ox.md", ROOT / "docs/de/ox-vorbereiten.md"),
    (ROOT / "docs/en/troubleshooting.md", ROOT / "docs/de/fehler.md"),
    (ROOT / "docs/en/single-sign-on.md", ROOT / "docs/de/single-sign-on.md"),
]
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]

_LINK = re.compile(r"\]\((?!https?:)([^)\s]*)\)")
_CALL = re.compile(r"(?:^|[`/ ])stellwerk ((?:--data \S+ )?[a-z]+(?:[^`\n|]|\\\|)*)", re.M)
_ROW = re.compile(r"^\| (`[a-z](?:[^|\\]|\\.)*)\|", re.M)
_CODE = re.compile(r"`([^`]+)`")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _calls(path: Path) -> list[str]:
    """Every use of the command: in examples and sentences, and in tables of commands."""
    text = _text(path)
    rows = [code for row in _ROW.findall(text) for code in _CODE.findall(row)]
    first = set(group.list_commands(click.Context(group)))
    return [*_CALL.findall(text), *(row for row in rows if row.split()[0] in first)]


def _missing(call: str) -> str:
    """What of a call does not exist: "" if all of it does."""
    words = call.replace("[", " ").replace("]", " ").replace("\\|", " ").split()
    one: click.Command = group
    context = click.Context(group)
    known = {name for option in group.params for name in option.opts}
    for place, word in enumerate(words):
        if word.startswith("--"):
            plain = word.strip(".,;:)")
            if plain not in known | {"--help"}:
                return plain
        elif isinstance(one, click.Group) and not (place and words[place - 1] == "--data"):
            below = one.get_command(context, word.strip(".,;:)"))
            if below is None:
                return word
            one, context = below, click.Context(below)
            known = {name for option in below.params for name in option.opts}
    return ""


def _anchors(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", _text(path), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_link_leads_somewhere(path: Path) -> None:
    """To a file that is there, and to a heading in it."""
    for link in _LINK.findall(_text(path)):
        name, _, anchor = link.partition("#")
        to = (path.parent / name).resolve() if name else path
        assert to.exists(), link
        assert not anchor or anchor in _anchors(to), link


@pytest.mark.parametrize("path", DOCUMENTS, ids=NAMES)
def test_every_command_and_option_in_a_document_exists(path: Path) -> None:
    """Whoever types what stands there is not told that it is unknown."""
    wrong = {call: missing for call in _calls(path) if (missing := _missing(call))}
    assert not wrong


def test_the_guides_name_every_command() -> None:
    """In the table of both languages."""
    for path in PAIRS[0]:
        named = {call.split()[0] for call in _calls(path)}
        assert set(group.list_commands(click.Context(group))) <= named, path.name


@pytest.mark.parametrize(("english", "german"), PAIRS, ids=[one.stem for one, _ in PAIRS])
def test_both_languages_say_the_same(english: Path, german: Path) -> None:
    """As many sections, table rows and examples, and the same settings and names in each."""

    def shape(path: Path) -> list[tuple[str, int]]:
        parts = re.split(r"^## ", _text(path), flags=re.M)
        return [
            (word, len(re.findall(pattern, part, re.M)))
            for part in parts
            for word, pattern in (("rows", r"^\|"), ("examples", r"^```"), ("points", r"^[-*] "))
        ]

    def settings(path: Path) -> set[str]:
        return {
            code for code in _CODE.findall(_text(path)) if re.fullmatch(r"[\w.]+( = .*)?", code)
        }

    assert shape(english) == shape(german)
    assert settings(english) == settings(german)
