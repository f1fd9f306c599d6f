"""``gate_count``, ``gate_share`` and ``gate_floor``, of a target as of a source."""

from typing import Any

from stellwerk.config.section import Section


def limits(section: Section) -> dict[str, Any]:
    """What closes the gates, as `core.gates.Limits` reads it; None where the usual limit holds."""
    count = section.number("gate_count", 0, 1_000_000)
    floor = section.number("gate_floor", 0, 1_000_000)
    return {
        "gate_count": None if count is None else int(count),
        "gate_share": section.number("gate_share", 0, 1),
        "gate_floor": None if floor is None else int(floor),
    }
