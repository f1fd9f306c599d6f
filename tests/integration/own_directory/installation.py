"""An installation as an administrator has it: a folder, a configuration file, the commands."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from oxsim.testing import Running
from tests.servers import commands
from tests.servers.commands import Ended
from tests.servers.slapd import READER_PASSWORD, Slapd

MASTER_PASSWORD = "secret"
CONTEXT_PASSWORD = "of-context-10"
SECONDS = 120


class Installation:
    """Everything is done by `stellwerk` as a process of its own, in `folder`.

    With `cold` each is started by itself, as from a shell; else commands are forked from a server
    that has the imports behind it. `store` is an empty store to begin with: making one takes longer
    than most commands.
    """

    def __init__(self, folder: Path, store: Path | None = None, *, cold: bool = False) -> None:
        self.folder = folder
        self.cold = cold
        self.data = folder / "var"
        self.file = folder / "stellwerk.toml"
        if store is not None:
            self.data.mkdir(mode=0o700)
            shutil.copy(store, self.data)
        self.secret("ldap.secret", READER_PASSWORD)
        self.secret("ox-master.secret", MASTER_PASSWORD)
        self.secret("context10.secret", CONTEXT_PASSWORD)

    def never_used(self) -> None:
        """Have no data folder, as before the first command."""
        shutil.rmtree(self.data)

    def secret(self, name: str, text: str) -> None:
        """Put a password into a file beside the configuration."""
        path = self.folder / name
        path.write_text(f"{text}\n")
        path.chmod(0o600)

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        """Start a command and leave it running."""
        return subprocess.Popen(
            [sys.executable, "-m", "stellwerk", *self._whole(arguments)],
            cwd=self.folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **more,
        )

    def _whole(self, arguments: tuple[str, ...]) -> tuple[str, ...]:
        return ("--data", str(self.data), *arguments)

    def _ended(self, arguments: tuple[str, ...]) -> Ended:
        if self.cold:
            process = self.start(*arguments)
            out, err = process.communicate(timeout=SECONDS)
            return Ended(process.returncode, out, err)
        return commands.run(
            *self._whole(arguments),
            folder=self.folder,
            environment=_environment(),
            seconds=SECONDS,
        )

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command to its end; what it printed, on both channels."""
        ended = self._ended(arguments)
        said = ended.out + ended.err
        assert ended.code == code, f"{arguments} ended with {ended.code}:\n{said}"
        assert "Traceback" not in ended.err
        return said

    def json(self, *arguments: str, code: int = 0) -> Any:
        """Run a command with --json."""
        return json.loads(self.run(*arguments, "--json", code=code))

    def status(self) -> Any:
        """Where everything stands; whether or not something is parked just now."""
        ended = self._ended(("status", "--json"))
        assert ended.code in {0, 1}, ended.err
        return json.loads(ended.out)

    def template(self) -> None:
        """`stellwerk config template > stellwerk.toml`."""
        self.file.write_text(self.run("config", "template"))

    def edit(self, *edits: tuple[str, str]) -> None:
        """Replace texts in the configuration file; each must be there."""
        text = self.file.read_text()
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new, 1)
        self.file.write_text(text)

    def point_at(self, slapd: Slapd, ox: Running, ox_ca: Path) -> None:
        """The edits an administrator makes: addresses, accounts, CA files, the existing context."""
        self.template()
        self.edit(
            ('name = "Example"', 'name = "Lindenau"'),
            ("ldaps://ldap.example.org:7636", slapd.tls_url),
            ('base = "dc=example,dc=org"', f'base = "{slapd.base}"'),
            ("uid=stellwerk,cn=users,dc=example,dc=org", slapd.reader),
            ('# ca_file = "/etc/ssl/certs/own-ca.pem"   #', f'ca_file = "{slapd.ca_file}"   #'),
            ("https://ox.example.org", ox.url),
            ('# ca_file = "/etc/ssl/certs/own-ca.pem"', f'ca_file = "{ox_ca}"'),
            ('mail_domain = "example.org"', 'mail_domain = "lindenau.example"'),
            ("# settle = 60 ", "settle = 1 "),
            ("# [[target.context]]\n# id = 10", "[[target.context]]\nid = 10"),
            (
                '# login = "oxadmin"\n# password_file',
                'login = "oxadmin"\npassword_file',
            ),
        )


def empty_store(folder: Path) -> Path:
    """Make an empty store and give its file, for installations to begin with."""
    one = Installation(folder)
    one.run("status", code=1)
    (one.data / "secret.key").unlink()
    return one.data / "stellwerk.sqlite"


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("STELLWERK_")}


def wait_for(what: Callable[[], Any], seconds: float = 60.0) -> Any:
    """What it gives as soon as that is true. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not (value := what()):
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)
    return value


def users(ox: Running, context: int = 10) -> dict[str, dict[str, Any]]:
    """The users of a context by login, their administrator left out."""
    found = ox.state()["contexts"][str(context)]["users"]
    rows = found.values() if isinstance(found, dict) else found
    return {row["name"]: row for row in rows if row["name"] != "oxadmin"}


def groups(ox: Running, context: int = 10) -> dict[str, dict[str, Any]]:
    """The groups of a context by name."""
    found = ox.state()["contexts"][str(context)]["groups"]
    rows = found.values() if isinstance(found, dict) else found
    return {row["name"]: row for row in rows}
