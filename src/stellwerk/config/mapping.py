"""``[target.mapping]`` and ``mapping_file``: what becomes of a person's properties in OX.

Overrides of the table in `targets.ox.fields`; a file of Univention's OX Connector is taken as such.
"""

from pathlib import Path
from typing import Any

from stellwerk.config.section import Section
from stellwerk.targets.ox.mapping_file import LONGEST, BadMappingFile, overrides_of
from stellwerk.targets.ox.mapping_overrides import BadMapping, override_of


def mapping(section: Section, folder: Path) -> dict[str, list[str]]:
    """A target's overrides: those of its file, those written down here on top of them."""
    found = _from_file(section, folder)
    own = section.table("mapping")
    for name, value in own.values.items():
        own.asked.add(name)
        if not isinstance(value, str) and not _texts(value):
            own.problem(name, "this must be a text or a list of texts", 'Like ["roomNumber"].')
            continue
        sources = [value] if isinstance(value, str) else list(value)
        sources = [one for one in sources if one]
        try:
            override = override_of(name, sources)
        except BadMapping as error:
            own.problem(name, str(error), error.hint)
            continue
        if override is None:
            found.pop(name, None)
        else:
            found[name] = override
    return found


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _from_file(section: Section, folder: Path) -> dict[str, list[str]]:
    file = section.file("mapping_file", folder)
    if not file or not Path(file).is_file():
        return {}
    try:
        with Path(file).open(encoding="utf-8") as opened:
            return dict(overrides_of(opened.read(LONGEST + 1)))
    except BadMappingFile as error:
        for one in error.problems:
            what = f"{Path(file).name}, line {one.line}: "
            what += f"{one.field}: {one.text}" if one.field else one.text
            section.problem("mapping_file", what, one.hint)
    except (OSError, UnicodeDecodeError):
        section.problem("mapping_file", "this file cannot be read as UTF-8", "Name another one.")
    return {}
