"""The trail as a file, streamed: as CSV for spreadsheets, as JSON for programs."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from stellwerk.core.access import Role, needs
from stellwerk.panel.pages.trail.forms import TrailFilter
from stellwerk.panel.pages.trail.queries import in_batches
from stellwerk.portals.models import Trail
from stellwerk.signin.request import Request

COLUMNS = ("at", "actor", "verb", "object", "label", "before", "after")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """A file that gives back what is written to it: the csv module formats, we stream."""

    def write(self, text: str) -> str:
        return text


@needs(Role.AUDITOR)
@require_safe
def as_csv(request: Request) -> StreamingHttpResponse:
    """Every line the filters leave: UTF-8 with a mark, as spreadsheets want it; times in UTC."""
    rows = in_batches(TrailFilter(request.portal, request.GET).rows())
    return _file(_csv(rows), "text/csv; charset=utf-8", "trail.csv")


@needs(Role.AUDITOR)
@require_safe
def as_json(request: Request) -> StreamingHttpResponse:
    """Every line the filters leave, as one JSON array; times in UTC."""
    rows = in_batches(TrailFilter(request.portal, request.GET).rows())
    return _file(_json(rows), "application/json", "trail.json")


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before what begins like one.

    Source: OWASP, CSV injection.
    """
    return f"'{text}" if text.lstrip(" \n").startswith(_FORMULA) else text


def _csv(rows: Iterator[Trail]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"
    yield str(writer.writerow(COLUMNS))
    for row in rows:
        yield str(writer.writerow([harmless(_cell(row, name)) for name in COLUMNS]))


def _json(rows: Iterator[Trail]) -> Iterator[str]:
    before = "["
    for row in rows:
        line: dict[str, Any] = {name: getattr(row, name) for name in COLUMNS}
        line["at"] = row.at.isoformat()
        yield f"{before}\n{json.dumps(line, ensure_ascii=False)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _cell(row: Trail, name: str) -> str:
    value = getattr(row, name)
    if name == "at":
        return row.at.isoformat()
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""
    return str(value)


def _file(lines: Iterator[str], kind: str, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
