"""Drift: what is neither what was sent nor what is wanted, by OX's rules of what can be changed."""

from hypothesis import given
from hypothesis import strategies as st

from stellwerk.audit.comparing import (
    Members,
    changed,
    member_drift,
    plain_drift,
    same_group,
    same_user,
    user_drift,
)
from stellwerk.audit.turn import SEVENTHS, Turn, following
from stellwerk.sync.comparing import difference
from stellwerk.targets.ox.access import ACCESS, FLAGS

_FIELDS = ("display_name", "room_number", "birthday", "image1", "maxQuota", "city_home", "note")
_values = st.sampled_from(["", "a", "b", "c", "-1"])
_fields = st.fixed_dictionaries(
    dict.fromkeys(_FIELDS, _values),
    optional={
        "email1": st.sampled_from(["a@x", "b@x"]),
        ACCESS: st.lists(st.sampled_from(FLAGS[:4]), unique=True).map(sorted),
    },
)
_people = st.frozensets(st.integers(1, 8))


def _whole(fields: dict[str, object]) -> dict[str, object]:
    """As the mapping makes it: four fields for the addresses, rights always."""
    mail = fields.get("email1", "a@x")
    sent = {"primaryEmail": mail, "aliases": [mail], "defaultSenderAddress": mail}
    return {ACCESS: [], "name": "anna", "email1": mail, **sent, **fields}


@given(_fields, _fields, _fields)
def test_after_learning_what_drifted_the_engine_sends_exactly_what_is_still_wanted(
    there: dict[str, object], sent: dict[str, object], wanted: dict[str, object]
) -> None:
    has, had, want = _whole(there), _whole(sent), _whole(wanted)
    drift = user_drift(has, had, want)
    learnt = {**had, **{name: pair[0] for name, pair in drift.fields.items()}}
    if drift.rights is not None:
        learnt[ACCESS] = drift.rights[0]
    sends = {name: new for name, (_, new) in difference(want, learnt, True).items()}
    after = {**has, **sends}
    left = difference(want, after, True)
    assert not left, "what OX holds in the end is wanted, as far as OX can be told"


@given(_fields, _fields)
def test_what_holds_what_was_sent_has_no_drift(
    sent: dict[str, object], wanted: dict[str, object]
) -> None:
    had = _whole(sent)
    drift = user_drift(had, had, _whole(wanted))
    assert not drift.fields
    assert drift.rights is None


@given(_fields, _fields)
def test_what_holds_what_is_wanted_has_no_drift(
    sent: dict[str, object], wanted: dict[str, object]
) -> None:
    want = _whole(wanted)
    drift = user_drift(want, _whole(sent), want)
    assert not drift.fields
    assert drift.rights is None


@given(_people, _people, _people)
def test_members_learnt_lead_to_what_is_wanted(
    there: frozenset[int], sent: frozenset[int], wanted: frozenset[int]
) -> None:
    drift = member_drift(there, sent, wanted)
    learnt = (sent - drift.lost) | drift.extra
    assert (there | (wanted - learnt)) - (learnt - wanted) == wanted


@given(_people, _people)
def test_members_that_hold_have_no_drift(there: frozenset[int], wanted: frozenset[int]) -> None:
    assert not member_drift(there, there, wanted)
    assert not member_drift(there, wanted, there)


def test_members_nobody_knows_are_compared_with_what_was_sent() -> None:
    assert member_drift({1, 2}, {2, 3}, None) == Members(frozenset({3}), frozenset({1}))


def test_rights_that_were_not_read_are_not_compared() -> None:
    there = {name: value for name, value in _whole({}).items() if name != ACCESS}
    assert user_drift(there, _whole({ACCESS: ["usm"]}), _whole({})).rights is None


def test_servers_and_the_sender_address_are_left_to_ox_and_its_people() -> None:
    there = {"imapServer": "imap://x:143", "defaultSenderAddress": "b@x", "image1ContentType": "p"}
    assert changed(there, {}) == set()
    assert changed(there, {"imapServer": "imap://y:143"}) == {"imapServer"}


def test_unlimited_is_no_quota_and_aliases_have_no_order() -> None:
    assert changed({"maxQuota": "-1", "aliases": ["b", "a"]}, {"aliases": ["a", "b"]}) == set()


def test_an_id_with_another_login_and_address_is_somebody_else() -> None:
    anna = {"name": "anna", "email1": "anna@x"}
    assert same_user({"name": "anna", "email1": "new@x"}, anna)
    assert same_user({"name": "a.muster", "email1": "ANNA@x"}, anna)
    assert not same_user({"name": "bert", "email1": "bert@x"}, anna)
    assert not same_user({"name": "bert", "email1": ""}, {"name": "anna", "email1": ""})


def test_an_id_with_another_name_and_display_name_is_another_group() -> None:
    team = {"name": "Team", "displayname": "The team"}
    assert same_group({"name": "Crew", "displayname": "The team"}, team)
    assert not same_group({"name": "Crew", "displayname": ""}, {"name": "Team", "displayname": ""})


def test_a_group_is_compared_field_by_field() -> None:
    sent = {"name": "Team", "displayname": "Team"}
    assert plain_drift({"name": "Crew", "displayname": "Team"}, sent, sent) == {
        "name": ("Crew", "Team")
    }


def test_every_person_has_its_turn_within_seven_runs() -> None:
    last: int | None = None
    seen: set[int] = set()
    for _ in range(SEVENTHS):
        last = following(last)
        seen |= {one for one in range(100) if Turn(seventh=last).has(one)}
    assert seen == set(range(100))
    assert not Turn().has(3)
    assert Turn(everybody=True).has(3)
