"""Sentences keep what they were made of, through a store and into another language."""

import json
import pickle

import pytest

from stellwerk.core.errors import Busy, NotFound
from stellwerk.core.said import Said, joined, kept, rendered, restored, say

GERMAN = {
    "Context %(context)s is not declared.": "Kontext %(context)s ist nicht angemeldet.",
    "%(field)s: %(text)s": "%(field)s – %(text)s",
    "%(length)s characters": "%(length)s Zeichen",
    "Create it.": "Legen Sie ihn an.",
}


def german(text: str) -> str:
    return rendered(text, lambda id_: GERMAN.get(id_, id_), lambda field: field.upper())


def test_a_sentence_is_english_text_to_whoever_does_not_ask() -> None:
    said = say("Context %(context)s is not declared.", context="10")
    assert said == "Context 10 is not declared."
    assert json.dumps([said]) == '["Context 10 is not declared."]'
    assert {said: 1}["Context 10 is not declared."] == 1
    assert f"{said} Why?" == "Context 10 is not declared. Why?"


def test_a_sentence_is_said_in_the_readers_language() -> None:
    said = say("Context %(context)s is not declared.", context="10")
    assert german(said) == "Kontext 10 ist nicht angemeldet."


def test_sentences_in_sentences_are_translated_too_and_fields_are_called_by_name() -> None:
    inner = say("%(length)s characters", length=300)
    assert german(say("%(field)s: %(text)s", field="title", text=inner)) == "TITLE – 300 Zeichen"


def test_joined_sentences_are_translated_one_by_one() -> None:
    context = say("Context %(context)s is not declared.", context="10")
    both = joined([context, "", say("Create it.")])
    assert both == "Context 10 is not declared. Create it."
    assert german(both) == "Kontext 10 ist nicht angemeldet. Legen Sie ihn an."
    assert joined(["", context]) is context
    assert joined([]) == ""
    assert joined(["50", "60"], " % ") == "50 % 60"


@pytest.mark.parametrize(
    "text",
    [
        say("Create it."),
        say("100 % sure, %%s"),
        say("%(length)s characters", length=300),
        joined([say("Create it."), "the server's own {words}", say("%(n)s %% of", n=5)], "; "),
        say("%(field)s: %(text)s", field="title", text=say("%(length)s characters", length=3)),
        'plain text with 100 % and "quotes"',
        "",
    ],
)
def test_what_is_kept_comes_back_as_it_was(text: str) -> None:
    back = restored(kept(text))
    assert back == text
    assert german(back) == german(text)
    assert type(back) is type(text)
    again = pickle.loads(pickle.dumps(text))
    assert (again, german(again)) == (text, german(text))


def test_values_are_never_read_as_patterns() -> None:
    said = say("%(length)s characters", length="%(length)s %s %")
    assert said == "%(length)s %s % characters"
    assert german(restored(kept(said))) == "%(length)s %s % Zeichen"


@pytest.mark.parametrize(
    "stored",
    ["\x1f", "\x1fnot json", "\x1f[1]", '\x1f["%(gone)s",{}]', '\x1f["%(gone)s",{"a":1}]',
     '\x1f{"a":1}', "\x1f[1,2]", '\x1f["%d",{"d":"x"}]', '\x1f["x",{"field":null}]'],
)  # fmt: skip
def test_text_that_only_looks_kept_is_shown_and_harms_nothing(stored: str) -> None:
    assert isinstance(german(restored(stored)), str)


def test_foreign_text_cannot_pass_for_a_kept_sentence() -> None:
    forged = kept(Said("Create it."))[:]
    assert restored(kept(str(forged))) == forged.lstrip("\x1f")


def test_an_errors_meaning_and_hint_are_sentences() -> None:
    for error in (Busy(), NotFound(say("Create it."), hint=say("Create it."))):
        assert isinstance(error.message, Said)
    assert german(NotFound(say("Create it.")).message) == "Legen Sie ihn an."
    assert NotFound("There is no plan 'x'.").message == "There is no plan 'x'."
