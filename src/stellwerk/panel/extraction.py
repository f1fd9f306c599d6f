"""Finds every text in Python and templates, and compares them with the German catalogue."""

from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from stellwerk.panel.sentences import sentences

_WORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def texts(root: Path) -> Catalog:
    """All texts below a folder, each with where it stands."""
    found = Catalog(fuzzy=False)
    for path in sorted(root.rglob("*")):
        if path.suffix == ".py":
            source = path.read_text()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            source = _flat(templatize(path.read_text(), origin=str(path)))
        else:
            continue
        for line, id_, context in _extract(source):
            place = (str(path.relative_to(root)), line)
            found.add(id_, locations=[place], context=context)
    for one in sentences(sorted(root.rglob("*.py"))):
        found.add(one.text, locations=[(str(one.file.relative_to(root)), one.line)])
    return found


def _flat(source: str) -> str:
    """Without indentation, which means something to Python's tokenizer alone."""
    return "\n".join(line.strip() for line in source.splitlines()) + "\n"


def _extract(source: str) -> Iterator[tuple[int, str | tuple[str, ...], str | None]]:
    for line, found, arguments, _ in extract_python(
        BytesIO(source.encode()), dict(_WORDS), [], {"encoding": "utf-8"}
    ):
        function = str(found)
        spec = _WORDS[function]
        given = [arguments] if isinstance(arguments, str) else list(arguments or ())
        context = None
        if spec and isinstance(spec[0], tuple):
            context = given.pop(0)
        if spec and function.startswith("n"):
            given = given[:2]
        words = [word for word in given if word]
        if words:
            yield line, words[0] if len(words) == 1 else tuple(words), context


def check(root: Path, source: Path) -> list[str]:
    """What is missing in German, by place; empty when nothing is."""
    german, problems = _read(source), []
    for message in texts(root):
        if not message.id:
            continue
        place = ":".join(map(str, message.locations[0]))
        found = german.get(message.id, message.context)
        if found is None or not _filled(found.string):
            problems.append(f"{place}: no German for {message.id!r}")
        elif found.fuzzy:
            problems.append(f"{place}: the German is fuzzy for {message.id!r}")
        else:
            problems += [f"{place}: {error}: {message.id!r}" for error in found.check(german)]
    return problems


def update(root: Path, source: Path) -> tuple[int, int]:
    """Add new texts without German, drop unused ones, sort. Returns how many of each."""
    before, found = _read(source), texts(root)
    after = Catalog(locale="de", fuzzy=False, header_comment="", project="Stellwerk")
    added = 0
    for message in found:
        if message.id:
            old = before.get(message.id, message.context)
            added += old is None
            text = old.string if old is not None else ""
            flags = {"fuzzy"} & old.flags if old is not None else set()
            after.add(message.id, text, context=message.context, flags=flags | message.flags)
    dropped = sum(1 for old in before if old.id and found.get(old.id, old.context) is None)
    content = BytesIO()
    write_po(content, after, width=100, omit_header=True, sort_output=True, no_location=True)
    header = StringIO()
    header.write('msgid ""\nmsgstr ""\n"Language: de\\n"\n"MIME-Version: 1.0\\n"\n')
    header.write('"Content-Type: text/plain; charset=utf-8\\n"\n')
    header.write('"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n')
    fresh = source.with_suffix(".new")
    fresh.write_bytes(header.getvalue().encode() + content.getvalue())
    fresh.rename(source)
    return added, dropped


def _read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale="de")


def _filled(text: str | tuple[str, ...] | list[str] | None) -> bool:
    return all(text) if isinstance(text, tuple | list) and text else bool(text)
