"""Cells that say what they are: in a narrow window a table's head is out of sight."""

import re

_HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
_TITLE = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[dh]\b")


def labelled(content: str) -> str:
    """A table's inside with the title of its column in each cell's `data-label`.

    Content that holds a table of its own, or no head, is left as it is.
    """
    head = _HEAD.search(content)
    if head is None or "<table" in content:
        return content
    labels = [_text(title) for title in _TITLE.findall(head[0])]

    def row(found: re.Match[str]) -> str:
        left = iter(labels)
        return _CELL.sub(lambda cell: f'{cell[0]} data-label="{next(left, "")}"', found[0])

    return content[: head.end()] + _ROW.sub(row, content[head.end() :])


def _text(html: str) -> str:
    """What stands in a piece of HTML, fit for an attribute."""
    return " ".join(_TAG.sub(" ", html).split()).replace('"', "&quot;")
