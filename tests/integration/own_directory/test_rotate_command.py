"""`stellwerk rotate` as a process: which contexts, what it says, its exit codes."""

import pytest

from oxsim.testing import Running, running
from tests.integration.own_directory.installation import CONTEXT_PASSWORD, Installation

CONFIG = """
[portal]
name = "Lindenau"
[[source]]
name = "directory"
kind = "ldif"
path = "directory.ldif"
dialect = "ucs"
[[target]]
name = "ox"
url = "{url}"
settle = 1
mail_domain = "example.org"
master_login = "oxadminmaster"
master_password_file = "ox-master.secret"
preset = "ucs"
[[target.context]]
id = 10
name = "ten"
[[target.context]]
id = 20
name = "twenty"
[[target.context]]
id = 30
login = "oxadmin"
password_file = "context10.secret"
[[access_profile]]
name = "premium"
rights = ["webmail", "contacts"]
"""


@pytest.fixture
def made(installation: Installation):
    """An installation with contexts 10 and 20 made, and the login of one that is not there."""
    with running(lock_wait=0.01) as ox:
        one = installation
        (one.folder / "directory.ldif").write_text("version: 1\n\n")
        one.file.write_text(CONFIG.format(url=ox.url))
        one.run("config", "import", "stellwerk.toml")
        one.run("sync", "--yes")
        yield one, ox


def test_one_context_or_all(made: tuple[Installation, Running]):
    one, ox = made
    before = _passwords(ox)
    said = one.json("rotate", "10")
    assert said == {
        "rotated": [{"target": "ox", "context": "10", "login": "oxadmin"}],
        "failed": [],
    }
    after = _passwords(ox)
    assert (after["10"] != before["10"], after["20"] == before["20"]) == (True, True)

    said = one.json("rotate", "--all", "--target", "ox", code=1)
    assert [row["context"] for row in said["rotated"]] == ["10", "20"]
    (failed,) = said["failed"]
    assert (failed["context"], failed["error"]) == ("30", "There is no context 30 in OX.")
    last = _passwords(ox)
    assert not set(last.values()) & {*after.values(), *before.values()}
    assert one.json("sync", "--yes")["applied"] == 0
    assert one.json("rotate", "20")["failed"] == []


def test_what_is_not_there_is_said(made: tuple[Installation, Running]):
    one, _ = made
    one.run("rotate", code=2)
    one.run("rotate", "10", "--all", code=2)
    assert "'99'" in one.run("rotate", "99", code=1)
    assert "'elsewhere'" in one.run("rotate", "--all", "--target", "elsewhere", code=1)
    assert CONTEXT_PASSWORD not in one.run("rotate", "30", code=1)


def _passwords(ox: Running) -> dict[str, str]:
    contexts = ox.state()["contexts"]
    return {
        number: next(user["password"] for user in context["users"] if user["id"] == 2)
        for number, context in contexts.items()
    }
