"""How the steps of a trial are shown."""

from django import template

from stellwerk.core.check import Check, State
from stellwerk.core.said import Said
from stellwerk.panel.objects.in_words import in_words as words_of
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
def in_words(text: str) -> str:
    """What a check says, in the reader's language as far as it is known."""
    return words_of(text) if isinstance(text, Said) else said(text)
