"""What the engine says is sentences with a German translation, never text put together."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import stellwerk
from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import Said, say
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.sentences import sentences
from stellwerk.sync.wanted import Absent, Blocked
from stellwerk.targets.ox.errors import Unavailable

_ROOT = Path(stellwerk.__file__).parent
_ENGINE = ("jobs", "sources", "sync", "targets")
_SAID = {
    "Absent": (0,),
    "BadBlock": (1, 2),
    "BadEntry": (1, 2),
    "Blocked": (1, 2),
    "Check": (2, 3),
    "FieldNote": (2,),
    "FieldProblem": (2, 3),
    "Photo": (2,),
    "ReadProblem": (3, 4),
    "Step": (2, 3),
    "_note": (2,),
    "_problem": (2, 3),
    "fail": (0,),
}
"""What makes something to be shown, and which of its arguments are the words."""
_NAMED = {"hint", "reason"}


def _files() -> Iterator[Path]:
    for package in _ENGINE:
        yield from sorted((_ROOT / package).rglob("*.py"))


def _errors(kind: type[StellwerkError] = StellwerkError) -> set[str]:
    found = {kind.__name__}
    for one in kind.__subclasses__():
        found |= _errors(one)
    return found


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and " " in node.value
    return isinstance(node, ast.JoinedStr)


def _spoken(call: ast.Call, errors: set[str]) -> Iterator[ast.expr]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else name
    if name not in _SAID and name not in errors:
        return
    for place in _SAID.get(name, (0,)):
        if place < len(call.args):
            yield call.args[place]
    yield from (word.value for word in call.keywords if word.arg in _NAMED)


def _bare(source: str, errors: set[str]) -> list[int]:
    """The lines in which words are put together that are shown, at once or under a name."""
    lines = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef | ast.Module):
            continue
        named: dict[str, list[ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                named.setdefault(node.targets[0].id, []).append(node.value)
        for node in ast.walk(function):
            for one in _spoken(node, errors) if isinstance(node, ast.Call) else ():
                meant = named.get(one.id, []) if isinstance(one, ast.Name) else [one]
                # A name in a module's own lines may be another function's.
                if not (isinstance(one, ast.Name) and isinstance(function, ast.Module)):
                    lines += [some.lineno for some in meant if _is_text(some)]
    return sorted(set(lines))


def test_the_engine_puts_no_words_together_that_people_are_shown() -> None:
    errors = _errors()
    bare = {str(file.relative_to(_ROOT)): _bare(file.read_text(), errors) for file in _files()}
    assert {name: lines for name, lines in bare.items() if lines} == {}


def test_words_put_together_are_found_under_a_name_too() -> None:
    source = (
        'def first(x):\n    text = f"so {x} it is"\n    hint = say("Mend it.")\n'
        '    return Check("name", State.OK, text, hint)\n'
        'def second(x):\n    text = say("fine")\n'
        '    return Step("name", 1, "not " "fine", hint="nor this")\n'
    )
    assert _bare(source, set()) == [2, 7]


def test_every_sentence_of_the_engine_has_its_german() -> None:
    found = {one.text for one in sentences(list(_files()))}
    assert len(found) > 200
    with translation.override("de"):
        same = {text for text in found if translation.gettext(text) == text}
    # Nothing but values and signs, or a command to be typed.
    assert {text for text in same if not text.startswith(("%(", "apt-get"))} == set()


def test_what_is_found_is_what_is_said_and_what_errors_mean(tmp_path: Path) -> None:
    file = tmp_path / "x.py"
    file.write_text(
        'class Away(StellwerkError):\n    """It is\n    away."""\n\n    hint = "Wait."\n\n'
        'class Farther(Away):\n    """It is farther away."""\n\n'
        'class Given(StellwerkError):\n    """Not shown."""\n\n'
        "    def __init__(self, text: str) -> None: ...\n\n"
        'class Other(ValueError):\n    """No error of ours."""\n\n'
        'say("One " "line", a=say("Inner"))\nsay(text)\nnosay("nothing")\n'
    )
    assert [(one.line, one.text) for one in sentences([file])] == [
        (18, "One line"),
        (18, "Inner"),
        (1, "It is\naway."),
        (5, "Wait."),
        (7, "It is farther away."),
    ]


@pytest.mark.parametrize(
    ("said", "german"),
    [
        (Absent(say("left the directory")).cause, "steht nicht mehr im Verzeichnis"),
        (Unavailable().message, "OX ist nicht erreichbar; geändert wurde nichts."),
        (
            Unavailable(say("HTTP status %(status)s without a SOAP answer", status=503)).message,
            "OX ist nicht erreichbar; geändert wurde nichts: HTTP-Status 503 ohne SOAP-Antwort",
        ),
        (Unavailable("Connection reset").message,
         "OX ist nicht erreichbar; geändert wurde nichts: Connection reset"),
        (
            Blocked("too-long", say("%(field)s: %(text)s", field="title",
                    text=say("%(length)s characters; OX stores %(limit)s.",
                             length=200, limit=128))).text,
            "Titel: 200 Zeichen; OX speichert 128.",
        ),
        ("stored by an earlier version", "stored by an earlier version"),
    ],
)  # fmt: skip
def test_a_reader_of_german_is_shown_german(said: str, german: str) -> None:
    with translation.override("de"):
        assert in_words(said) == german
    with translation.override("en"):
        assert isinstance(said, Said) or in_words(said) == said
