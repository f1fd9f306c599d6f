"""The state as JSON comes in parts, each of them small."""

from oxsim_sim import whole

from oxsim.packed import pack
from oxsim.snapshot import log_parts, world_parts
from oxsim.user import User
from oxsim.world import Account, Context, Creation, Group, Resource, World


def crowd(number: int) -> World:
    """A context of so many people, all in one group, each with a room and a secondary account."""
    context = Context(10, "ten", None, ["10", "ten"])
    for one in range(2, number + 2):
        fields = pack({"display_name": f"Jörg “{one}”"})
        context.users[one] = User(one, f"u{one}", fields, "hash")
        context.resources[one] = Resource(one, f"r{one}", f"Raum {one}", None)
        context.keep_account(Account(one, one, f"info{one}@example.org", {}))
    context.groups[1] = Group(1, "users", None, dict.fromkeys(context.users))
    log = [Creation(0.0, "create", 10, "user", f"u{one}", one) for one in context.users]
    return World({10: context, 20: Context(20, "twenty", 5, [])}, log)


def test_the_parts_together_are_everything() -> None:
    read = whole(world_parts(crowd(450), log=True))
    assert list(read) == ["contexts", "registered", "log"]
    context = read["contexts"]["10"]
    assert [user["id"] for user in context["users"]] == list(range(2, 452))
    assert context["users"][0]["display_name"] == "Jörg “2”"
    assert context["groups"][0]["members"] == list(range(2, 452))
    assert len(context["resources"]) == len(context["accounts"]) == len(read["log"]) == 450
    assert read["contexts"]["20"]["users"] == []


def test_an_empty_world_is_json_too() -> None:
    assert whole(world_parts(World(), log=True)) == {"contexts": {}, "registered": {}, "log": []}


def test_no_part_grows_with_the_world() -> None:
    parts = (part for part in world_parts(crowd(5_000)) if '"members"' not in part)
    assert max(map(len, parts)) < 120_000
    assert max(map(len, log_parts(crowd(5_000)))) < 60_000


def test_what_changes_between_two_parts_breaks_nothing() -> None:
    world = crowd(450)
    parts = world_parts(world)
    begun = [next(parts) for _ in range(5)]
    world.contexts[10].users.clear()
    world.contexts.clear()
    assert len(whole([*begun, *parts])["contexts"]["10"]["users"]) == 450
