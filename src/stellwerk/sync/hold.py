"""Why a part of a change waits for somebody."""

from enum import StrEnum


class Hold(StrEnum):
    """What holds a part back; only `DESTRUCTIVE` ones may pass the gates by themselves."""

    DESTRUCTIVE = "destructive"
    MANUAL = "manual"
    """Everything of this target is held."""
    ABSENCE = "absence"
    """Only a reading says so from which too much was missing: its source holds the absence."""
    EARLIER = "earlier"
    """It waited for approval before there were gates, and goes on waiting for it."""
