"""Writes the bundled directory to a file."""

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from stellwerk.demo.directory.groups import group_entries, offices
from stellwerk.demo.directory.ldif import write_entry
from stellwerk.demo.directory.people import person_entry
from stellwerk.demo.directory.profiles import profile_entries
from stellwerk.demo.directory.resources import account_entries, resource_entries
from stellwerk.demo.directory.town import Pairs, Town
from stellwerk.demo.directory.tree import context_entries, tree_entries

# Without the line "version: 1" of RFC 2849, so that slapadd takes the file too.
_HEADER = """\
# The town administration of Lindenau, which does not exist: made by stellwerk.demo.directory.
# Edit it and watch the change arrive. Entries are separated by empty lines.

"""


def write_directory(
    path: Path,
    people: int = 250,
    *,
    contexts: int = 2,
    groups: int = 30,
    seed: str = "lindenau",
    photo_every: int = 5,
) -> None:
    """Write a town administration in the shape UCS has, as LDIF; an existing file is replaced.

    The same arguments give the same file. `people` counts everybody, the three TROUBLEMAKERS
    among them (from 9 people on); contexts are 10, 20 and so on; one person in `photo_every` has
    a photo (0: nobody). Memory does not grow with `people`. The file appears when it is whole.
    Raises OSError if it cannot be written.
    """
    town = Town(people, contexts, groups, seed, photo_every)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(_HEADER.encode())
            for dn, pairs in entries(town):
                write_entry(file, dn, pairs)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def entries(town: Town) -> Iterator[tuple[str, Pairs]]:
    """Yield every entry of the town with its DN, parents before children."""
    names = offices(town)
    people = (
        person_entry(town, number, names[number % len(names)]) for number in range(town.people)
    )
    return chain(
        tree_entries(town),
        context_entries(town),
        profile_entries(town),
        people,
        group_entries(town),
        resource_entries(town),
        account_entries(town),
    )
