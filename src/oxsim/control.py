"""The stand-in's own interface below ``/_sim``: counters, state, log, planned trouble."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, parse_qs

from oxsim.dispatch import Dispatcher
from oxsim.injection import RuleError, read_rule
from oxsim.reply import JSON, Reply
from oxsim.snapshot import log_parts, world_parts
from oxsim.stats import Stats


def control(dispatcher: Dispatcher, method: str, url: SplitResult, body: bytes) -> Reply:
    """Answer one request below ``/_sim``."""
    asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
    match method, url.path.removeprefix("/_sim/"):
        case "GET", "stats":
            return _json(dispatcher.stats.as_json(arrivals=asked.get("arrivals") == "1"))
        case "GET", "state":
            return _parts(world_parts(dispatcher.world))
        case "GET", "log":
            return _parts(log_parts(dispatcher.world))
        case "GET", "faults":
            return _json([rule.as_json() for rule in dispatcher.rules])
        case "POST", "faults":
            return _plan(dispatcher, body)
        case "DELETE", "faults":
            dispatcher.rules.clear()
            return _json([])
        case "POST", "reset":
            return _reset(dispatcher, state=asked.get("state") == "1")
        case _:
            return _json({"error": f"no {method} {url.path}"}, 404)


def _plan(dispatcher: Dispatcher, body: bytes) -> Reply:
    try:
        sent = json.loads(body)
        rules = [read_rule(one) for one in (sent if isinstance(sent, list) else [sent])]
    except (RuleError, json.JSONDecodeError, UnicodeDecodeError) as error:
        return _json({"error": str(error)}, 400)
    dispatcher.rules.extend(rules)
    return _json([rule.as_json() for rule in dispatcher.rules])


def _reset(dispatcher: Dispatcher, *, state: bool) -> Reply:
    dispatcher.stats = Stats()
    if state:
        world = dispatcher.world
        for part in (world.contexts, world.log, world.registered, world.deleted, dispatcher.rules):
            part.clear()
        dispatcher.journal.clear()
        dispatcher.journal.commit()
    return _json({"reset": "state" if state else "counters"})


def _parts(texts: Iterator[str]) -> Reply:
    return Reply(200, b"", JSON, parts=(text.encode() for text in texts))


def _json(value: Any, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value, ensure_ascii=False).encode(), JSON)
