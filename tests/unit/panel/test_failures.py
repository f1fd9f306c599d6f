"""Every failure a target can end in has words of its own, in both languages."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from stellwerk.panel.objects.failures import explain
from stellwerk.sync import gone
from stellwerk.targets.ox import errors
from stellwerk.targets.ox.errors import OxError


def _kinds(kind: type[OxError]) -> Iterator[type[OxError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


CODES = sorted({one.code for one in _kinds(errors.OxError)} | {gone.CODE})


@pytest.mark.parametrize("code", CODES)
def test_a_failure_says_what_happened_why_and_what_next_in_english_and_german(code: str) -> None:
    said = {}
    for language in ("en", "de"):
        with translation.override(language):
            one = explain(code, "detail")
            said[language] = [str(text) for text in (one.happened, one.cause, one.step, one.later)]
            unknown = explain("no such code", "detail")
            assert str(one.happened) != str(unknown.happened)
    assert all(said["en"])
    assert all(said["de"])
    assert not set(said["en"]) & set(said["de"])


@pytest.mark.parametrize("kind", sorted(set(_kinds(OxError)), key=lambda one: one.__name__))
def test_a_failure_is_a_sentence_with_the_servers_own_text(kind: type[OxError]) -> None:
    error = kind("what the server said; exceptionId 1-2")
    assert error.message.endswith(": what the server said")
    assert kind().message.endswith(".")
