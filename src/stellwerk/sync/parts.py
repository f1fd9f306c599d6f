"""What an order does to its object as a whole, from the parts that may be sent. Pure."""

from collections.abc import Sequence
from typing import Any

from stellwerk.sync.changes import CREATE, DELETE, FIELDS, LEAVE, Change
from stellwerk.sync.comparing import Judged
from stellwerk.targets.ox import orders


def base_of(one: Judged, allowed: Sequence[Change]) -> tuple[str, str, dict[str, Any]]:
    """Operation, remote id and fields to send."""
    fields = {
        name: new
        for change in allowed
        if change.part in {FIELDS, LEAVE}
        for name, (_, new) in change.fields.items()
    }
    if any(change.action == CREATE for change in allowed):
        return orders.CREATE, "", fields
    if any(change.part == DELETE for change in allowed) and one.applied:
        return orders.DELETE, one.applied.remote_id, {}
    remote = one.applied.remote_id if one.applied else one.found.remote_id if one.found else ""
    return orders.UPDATE, remote, fields
