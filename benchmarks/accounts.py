"""Puts accounts into oxsim's state file as its own services would, without a call."""

from pathlib import Path
from typing import Any

from oxsim.call import Call
from oxsim.options import Options
from oxsim.rules.user_create import insert
from oxsim.schema.access import from_values
from oxsim.store import open_store
from stellwerk.targets.ox.orders import Order, Outcome

_OPERATION = "OXUserService.createByModuleAccess"
_PASSWORD = "kept-nowhere"


class Accounts:
    """An oxsim state file, open for writing while no oxsim serves it."""

    def __init__(self, state: Path) -> None:
        self._journal, self._world = open_store(state)
        self._options = Options()

    def create(self, order: Order) -> Outcome:
        """Carry out the create of a user; its outcome is what a call would have had."""
        context = self._world.contexts[int(order.scope)]
        call = Call(_OPERATION, {}, self._world, self._journal, self._options)
        user = insert(call, context, _sent(order), from_values(dict(order.rights or {})))
        call.note_created(context.id, "user", user.name, user.id)
        return Outcome(order, remote_id=str(user.id), sent=dict(order.fields), rights=True)

    def close(self) -> None:
        """Write everything down."""
        self._journal.commit()
        self._journal.close()


def _sent(order: Order) -> dict[str, Any]:
    """The order's fields with the types a decoded call has."""
    sent: dict[str, Any] = dict(order.fields)
    if "mailenabled" in sent:
        sent["mailenabled"] = sent["mailenabled"] == "true"
    if "maxQuota" in sent:
        sent["maxQuota"] = int(sent["maxQuota"])
    if "image1" in sent:
        sent["image1"] = order.blobs[sent["image1"].removeprefix("sha256:")]
    return {**sent, "password": _PASSWORD}
