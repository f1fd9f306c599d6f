"""How the steps of a trial are shown."""

from django import template

from stellwerk.core.check import Check, State
from stellwerk.panel.trials.words import name_of, said

register = template.Library()

_TONES = {State.OK: "good", State.WARN: "warn", State.FAIL: "bad"}


@register.filter
def step_tone(check: Check) -> str:
    """The tone of a step."""
    return _TONES[check.state]


@register.filter
def step_name(check: Check) -> str:
    """What a step looked at."""
    return name_of(check.what)


@register.filter
def step_says(text: str) -> str:
    """What it found, or what to do, in the reader's language."""
    return said(text)
