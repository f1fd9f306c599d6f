"""Writes many rows into the store at once, as the ORM would have written them, but in a stream."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, Model

_AT_ONCE = 10_000
Row = Mapping[str, Any]


def insert(model: type[Model], rows: Iterable[Row]) -> None:
    """Insert rows, each by attribute names (``person_id``); what they leave out has its default."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    stream = iter(rows)
    while some := list(islice(stream, _AT_ONCE)):
        keyed = [model._meta.pk] if "id" in some[0] else []
        chosen = [field for field in [*keyed, *fields] if field is not None]
        table = connection.ops.quote_name(model._meta.db_table)
        names = ", ".join(connection.ops.quote_name(str(field.column)) for field in chosen)
        marks = ", ".join(["%s"] * len(chosen))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",
                [[_stored(_given(row, field)) for field in chosen] for row in some],
            )


def numbers(model: type[Model]) -> Iterator[int]:
    """Primary keys that no row has yet, ascending."""
    top = model._default_manager.aggregate(top=Max("pk"))["top"] or 0
    while True:
        top += 1
        yield top


def _given(row: Row, field: Any) -> Any:
    return row[field.attname] if field.attname in row else field.get_default()


def _stored(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.hex if isinstance(value, UUID) else value
