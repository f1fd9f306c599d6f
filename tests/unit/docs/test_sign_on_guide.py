"""Whoever looks for a code or an address of single sign-on finds it in the guide, as it is here."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from stellwerk.panel.catalogue import SOURCE
from stellwerk.sso.presets import PRESETS
from stellwerk.sso.saml.refusal import Code
from stellwerk.sso.why import Why

ROOT = Path(__file__).resolve().parents[3]
GUIDES = [ROOT / "docs/en/single-sign-on.md", ROOT / "docs/de/single-sign-on.md"]
LABELS = (
    "Fill from metadata",
    "Fill in for a product",
    "Attributes and roles",
    "How people sign in",
    "Signatures and encryption",
    "A signed response is enough",
    "Sign sign-in requests",
    "Join an attribute that comes in pieces",
    "Go straight to the identity provider",
    "Trusted mail domains",
    "Take over from ONLYOFFICE",
)
"""Words of the page that the guide sends people to."""
_EACH = pytest.mark.parametrize("guide", GUIDES, ids=["en", "de"])


@_EACH
def test_every_reason_not_to_let_somebody_in_is_explained_once(guide: Path) -> None:
    named = re.findall(r"`([a-z0-9-]+)`", guide.read_text(encoding="utf-8").partition("## 14.")[2])
    for code in (*Code, *Why):
        assert named.count(code) == 1, code


@_EACH
def test_every_preset_has_its_name_in_the_guide(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    for preset in PRESETS:
        assert f"*{preset.name}*" in text


@_EACH
def test_the_addresses_to_copy_are_the_ones_that_answer(guide: Path) -> None:
    told = set(re.findall(r"https://portal\.example\.org(/\S*?)[`'\"\s]", guide.read_text("utf-8")))
    assert told == {
        "/sso/metadata",
        "/sso/acs",
        "/sso/slo/callback",
        "/sso/login",
        "/sign-in/?local=1",
    }


@pytest.mark.parametrize("label", LABELS)
def test_the_guide_calls_a_part_of_the_page_what_the_page_calls_it(label: str) -> None:
    """In both languages, so that people find it."""
    with SOURCE.open("rb") as source:
        message = read_po(source, locale="de").get(label)
    assert message is not None
    for guide, words in zip(GUIDES, (label, message.string), strict=True):
        assert f"{words}*" in " ".join(guide.read_text(encoding="utf-8").split())
