"""Reads all that the connector left in a folder: whole, or not at all."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from stellwerk.moving_in.cache import read_cache
from stellwerk.moving_in.database import read_database
from stellwerk.moving_in.logins import logins_of
from stellwerk.moving_in.plain import text_of
from stellwerk.moving_in.profiles import profiles_of
from stellwerk.moving_in.state import BadState, NoState, OldState
from stellwerk.targets.ox.mapping_file import BadMappingFile, overrides_of

T = TypeVar("T")
LONGEST = 10_000_000
_FOLDERS = ("", "data", "listener", "data/listener", "secrets", "data/secrets")
_HINT = "Copy the file once more from the connector, or leave it out of the folder."


def read_state(folder: Path) -> OldState:
    """What is in the connector's data folder. Raises NoState and BadState."""
    if not folder.is_dir():
        raise NoState(f"There is no folder {folder}.")
    database = _find(folder, ["ox-connector.db"])
    cache = _find(folder, ["old"], folders=True)
    logins = _find(folder, ["contexts.json", "ox-contexts.json"])
    mapping = _find(folder, ["AttributeMapping.json"])
    profiles = _find(folder, ["ModuleAccessDefinitions.properties"])
    if database is None and cache is None:
        raise NoState(f"{folder} holds neither ox-connector.db nor listener/old.")
    # Both are there after an upgrade from 2.x: the database is what was kept up to date since.
    objects = read_database(database) if database else read_cache(cache) if cache else []
    return OldState(
        objects,
        _parsed(logins, logins_of),
        _parsed(mapping, overrides_of),
        _parsed(profiles, profiles_of),
        [one for one in (database or cache, logins, mapping, profiles) if one],
    )


def _find(folder: Path, names: Sequence[str], *, folders: bool = False) -> Path | None:
    for below in _FOLDERS:
        for name in names:
            path = folder / below / name
            if path.is_dir() if folders else path.exists() and not path.is_dir():
                return path
    return None


def _parsed(file: Path | None, parse: Callable[[str], T]) -> T | None:
    if file is None:
        return None
    try:
        return parse(text_of(file, LONGEST))
    except BadMappingFile as error:
        problems = [f"{file.name}:{p.line}: {p.field}: {p.text}" for p in error.problems]
        raise BadState(problems, error.problems[0].hint) from error
    except (OSError, ValueError) as error:
        said = "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
        raise BadState([f"{file}: {said}"], _HINT) from error
