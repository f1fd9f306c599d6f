"""The utility service: what the servers run on, in a simple form."""

from typing import Any

from oxsim.call import Call
from oxsim.faults import InvalidData
from oxsim.rules.text import matches
from oxsim.schema.field import Values

BUILT_IN: dict[str, list[dict[str, Any]]] = {
    "server": [{"id": 2, "name": "local"}],
    "filestore": [
        {
            "id": 3,
            "url": "file:/var/opt/filestore",
            "size": 1_000_000,
            "maxContexts": 5000,
            "currentContexts": 0,
            "reserved": 0,
            "used": 0,
        }
    ],
    "database": [
        {
            "id": 4,
            "name": "oxdatabase",
            "url": "jdbc:mysql://localhost/",
            "driver": "com.mysql.jdbc.Driver",
            "login": "openexchange",
            "master": True,
            "maxUnits": 1000,
            "currentUnits": 0,
            "poolHardLimit": 1,
            "poolInitial": 0,
            "poolMax": 100,
        }
    ],
}
_PARAMETER = {"server": "srv", "filestore": "fstore", "database": "db"}
_NAMED_BY = {"server": "name", "filestore": "url", "database": "name"}


def _held(call: Call, kind: str) -> list[Values]:
    return [*BUILT_IN[kind], *call.world.registered.get(kind, [])]


def _list(call: Call, kind: str, pattern: str) -> list[Values]:
    by = _NAMED_BY[kind]
    return [one for one in _held(call, kind) if matches(pattern, one.get(by), str(one["id"]))]


def _register(call: Call, kind: str) -> Values:
    sent: Values = call.values.get(_PARAMETER[kind]) or {}
    by = _NAMED_BY[kind]
    if not sent.get(by):
        raise InvalidData(f"Mandatory fields not set: [{by}]")
    if any(one.get(by) == sent[by] for one in _held(call, kind)):
        raise InvalidData(f"{kind.capitalize()} {sent[by]} already exists")
    made_id = max(one["id"] for other in BUILT_IN for one in _held(call, other)) + 1
    call.world.registered.setdefault(kind, []).append({**sent, "id": made_id})
    call.journal.save_registered(call.world)
    call.note_created(0, kind, sent[by], made_id)
    return {"id": made_id}


def list_all_servers(call: Call) -> list[Values]:
    """All servers."""
    return _list(call, "server", "*")


def list_servers(call: Call) -> list[Values]:
    """Servers by name."""
    return _list(call, "server", call.values.get("search_pattern") or "*")


def register_server(call: Call) -> Values:
    """Add a server; the answer has only its id."""
    return _register(call, "server")


def list_all_filestores(call: Call) -> list[Values]:
    """All file stores."""
    return _list(call, "filestore", "*")


def list_filestores(call: Call) -> list[Values]:
    """File stores by address."""
    return _list(call, "filestore", call.values.get("search_pattern") or "*")


def register_filestore(call: Call) -> Values:
    """Add a file store; the answer has only its id."""
    return _register(call, "filestore")


def list_all_databases(call: Call) -> list[Values]:
    """All databases."""
    return _list(call, "database", "*")


def list_databases(call: Call) -> list[Values]:
    """Databases by name."""
    return _list(call, "database", call.values.get("search_pattern") or "*")


def register_database(call: Call) -> Values:
    """Add a database; the answer has only its id."""
    return _register(call, "database")
