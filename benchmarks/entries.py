"""Edits of a directory.ldif, as an administrator would make them."""

from collections.abc import Callable, Collection
from pathlib import Path


def rewrite(directory: Path, dns: Collection[str], change: Callable[[str, str], str]) -> int:
    """Give entries other values, line by line; returns how many lines that changed.

    ``change`` gets the name and the value of each plain line of these entries (base64 ones are left
    alone) and answers with the new value.
    """
    starts = {f"dn: {dn}\n" for dn in dns}
    part = directory.with_suffix(".part")
    inside, changed = False, 0
    with (
        directory.open(encoding="utf-8", newline="\n") as old,
        part.open("w", encoding="utf-8", newline="\n") as new,
    ):
        for line in old:
            if line.startswith("dn:"):
                inside = line in starts
            now = _changed(line, change) if inside else line
            changed += now != line
            new.write(now)
    part.rename(directory)
    return changed


def _changed(line: str, change: Callable[[str, str], str]) -> str:
    name, mark, value = line.rstrip("\n").partition(": ")
    return f"{name}: {change(name, value)}\n" if mark and name != "dn" else line
