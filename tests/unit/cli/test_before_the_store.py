"""What is looked at before there is a store must not need one, in a process of its own."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "code",
    [
        "import stellwerk.config.file",
        "import stellwerk.config.template",
        "from stellwerk.cli.main import _group as cli\n"
        "assert all(cli.get_command(None, name) for name in cli.list_commands(None))",
    ],
)
def test_it_is_loaded_without_a_store(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code], env={}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
