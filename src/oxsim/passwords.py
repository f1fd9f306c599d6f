"""Passwords as they are held: salted with the context they were set in."""

import hashlib

_MECHANISM = "{SHA-256}"


def hashed(context_id: int, password: str) -> str:
    """The stored form of a password."""
    digest = hashlib.sha256(f"{context_id}:{password}".encode()).hexdigest()
    return f"{_MECHANISM}{digest}"


def carried(stored: str, context_id: int) -> str:
    """The stored form for a user who leaves a context: the salt goes along."""
    rest = stored.removeprefix(_MECHANISM)
    return stored if "$" in rest else f"{_MECHANISM}{context_id}${rest}"


def fits(stored: str, context_id: int, password: str) -> bool:
    """Whether a password is the one of a user in a context."""
    salt, carried_along, digest = stored.removeprefix(_MECHANISM).partition("$")
    if carried_along:
        return hashed(int(salt), password) == f"{_MECHANISM}{digest}"
    return hashed(context_id, password) == stored
