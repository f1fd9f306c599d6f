"""Which page an address is of."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import SplitResult, parse_qs

from oxsim.dispatch import Dispatcher
from oxsim.page.context import address, context_page, group_page, user_page
from oxsim.page.elements import Link, document
from oxsim.page.overview import HOME, overview
from oxsim.reply import HTML, Reply

_PATH = re.compile(r"/_sim/contexts/(\d{1,10})(?:/(users|groups)/(\d{1,10}))?", re.ASCII)
_HEADERS = (
    ("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
)
_CSS = "text/css;charset=UTF-8"


def page(dispatcher: Dispatcher, method: str, url: SplitResult) -> Reply | None:
    """The page of an address, or None if it has none. Pages are only read."""
    if method != "GET":
        return None
    if url.path == "/_sim/style.css":
        return Reply(200, _style(), _CSS, headers=_HEADERS)
    start = _start(url)
    if url.path in ("/", "/_sim/"):
        return _reply(document("What this oxsim holds", [HOME], overview(dispatcher, start)))
    found = _PATH.fullmatch(url.path)
    context = dispatcher.world.contexts.get(int(found[1])) if found else None
    if found is None or context is None:
        return None
    title, crumbs = f"Context {context.id}", [HOME]
    if not found[2]:
        return _reply(document(title, crumbs, context_page(context, start)))
    crumbs.append(Link(address(context), title))
    number = int(found[3])
    if found[2] == "users" and number in context.users:
        user = context.users[number]
        return _reply(document(f"User {user.id}: {user.name}", crumbs, user_page(context, user)))
    if found[2] == "groups" and number in context.groups:
        group = context.groups[number]
        name = f"Group {group.id}: {group.name}"
        return _reply(document(name, crumbs, group_page(context, group, start)))
    return None


def _start(url: SplitResult) -> int:
    text = parse_qs(url.query).get("from", ["0"])[-1]
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0


def _reply(body: bytes) -> Reply:
    return Reply(200, body, HTML, headers=_HEADERS)


@cache
def _style() -> bytes:
    return Path(__file__).with_name("style.css").read_bytes()
