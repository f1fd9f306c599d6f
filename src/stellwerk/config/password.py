"""Passwords stand in a file, in a variable or in the store, never in the configuration file."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from stellwerk.config.problem import Problem
from stellwerk.config.section import Section
from stellwerk.core.masked import Masked


@dataclass(frozen=True, slots=True, eq=False)
class Password:
    """Where a password is: in a `file` (its only line), in the environment variable `env`, or
    `kept`: in the store already. The panel has it in hand: `typed`.

    `section` and `key` say where this was written, for whoever cannot find it there.
    """

    file: str
    env: str
    section: Section
    key: str
    kept: bool = False
    typed: Masked = field(default=Masked(""))

    def read(self, folder: Path) -> Masked | Problem:
        """The password, or why there is none; a relative file is looked for in `folder`.

        What is kept is not read here: only the store has it.
        """
        if self.typed.reveal():
            return self.typed
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

    def missing(self) -> Problem:
        """The problem when the store keeps none."""
        stem = self.key.removesuffix("_kept")
        hint = f'Write {stem}_file = "..." or {stem}_env = "VARIABLE" instead.'
        return self.section.found(self.key, "Stellwerk holds no password for this yet", hint)


def password(section: Section, name: str = "password", *, required: bool) -> Password | None:
    """The reference ``<name>_file``, ``<name>_env`` or ``<name>_kept`` of a table, None without
    one. Masked text is a password that somebody typed into a form.
    """
    keys = [f"{name}_file", f"{name}_env", f"{name}_kept"]
    if name in section.values:
        section.asked |= {name, *keys}
        typed = section.values[name]
        if isinstance(typed, Masked):
            return Password("", "", section, name, typed=typed)
        hint = f'Put it into a file of its own and write {name}_file = "...", or {name}_env.'
        section.problem(name, "a password must not stand in this file", hint)
        return None
    file, env = section.text(keys[0]), section.text(keys[1])
    kept = section.flag(keys[2])
    given = [key for key, value in zip(keys, (file, env, kept), strict=True) if value]
    if len(given) > 1:
        section.problem(given[1], f"{given[0]} is there too", "Keep one of the two.")
    if not given:
        if required:
            hint = f'Add {name}_file = "..." or {name}_env = "VARIABLE".'
            section.problem("", f"{name}_file is missing", hint)
        return None
    return Password(file, env, section, given[0], kept)
