"""The benchmark of sign-in responses reads what it says it reads, with both libraries."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.saml_stores import Stores
from benchmarks.saml_validate import BOTH, CBC, GCM, SIGNED, Kind, one_round


@pytest.mark.parametrize("kind", [SIGNED, BOTH, CBC, GCM], ids=lambda kind: str(kind.name))
def test_both_read_every_message(kind: Kind, tmp_path: Path) -> None:
    """It raises where either of the two reads anybody else, or nobody."""
    ours, theirs = one_round(kind, Stores(tmp_path / "stores.sqlite"), "test", 2)
    assert ours > 0
    assert theirs > 0


def test_a_message_counts_once(tmp_path: Path) -> None:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    stores = Stores(tmp_path / "stores.sqlite")
    stores.expect(["_a"], now)
    assert stores.is_open("_a")
    assert stores.sent_at("_a") == now
    assert [stores.consume("_a"), stores.consume("_a"), stores.is_open("_a")] == [
        True,
        False,
        False,
    ]
    assert [stores.first_time("idp", "_x", now), stores.first_time("idp", "_x", now)] == [
        True,
        False,
    ]
