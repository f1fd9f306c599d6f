"""Configuration files that tests import as they are written."""

from pathlib import Path

from stellwerk.config.file import parse
from stellwerk.config.importing import import_document
from stellwerk.config.passwords import read_passwords
from stellwerk.config.report import Report
from stellwerk.portals.models import Portal

FILE = Path("/etc/stellwerk/stellwerk.toml")


def imported(content: str) -> tuple[Report, Portal]:
    """Import a file whole, and remove what it does not name."""
    document = parse(FILE, content)
    report = import_document(document, read_passwords(document), pruning=True, actor="test")
    return report, Portal.objects.get(name=document.portal)
