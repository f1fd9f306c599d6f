"""Contexts and access profiles that the file declares, as the store keeps them."""

from stellwerk.people.models import Entry


def entry_key(row: Entry) -> str:
    """A context's id, the name of anything else: what one entry is told from another by."""
    if row.kind == "context":
        return str((row.attributes.get("contextid") or [""])[0])
    return row.name


def entry_label(row: Entry) -> str:
    """What an entry is called in messages."""
    return f"{row.kind.replace('_', ' ')} {entry_key(row)}"
