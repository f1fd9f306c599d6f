"""The trial beside a form."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from stellwerk.panel.trials.trial import Trial, trials
from stellwerk.signin.request import Request

_SOON = 2.0
"""A trial that ends within so many seconds is shown whole at once."""


@dataclass(slots=True)
class Tried:
    """What stands beside a form: nothing, a trial, what keeps it from being tried, or (asked, but
    None) that too many are on.
    """

    trial: Trial | None = None
    asked: bool = False
    wrong: Sequence[tuple[str, str]] = ()

    def __post_init__(self) -> None:
        if self.trial is not None:
            self.trial.over.wait(_SOON)


def tried_again(request: Request) -> Tried:
    """The trial that the form named, a little later."""
    return Tried(trials.find(request.person.pk, request.POST.get("look", "")))


def not_tried(*given: forms.Form) -> Tried:
    """What is wrong in forms, field by field: (label, sentence)."""
    found = [
        (str(form.fields[name].label) if name in form.fields else "", " ".join(map(str, said)))
        for form in given
        for name, said in form.errors.items()
    ]
    return Tried(wrong=found)
