"""A decision that names a test names one that exists."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[2]
_NAMED = re.compile(r"`((?:unit|integration|contract)/[\w/]+\.py)::(\w+)`")


def test_every_test_that_is_named_exists_and_every_point_has_one() -> None:
    text = (TESTS.parent / "docs/decisions/ox-connector.md").read_text()
    named = _NAMED.findall(text)
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (TESTS / file).is_file() or f"\ndef {name}(" not in (TESTS / file).read_text()
    ]
    assert missing == []
    rows = [line for line in text.splitlines() if re.match(r"\| \d", line)]
    points = {int(row.split("|")[1]) for row in rows if _NAMED.search(row)}
    assert points == {*range(1, 30)} - {28}
