"""An import that may change who gets what is sent nothing of before a sync, as in the panel."""

import pytest

from oxsim.testing import running
from stellwerk.demo.directory import write_directory
from tests.integration.own_directory.installation import Installation
from tests.integration.own_directory.test_serve import CONFIG


@pytest.fixture
def synced(installation: Installation) -> Installation:
    """An installation whose target is served."""
    with running() as ox:
        write_directory(installation.folder / "people.ldif", 10)
        installation.file.write_text(CONFIG.format(url=ox.url))
        installation.run("config", "import", "stellwerk.toml")
        installation.run("sync", "--yes", code=1)
    assert started(installation)
    return installation


def started(installation: Installation) -> bool:
    return bool(installation.json("status", code=1)["targets"][0]["started"])


def test_what_changes_accounts_halts_and_what_does_not_goes_on(synced: Installation) -> None:
    assert synced.json("config", "import", "stellwerk.toml")["halted"] == []
    synced.edit(("settle = 1", "settle = 1\nlanes = 3"))
    assert synced.json("config", "import", "stellwerk.toml")["halted"] == []
    assert started(synced)
    synced.edit(("settle = 1", 'settle = 1\nlanguage = "fr_FR"'))
    assert "ox is sent nothing until" in synced.run("config", "import", "stellwerk.toml")
    assert not started(synced)


def test_a_changed_source_or_profile_halts_every_target(synced: Installation) -> None:
    synced.file.write_text(
        synced.file.read_text() + '[[access_profile]]\nname = "own"\nrights = ["webmail"]\n'
    )
    assert synced.json("config", "import", "stellwerk.toml")["halted"] == ["ox"]


def test_a_target_that_holds_everything_back_needs_no_halt(synced: Installation) -> None:
    synced.edit(("settle = 1", 'settle = 1\napply = "manual"'))
    assert synced.json("config", "import", "stellwerk.toml")["halted"] == []
    # Letting changes flow again is what may send something unseen.
    synced.edit(('apply = "manual"', 'apply = "auto"'))
    assert synced.json("config", "import", "stellwerk.toml")["halted"] == ["ox"]
