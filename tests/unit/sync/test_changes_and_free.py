"""Digests, goals, and what an approval or a plan still covers."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from stellwerk.sync.changes import FIELDS, LEAVE, MEMBERS, REMOVALS, UPDATE, Change, count
from stellwerk.sync.free import ALL, Approval, Permit, split

VALUE = st.one_of(st.text(max_size=8), st.lists(st.text(max_size=4), max_size=3))
FIELD = st.tuples(VALUE, VALUE)
CHANGE = st.builds(
    Change,
    target=st.just("ox"),
    object=st.sampled_from(["person:1", "person:2", "group:1@10"]),
    name=st.text(max_size=5),
    rank=st.just(1),
    part=st.sampled_from([FIELDS, MEMBERS, REMOVALS, LEAVE]),
    action=st.just(UPDATE),
    remote_id=st.sampled_from(["", "3"]),
    fields=st.dictionaries(st.sampled_from(["title", "note", "aliases"]), FIELD, max_size=3),
    add=st.dictionaries(st.integers(1, 5), st.text(max_size=3), max_size=3),
    remove=st.dictionaries(st.integers(6, 9), st.text(max_size=3), max_size=3),
    held=st.booleans(),
)


def _change(**values: object) -> Change:
    known: dict[str, object] = {
        "target": "ox",
        "object": "person:1",
        "name": "anna",
        "rank": 1,
        "part": FIELDS,
        "action": UPDATE,
        "remote_id": "3",
        "fields": {"title": ("", "Dr.")},
    }
    return Change(**{**known, **values})  # type: ignore[arg-type]


@given(CHANGE)
def test_a_digest_is_the_same_for_the_same_change(change: Change) -> None:
    reordered = replace(
        change,
        fields=dict(reversed(list(change.fields.items()))),
        add=dict(reversed(list(change.add.items()))),
    )
    assert reordered.digest == change.digest


@given(CHANGE, CHANGE)
def test_different_changes_have_different_digests(one: Change, two: Change) -> None:
    def seen(change: Change) -> tuple[object, ...]:
        return (
            change.object,
            change.part,
            change.remote_id,
            {name: (list(old), list(new)) for name, (old, new) in change.fields.items()},
            {name: (type(old), type(new)) for name, (old, new) in change.fields.items()},
            sorted(change.add),
            sorted(change.remove),
        )

    assert (one.digest == two.digest) == (seen(one) == seen(two))


def test_what_is_only_for_the_reader_is_not_in_the_digest() -> None:
    change = _change()
    assert replace(change, name="x", cause="y", notes=("z",), held=True).digest == change.digest


def test_another_old_value_changes_the_digest_but_not_the_goal() -> None:
    one, two = _change(), _change(fields={"title": ("Prof.", "Dr.")})
    assert one.digest != two.digest
    assert one.goal == two.goal


def test_another_new_value_changes_the_goal() -> None:
    assert _change().goal != _change(fields={"title": ("", "Prof.")}).goal


@given(st.lists(CHANGE, max_size=5))
def test_without_approvals_exactly_what_is_held_is_held(changes: list[Change]) -> None:
    free, held = split(changes, {})
    assert held == [change for change in changes if change.held]
    assert free == [change for change in changes if not change.held]


@given(CHANGE)
def test_an_approval_of_the_goal_frees_the_change(change: Change) -> None:
    people = frozenset({*change.add, *change.remove})
    approval = Approval(change.goal, people)
    free, held = split([change], {(change.object, change.part): approval})
    assert held == []
    assert free == [replace(change, held=False)]


def test_an_approval_of_another_goal_frees_nothing() -> None:
    change = _change(held=True)
    other = Approval(_change(fields={"title": ("", "Prof.")}).goal)
    assert split([change], {(change.object, change.part): other}) == ([], [change])


def test_who_joined_a_new_group_after_its_approval_does_not_come_along() -> None:
    change = _change(object="group:1@10", add={6: "bert", 7: "anna"}, held=True)
    approved = {(change.object, FIELDS): Approval(change.goal, frozenset({6}))}
    assert split([change], approved) == ([], [change])
    fewer = replace(change, add={6: "bert"})
    assert split([fewer], approved) == ([replace(fewer, held=False)], [])


def test_an_approval_of_another_part_frees_nothing() -> None:
    change = _change(held=True, part=LEAVE)
    assert split([change], {(change.object, FIELDS): Approval(change.goal)}) == ([], [change])


def test_of_approved_removals_a_rest_is_free_and_one_more_person_is_not() -> None:
    key = ("group:1@10", REMOVALS)
    approved = {key: Approval("", frozenset({6, 7}))}
    rest = _change(object=key[0], part=REMOVALS, fields={}, remove={6: "a"}, held=True)
    more = _change(object=key[0], part=REMOVALS, fields={}, remove={6: "a", 8: "c"}, held=True)
    assert split([rest], approved)[1] == []
    assert split([more], approved)[0] == []


@given(CHANGE)
def test_a_permit_of_everything_allows_everything(change: Change) -> None:
    assert ALL.allows(change)


@given(CHANGE)
def test_an_empty_plan_allows_no_change_that_does_anything(change: Change) -> None:
    empty = Permit({}, everything=False)
    assert empty.allows(change) == (change.part == MEMBERS and not change.add)


def test_a_plan_allows_what_it_shows_and_not_a_change_with_another_goal() -> None:
    change = _change()
    permit = Permit(
        {(change.target, change.object, FIELDS): Approval(change.goal)}, everything=False
    )
    assert permit.allows(change)
    assert permit.allows(_change(fields={"title": ("Prof.", "Dr.")}))
    assert not permit.allows(_change(fields={"title": ("", "Prof.")}))
    assert not permit.allows(_change(object="person:2"))


def test_a_new_groups_later_members_were_shown_with_it() -> None:
    seen = {(_change().target, "group:1@10", FIELDS): Approval("g", frozenset({1, 2}))}
    permit = Permit(seen, everything=False)
    later = _change(object="group:1@10", part=MEMBERS, fields={}, add={2: "b"})
    stranger = _change(object="group:1@10", part=MEMBERS, fields={}, add={3: "c"})
    assert permit.allows(later)
    assert not permit.allows(stranger)


@given(CHANGE)
def test_of_what_was_in_doubt_everything_goes_that_is_not_destructive(change: Change) -> None:
    permit = Permit(everything=False, doubtful=frozenset({(change.target, change.object)}))
    assert permit.allows(change) != change.destructive


def test_a_plan_for_one_target_permits_nothing_at_another() -> None:
    change = _change()
    seen = {("another", change.object, FIELDS): Approval(change.goal)}
    assert not Permit(seen, everything=False).allows(change)


@given(st.lists(CHANGE, max_size=6))
def test_counts_add_up(changes: list[Change]) -> None:
    counts = count([change.as_dict() for change in changes])
    assert sum(counts.values()) == len(changes)
    assert counts["held"] == sum(change.held for change in changes)
