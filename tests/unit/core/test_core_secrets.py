"""Secrets at rest: bound to their place, to their key, and shown nowhere."""

import stat
from pathlib import Path

import pytest

from stellwerk.core.masked import Masked
from stellwerk.core.secrets import KeyMissing, Keyring, SealBroken


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring.create(tmp_path / "secret.key")


def test_what_is_sealed_opens_at_its_place(ring: Keyring) -> None:
    assert ring.open(ring.seal("pä$$", "a.b.1"), "a.b.1").reveal() == "pä$$"


def test_it_does_not_open_elsewhere(ring: Keyring) -> None:
    with pytest.raises(SealBroken):
        ring.open(ring.seal("x", "a.b.1"), "a.b.2")


def test_an_altered_secret_does_not_open(ring: Keyring) -> None:
    sealed = ring.seal("secret", "p")
    altered = sealed[:-8] + ("AAAA" if sealed[-8:-4] != "AAAA" else "BBBB") + sealed[-4:]
    with pytest.raises(SealBroken):
        ring.open(altered, "p")


def test_the_same_text_is_sealed_differently_each_time(ring: Keyring) -> None:
    assert ring.seal("x", "p") != ring.seal("x", "p")


def test_a_secret_of_an_unknown_key_names_the_key(ring: Keyring, tmp_path: Path) -> None:
    other = Keyring.create(tmp_path / "other.key")
    sealed = other.seal("x", "p")
    with pytest.raises(KeyMissing, match=sealed.partition(":")[0]):
        ring.open(sealed, "p")


def test_an_old_key_still_opens_beside_a_new_one(ring: Keyring, tmp_path: Path) -> None:
    sealed = ring.seal("x", "p")
    new = Keyring.create(tmp_path / "new.key")
    assert Keyring({**new.keys, **ring.keys}).open(sealed, "p").reveal() == "x"


def test_the_key_file_is_its_owners_alone_and_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    Keyring.create(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        Keyring.create(file)


def test_a_missing_or_empty_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match=r"gone\.key"):
        Keyring.load(tmp_path / "gone.key")
    (tmp_path / "empty.key").write_text("\n")
    with pytest.raises(KeyMissing):
        Keyring.load(tmp_path / "empty.key")


def test_a_masked_secret_shows_itself_nowhere_by_accident() -> None:
    secret = Masked("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {secret:>9}" + str(secret) + repr([secret])
    assert secret.reveal() == "hunter2"
