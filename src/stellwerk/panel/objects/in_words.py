"""What the engine says (causes, notes, faults, why something waits), in the reader's language.

What was stored as plain text, by an earlier version or in a server's own words, stays as it is.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from stellwerk.core.said import rendered, restored
from stellwerk.panel.objects.fields import called


def in_words(text: str) -> str:
    """A sentence of the engine; fields of the target by what they are called."""
    return rendered(text, gettext, lambda name: str(called(name, "person:")))


def why_not_whole(result: Mapping[str, Any]) -> str:
    """Why a reading did not bring all, from what its run's row keeps; "" where nothing is said."""
    return in_words(restored(str(result.get("why") or result.get("reason") or "")))
