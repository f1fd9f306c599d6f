"""Routing: fresh marks become rows in lanes, parked rows, waiting rows, or nothing at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import transaction

from stellwerk.core import clock
from stellwerk.sync import held as held_rows
from stellwerk.sync import rows as rows_
from stellwerk.sync.changes import ADOPT, CREATE, Change
from stellwerk.sync.comparing import Judged
from stellwerk.sync.facts import members_below
from stellwerk.sync.free import split
from stellwerk.sync.judging import judge
from stellwerk.sync.judging_accounts import scoped_accounts
from stellwerk.sync.lanes import ASKED, HELD, SCHEDULED, lane_of
from stellwerk.sync.marks import mark, rank_of, remind
from stellwerk.sync.members import groups_above, groups_of, members_in
from stellwerk.sync.models import Applied, Work
from stellwerk.sync.moving import is_under_way, place
from stellwerk.sync.reminding import remind_accounts, remind_accounts_with, remind_logins
from stellwerk.sync.wanted import Absent, Blocked, Waiting, Wanted, World

BATCH = 500
_GROUPS = 50


def unrouted(target: int) -> list[Work]:
    """The next rows to route: what somebody waits for first, then contexts, people, the rest."""
    rows = Work.objects.filter(target=target, state=Work.State.READY, lane="")
    for priority in (0, 1):
        batch = list(rows.filter(priority=priority).order_by("rank", "priority", "number")[:BATCH])
        if batch:
            first = rank_of(batch[0].object)
            same = [row for row in batch if rank_of(row.object) == first]
            return same[: _GROUPS if first == 2 else BATCH]
    return []


def route(world: World) -> int:
    """Route one batch of marked rows; returns how many were handled."""
    rows = unrouted(world.target)
    if not rows:
        return 0
    groups, accounts = _whole(rows, "group:"), _whole(rows, "functional_account:")
    whole = [*groups, *accounts]
    single = [row for row in rows if row not in whole]
    above = _with_those_above(world, [row.number for row in groups])
    scoped = [*_scopes(world, above), *scoped_accounts(world, [row.number for row in accounts])]
    judged = judge(world, [row.object for row in single])
    judged_groups = judge(world, scoped)
    with transaction.atomic():
        _drop(whole)
        remind_accounts_with(world.target, above)
        generations = {row.object: row.generation for row in single}
        _settle(world, judged, generations, single)
        _settle(world, judged_groups, {}, whole)
    return len(rows)


def _whole(rows: Sequence[Work], kind: str) -> list[Work]:
    """The rows of a kind that is in several contexts, before it is known in which."""
    return [row for row in rows if row.object.startswith(kind) and "@" not in row.object]


def _with_those_above(world: World, groups: Sequence[int]) -> list[int]:
    """These groups and all that they are in, but for those that are to be routed themselves."""
    above = set().union(*groups_above(groups).values()) - set(groups)
    marked = Work.objects.filter(
        target=world.target,
        object__in=[f"group:{pk}" for pk in above],
        state=Work.State.READY,
        lane="",
    )
    return [*groups, *sorted(above - set(marked.values_list("number", flat=True)))]


def _scopes(world: World, groups: Sequence[int]) -> list[str]:
    """The scoped keys of groups: every context they have members in or are applied in."""
    if not groups:
        return []
    people = members_below(groups)
    where = members_in(world, frozenset().union(*people.values()))
    scopes = {pk: {where[p] for p in members if p in where} for pk, members in people.items()}
    for pk, scope in Applied.objects.filter(target=world.target, group__in=groups).values_list(
        "group_id", "scope"
    ):
        scopes.setdefault(pk, set()).add(scope)
    return [f"group:{pk}@{scope}" for pk in sorted(scopes) for scope in sorted(scopes[pk])]


def _settle(
    world: World, judged: Sequence[Judged], generations: dict[str, int], rows: Sequence[Work]
) -> None:
    keys = [one.key for one in judged]
    approved = held_rows.approvals(world.target, keys)
    all_free: list[Change] = []
    all_held: list[Change] = []
    places: list[tuple[rows_.Value, ...]] = []
    drops: list[rows_.Row] = []
    fresh: list[tuple[str, str, str]] = []
    for one in judged:
        free, held = split(one.changes, approved)
        all_free += free
        all_held += held
        lane = _lane(one, free, held)
        stays = lane or isinstance(one.verdict, Blocked)
        generation = generations.get(one.key)
        if generation is None:
            if stays:
                fresh.append((one.key, lane or HELD, _scope(one)))
        elif not stays:
            drops.append((world.target, one.key, generation))
        if stays:
            places.append((*_columns(one, lane), world.target, one.key, generation or 0))
    known = {one.key for one in judged}
    drops += [
        (world.target, row.object, row.generation)
        for row in rows
        if row.object not in known and row.object in generations
    ]
    held_rows.keep(world.target, keys, all_held, all_free)
    _note_leaving(world.target, judged)
    _note_rules(judged)
    priority = min((row.priority for row in rows), default=1)
    _remind(world, judged, fresh, priority)
    _fill_generations(world.target, places)
    rows_.place(places)
    rows_.drop(drops)
    rows_.schedule(
        (world.target, one.key, one.recheck_at) for one in judged if one.recheck_at is not None
    )


def _remind(
    world: World, judged: Sequence[Judged], fresh: list[tuple[str, str, str]], priority: int
) -> None:
    """What else is to be looked at: a plan shows it as well."""
    people = _arriving(judged)
    remind(world.target, [*fresh, *_joining(people)], priority)
    remind_accounts(world.target, people, priority)
    staying: dict[str, list[int]] = {}
    for one in judged:
        if one.kind == "person" and isinstance(one.verdict, Wanted) and one.applied:
            staying.setdefault(one.applied.scope, []).append(one.number)
    remind_logins(world, staying)


def _arriving(judged: Sequence[Judged]) -> dict[str, list[int]]:
    """Scope -> people who get an account there or get it back."""
    people: dict[str, list[int]] = {}
    for one in judged:
        new = any(change.action in {ADOPT, CREATE} for change in one.changes)
        back = isinstance(one.verdict, Wanted) and one.applied and one.applied.disabled
        if one.kind == "person" and (new or back):
            people.setdefault(_scope(one), []).append(one.number)
    return people


def _joining(people: Mapping[str, Collection[int]]) -> list[tuple[str, str, str]]:
    """The scoped groups of these people."""
    return [
        (f"group:{pk}@{scope}", lane_of("group", scope), scope)
        for scope, groups in groups_of(people).items()
        for pk in sorted(groups)
    ]


def _note_leaving(target: int, judged: Sequence[Judged]) -> None:
    """Groups that go with nobody left in them, and objects that came back without a call."""
    wake: list[str] = []
    for one in judged:
        applied = one.applied
        if applied is None or not applied.remote_id or one.changes:
            continue
        if isinstance(one.verdict, Wanted) and applied.disabled:
            Applied.objects.filter(pk=applied.pk).update(disabled=False, disabled_at=None)
        elif isinstance(one.verdict, Absent) and one.kind == "group" and not applied.disabled:
            now = clock.now()
            Applied.objects.filter(pk=applied.pk).update(disabled=True, disabled_at=now)
            wake.append(one.key)
        elif isinstance(one.verdict, Absent) and one.kind == "functional_account":
            # Nobody has an account of it any more, so nothing is there.
            Applied.objects.filter(pk=applied.pk, stamp="").delete()
    mark(target, wake, 1)


def _note_rules(judged: Sequence[Judged]) -> None:
    """Which rule and profile decided, so that a change of these finds whom it is about."""
    for one in judged:
        applied, verdict = one.applied, one.verdict
        if applied is None or not applied.remote_id or not isinstance(verdict, Wanted):
            continue
        rule = verdict.rule.rule if verdict.rule else None
        if (applied.profile, applied.rule) != (verdict.profile, rule):
            Applied.objects.filter(pk=applied.pk).update(profile=verdict.profile, rule=rule)


def _fill_generations(target: int, places: list[tuple[rows_.Value, ...]]) -> None:
    """Rows that were just made (scoped groups) get the generation they have now."""
    open_ones = [str(place[-2]) for place in places if not place[-1]]
    now = dict(
        Work.objects.filter(target=target, object__in=open_ones).values_list("object", "generation")
    )
    places[:] = [
        place if place[-1] else (*place[:-1], now.get(str(place[-2]), 0)) for place in places
    ]


def _lane(one: Judged, free: Sequence[Change], held: Sequence[Change]) -> str:
    """Where a row goes; "" when nothing is left to do (or it is parked).

    What is in doubt is read first, whatever is wanted of it.
    """
    if one.applied is not None and one.applied.stamp:
        return lane_of(one.kind, one.applied.stamped_in)
    if isinstance(one.verdict, Waiting) and not is_under_way(one.applied):
        return ASKED
    if free:
        return lane_of(one.kind, place(one, free) or _scope(one))
    if one.recheck_at is not None:
        return SCHEDULED
    return HELD if held else ""


def _scope(one: Judged) -> str:
    if isinstance(one.verdict, Wanted):
        return one.verdict.scope
    if one.applied is not None:
        return one.applied.scope
    if "@" in one.key:
        return one.key.partition("@")[2]
    return one.draft.scope if isinstance(one.draft, Wanted) else ""


def _columns(one: Judged, lane: str) -> tuple[str, ...]:
    """lane, state, scope, name_key, mail_key, code, error, hint of a row."""
    named = one.draft if isinstance(one.draft, Wanted) else None
    name_key, mail_key = (named.name_key, named.mail_key) if named else ("", "")
    verdict = one.verdict
    if isinstance(verdict, Blocked) and not lane:
        return (
            "", Work.State.PARKED.value, _scope(one), name_key, mail_key,
            verdict.code, verdict.text, verdict.hint,
        )  # fmt: skip
    text = verdict.question if isinstance(verdict, Waiting) else ""
    return lane, Work.State.READY.value, _scope(one), name_key, mail_key, "", text, ""


def _drop(rows: Iterable[Work]) -> None:
    rows_.drop((row.target_id, row.object, row.generation) for row in rows)
