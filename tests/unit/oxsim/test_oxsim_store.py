"""The state file: what was committed is read back as it was."""

import pytest
from oxsim_sim import fill

from oxsim.snapshot import log_json, world_json
from oxsim.store import open_store


@pytest.fixture
def kept(make_sim, tmp_path):
    """A stand-in with its state in a file, and a way to read that file anew."""
    path = tmp_path / "state.sqlite"
    journal, world = open_store(path)
    sim = make_sim()
    sim.dispatcher.world, sim.dispatcher.journal = world, journal

    def again():
        other, read = open_store(path)
        other.close()
        return read

    yield sim, again
    journal.close()


def same(sim, again):
    read, held = again(), sim.dispatcher.world
    assert world_json(read) == world_json(held)
    assert log_json(read) == log_json(held)
    for number, context in held.contexts.items():
        other = read.contexts[number]
        for name in ("next_id", "names", "displays", "folded", "mails"):
            assert getattr(other, name) == getattr(context, name), name


def test_every_kind_of_change_is_read_back(kept, new_person):
    sim, again = kept
    fill(sim)
    same(sim, again)
    gif = "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="
    attributes = {"entries": [{"key": "x", "value": {"entries": [{"key": "a", "value": "ü"}]}}]}
    steps = [
        (
            "OXUserService.create",
            {"usrdata": new_person("carol", maxQuota=5, birthday="1980-01-02")},
        ),
        ("OXUserService.change", {"usrdata": {"id": 3, "image1": gif, "image1ContentType": "x"}}),
        ("OXUserService.change", {"usrdata": {"id": 3, "userAttributes": attributes, "title": ""}}),
        ("OXUserService.changeByModuleAccess", {"user": {"id": 3}, "moduleAccess": {}}),
        ("OXGroupService.addMember", {"grp": {"id": 5}, "members": [{"id": 7}, {"id": 4}]}),
        ("OXGroupService.removeMember", {"grp": {"id": 5}, "members": [{"id": 3}]}),
        ("OXGroupService.change", {"grp": {"id": 6, "name": "neu", "members": [4]}}),
        ("OXUserService.delete", {"user": {"id": 4}}),
        ("OXGroupService.delete", {"grp": {"id": 6}}),
        ("OXContextService.change", {"ctx": {"id": 30, "name": "n", "loginMappings": ["m"]}}),
        ("OXContextService.disable", {"ctx": {"id": 30}}),
        ("OXContextService.changeModuleAccess", {"ctx": {"id": 30}, "access": {"tasks": False}}),
        ("OXUtilService.registerServer", {"srv": {"name": "s"}}),
        (
            "OXContextService.create",
            {"ctx": {"id": 31, "maxQuota": -1}, "admin_user": new_person("adm")},
        ),
        ("OXContextService.delete", {"ctx": {"id": 30}}),
    ]
    for operation, values in steps:
        answer = sim.call(operation, **values)
        assert answer.status == 200, (operation, answer.message)
        same(sim, again)
    assert set(again().contexts) == {31}


def test_refused_call_leaves_nothing_to_commit(kept):
    sim, again = kept
    fill(sim)
    assert sim.create("alice").status == 500
    sim.dispatcher.journal.commit()
    same(sim, again)


def test_log_tells_each_create_once_with_its_operation(kept):
    sim, again = kept
    fill(sim)
    sim.create("alice")
    told = [(one.operation.split(".")[0], one.kind, one.name, one.id) for one in again().log]
    assert told == [
        ("OXContextService", "context", "ctx30", 30),
        ("OXUserService", "user", "alice", 3),
        ("OXUserService", "user", "bob", 4),
        ("OXGroupService", "group", "t1", 5),
        ("OXGroupService", "group", "t2", 6),
    ]
    assert sim.dispatcher.stats.creates.total() == 5


def test_a_photo_stays_in_the_file_and_reads_back_as_it_was_sent(kept):
    sim, again = kept
    fill(sim)
    gif = "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="
    for number in (3, 4):
        change = {"id": number, "image1": gif, "image1ContentType": "image/gif"}
        assert sim.call("OXUserService.change", usrdata=change).status == 200
    assert sim.alice()["image1"] == gif
    photo = sim.dispatcher.world.contexts[30].users[3].photo
    assert not any(isinstance(part, bytes) for part in (photo.digest, photo.db))
    assert again().contexts[30].users[4].photo.digest == photo.digest
