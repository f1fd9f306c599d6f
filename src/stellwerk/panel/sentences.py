"""Finds the sentences the product says outside its pages: what `say` makes, and what errors mean.

An error's docstring is its message, unless whoever raises it has to give one; its class's `hint` is
the next step.
"""

import ast
import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ROOT, _TARGET = "StellwerkError", "OxError"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the line it stands in."""

    file: Path
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Class:
    file: Path
    node: ast.ClassDef
    bases: Sequence[str]


def sentences(files: Sequence[Path]) -> Iterator[Sentence]:
    """All of them, in these files."""
    classes: dict[str, _Class] = {}
    for file in files:
        source = file.read_text()
        if "say(" not in source and "class " not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and (text := _said(node)):
                yield Sentence(file, node.lineno, text)
            elif isinstance(node, ast.ClassDef):
                bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
                classes[node.name] = _Class(file, node, bases)
    for name, one in classes.items():
        line = _line_to(name, classes)
        if line and line[-1] == _ROOT:
            yield from _of_error(one, line, classes)


def _said(call: ast.Call) -> str:
    function = call.func
    if not (isinstance(function, ast.Name) and function.id == "say" and call.args):
        return ""
    return _constant(call.args[0])


def _constant(node: ast.expr) -> str:
    text = node.value if isinstance(node, ast.Constant) else ""
    return text if isinstance(text, str) else ""


def _line_to(name: str, classes: Mapping[str, _Class]) -> list[str]:
    """A class and what it is one of, in order; the last one may be of elsewhere."""
    line = [name]
    while (one := classes.get(line[-1])) is not None and one.bases and one.bases[0] not in line:
        line.append(one.bases[0])
        if line[-1] == _ROOT:
            break
    return line


def _of_error(
    one: _Class, line: Sequence[str], classes: Mapping[str, _Class]
) -> Iterator[Sentence]:
    meaning = inspect.cleandoc(ast.get_docstring(one.node) or "")
    if meaning and not _is_given(line, classes):
        # What the target answered may follow.
        text = meaning.removesuffix(".") if _TARGET in line else meaning
        yield Sentence(one.file, one.node.lineno, text)
    for statement in one.node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            hint = _constant(statement.value) if statement.targets[0].id == "hint" else ""
            if hint:
                yield Sentence(one.file, statement.lineno, hint)


def _is_given(line: Sequence[str], classes: Mapping[str, _Class]) -> bool:
    """Whether whoever raises this error has to give its message: text that has no default."""
    for name in line[:-1]:
        for statement in classes[name].node.body:
            if isinstance(statement, ast.FunctionDef) and statement.name == "__init__":
                own = statement.args.args[
                    1 : len(statement.args.args) - len(statement.args.defaults)
                ]
                return any(isinstance(one.annotation, ast.Name) and one.annotation.id == "str"
                           for one in own)  # fmt: skip
    return False
