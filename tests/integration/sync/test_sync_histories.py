"""Whatever happens to a directory, in the end OX holds what a simple model says."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from site_case import Site, served_site
from town_model import ACCOUNTS, CONTEXTS, GROUPS, LOGINS, ROOMS, Person, Room, Town

Step = Callable[[Town], bool]
"""Does one thing to a town; whether OX is brought in step after it."""
_ROUNDS = 15

texts = st.sampled_from(["1", "2", "3"])
contexts = st.sampled_from(CONTEXTS)
somebody = st.frozensets(st.sampled_from(LOGINS), max_size=3)
people = st.none() | st.builds(Person, contexts, texts, st.booleans())
rooms = st.none() | st.builds(Room, contexts, texts)


def _put(table: str, name: str, value: object, synced: bool) -> Step:
    """Something is there so from now on, or is gone (None)."""

    def step(town: Town) -> bool:
        rows = getattr(town, table)
        if value is None:
            rows.pop(name, None)
        else:
            rows[name] = value
        return synced

    return step


def _nest(nested: bool) -> Step:
    def step(town: Town) -> bool:
        town.nested = nested
        return False

    return step


def _puts(table: str, names: tuple[str, ...], values: st.SearchStrategy[object]) -> object:
    return st.builds(_put, st.just(table), st.sampled_from(names), values, st.booleans())


steps = st.one_of(
    _puts("people", LOGINS, people),
    _puts("people", LOGINS, people),
    _puts("groups", GROUPS, st.none() | somebody),
    _puts("rooms", ROOMS, rooms),
    _puts("accounts", ACCOUNTS, st.none() | somebody),
    st.builds(_nest, st.booleans()),
)


def _bring_in_step(site: Site) -> None:
    """Approve and carry out until a plan shows nothing any more."""
    for _ in range(_ROUNDS):
        site.sync()
        if not site.approve(site.plan())[0] and not list(site.plan().changes()):
            return
        site.drain()
    raise AssertionError(list(site.plan().changes()))


@pytest.mark.django_db
@settings(
    max_examples=3,
    phases=[Phase.generate],
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(steps, min_size=3, max_size=14))
def test_after_any_history_ox_holds_what_the_directory_says(history: list[Step]) -> None:
    with TemporaryDirectory() as folder, transaction.atomic(), served_site(Path(folder)) as site:
        site.configure(grace_days=0)
        town = Town()
        for step in history:
            synced = step(town)
            site.directory = town.directory()
            if synced:
                site.sync()
                site.approve(site.plan())
                site.drain()
        _bring_in_step(site)
        assert site.parked() == {}
        for number in CONTEXTS:
            rooms_there = site.resources(number)
            assert {k: one["room_number"] for k, one in site.users(number).items()} == town.users(
                number
            )
            assert site.groups(number) == town.groups_in(number)
            assert {k: one["description"] for k, one in rooms_there.items()} == town.rooms_in(
                number
            )
            assert set(site.accounts(number)) == town.accounts_in(number)
        site.calls()
        site.sync()
        assert site.writes() == {}
        transaction.set_rollback(True)
