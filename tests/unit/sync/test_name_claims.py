"""Who gets a name in a context: unique after settling, whoever holds it keeps it."""

from hypothesis import given
from hypothesis import strategies as st

from stellwerk.sync.names import Claim, Claims, group_key
from stellwerk.sync.wanted import Wanted, settle_name

NAMES = st.sampled_from(["Team", "TEAM", "team-2", "Crew", "Team-3"])
GROUPS = st.lists(NAMES, min_size=1, max_size=6)


def _settled(names: list[str], holding: dict[int, str]) -> dict[int, str]:
    """Settle groups 1..n one after the other, each seeing what the others want."""
    drafts = {
        number: Wanted("10", {"name": name}, group_key(name))
        for number, name in enumerate(names, 1)
    }
    current = dict(holding)
    for _ in range(len(names) + 1):
        for number, draft in drafts.items():
            claims = Claims()
            for other, one in drafts.items():
                key = f"group:{other}@10"
                held = group_key(current[other]) if other in current else ""
                if held:
                    wants = held == one.name_key or held.startswith(one.name_key)
                    claims.add("10", held, Claim(key, other, holds=True, wants=wants))
                if held != one.name_key:
                    claims.add("10", one.name_key, Claim(key, other, holds=False, wants=True))
            sent = current.get(number, "")
            settled = settle_name(f"group:{number}@10", number, draft, claims, sent)
            current[number] = settled.fields["name"]
    return current


@given(GROUPS)
def test_names_are_unique_once_settled(names: list[str]) -> None:
    settled = _settled(names, {})
    folded = [name.casefold() for name in settled.values()]
    assert len(set(folded)) == len(folded)


@given(GROUPS)
def test_settling_again_changes_nothing(names: list[str]) -> None:
    settled = _settled(names, {})
    assert _settled(names, settled) == settled


def test_who_holds_a_name_keeps_it_against_a_lower_number() -> None:
    claims = Claims()
    claims.add("10", "k", Claim("group:1@10", 1, holds=False, wants=True))
    claims.add("10", "k", Claim("group:2@10", 2, holds=True, wants=True))
    assert claims.taken("10", "k", "group:1@10", 1)
    assert not claims.taken("10", "k", "group:2@10", 2)


def test_a_holder_who_gives_a_name_up_is_in_the_way_but_does_not_have_it() -> None:
    claims = Claims()
    claims.add("10", "k", Claim("person:2", 2, holds=True, wants=False))
    assert not claims.taken("10", "k", "person:1", 1)
    assert claims.in_the_way("10", "k", "person:1") == Claim("person:2", 2, holds=True, wants=False)
    assert claims.in_the_way("10", "k", "person:2") is None


def test_a_strangers_name_is_taken_for_everybody() -> None:
    claims = Claims()
    claims.add("10", "k", Claim("", 0, holds=True, wants=True))
    assert claims.taken("10", "k", "person:1", 1)


def test_names_of_another_context_are_free() -> None:
    claims = Claims()
    claims.add("20", "k", Claim("person:2", 2, holds=True, wants=True))
    assert not claims.taken("10", "k", "person:1", 1)
