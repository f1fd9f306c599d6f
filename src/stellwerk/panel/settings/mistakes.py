"""Puts what is wrong with the settings of a form where somebody can correct it."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from stellwerk.config.problem import Problem
from stellwerk.config.section import Section
from stellwerk.config.toml import Table


def section_of(table: Table) -> Section:
    """A table that a form made, as the reader of configuration files takes it."""
    from stellwerk.config.lines import Lines

    return Section(table, (), Lines(""), [])


def put(form: forms.Form, problems: Iterable[Problem]) -> None:
    """Add each problem to its field; what belongs to none is said of the whole form.

    A field that has an error already is left alone: it is the same one, said by the form.
    """
    for one in problems:
        name = one.key.partition(".")[0].partition("[")[0]
        name = name.removesuffix("_kept").removesuffix("_file").removesuffix("_env")
        if name not in form.fields:
            form.add_error(None, f"{one.text}. {one.hint}".strip())
        elif name not in form.errors:
            form.add_error(name, said(form.fields[name], one))


def said(field: forms.Field, problem: Problem) -> str:
    """A problem in the reader's language where the field knows an example."""
    example = field.widget.attrs.get("placeholder")
    if example:
        return _("This cannot be used. Write it like %(example)s.") % {"example": example}
    return f"{problem.text}. {problem.hint}".strip()
