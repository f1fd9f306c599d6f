"""Passwords stand in a file or a variable, never in the configuration file itself."""

import os
from dataclasses import dataclass
from pathlib import Path

from stellwerk.config.problem import Problem
from stellwerk.config.section import Section
from stellwerk.core.masked import Masked


@dataclass(frozen=True, slots=True, eq=False)
class Password:
    """Where a password is: in a `file` (its only line) or in the environment variable `env`.

    `section` and `key` say where this was written, for whoever cannot find it there.
    """

    file: str
    env: str
    section: Section
    key: str

    def read(self, folder: Path) -> Masked | Problem:
        """The password, or why there is none; a relative file is looked for in `folder`."""
        if self.env:
            value = os.environ.get(self.env, "")
            if value:
                return Masked(value)
            hint = f"Set it where stellwerk config import runs: export {self.env}=..."
            return self.section.found(self.key, f"the variable {self.env} is not set", hint)
        path = folder / self.file
        hint = f"Put the password, and nothing else, into {path}, then: chmod 600 {path}."
        try:
            value = path.read_text().rstrip("\r\n")
        except OSError as error:
            text = f"{path} cannot be read: {error.strerror}"
            return self.section.found(self.key, text, hint)
        except UnicodeDecodeError:
            return self.section.found(self.key, f"{path} is no text", hint)
        return Masked(value) if value else self.section.found(self.key, f"{path} is empty", hint)


def password(section: Section, name: str = "password", *, required: bool) -> Password | None:
    """The reference ``<name>_file`` or ``<name>_env`` of a table, None without one."""
    if name in section.values:
        section.asked.add(name)
        hint = f'Put it into a file of its own and write {name}_file = "...", or {name}_env.'
        section.problem(name, "a password must not stand in this file", hint)
        section.asked |= {f"{name}_file", f"{name}_env"}
        return None
    file, env = section.text(f"{name}_file"), section.text(f"{name}_env")
    if file and env:
        section.problem(f"{name}_env", f"{name}_file is there too", "Keep one of the two.")
    if not file and not env:
        if required:
            hint = f'Add {name}_file = "..." or {name}_env = "VARIABLE".'
            section.problem("", f"{name}_file is missing", hint)
        return None
    return Password(file, env, section, f"{name}_file" if file else f"{name}_env")
