"""The state file: what was committed is read back as it was."""

import sqlite3
from contextlib import closing

import pytest
from oxsim_sim import fill, whole

from oxsim.snapshot import log_parts, world_parts
from oxsim.store import StateFileError, open_store


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
    assert whole(world_parts(read)) == whole(world_parts(held))
    assert whole(log_parts(read)) == whole(log_parts(held))
    assert read.deleted == held.deleted
    for number, context in held.contexts.items():
        other = read.contexts[number]
        for name in ("next_id", "next_account", "names", "displays", "folded", "mails"):
            assert getattr(other, name) == getattr(context, name), name


def test_every_kind_of_change_is_read_back(kept, new_person):
    sim, again = kept
    fill(sim)
    same(sim, again)
    gif = "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs="
    attributes = {"entries": [{"key": "x", "value": {"entries": [{"key": "a", "value": "ü"}]}}]}
    booked = {"entity": 0, "group": True, "privilege": "book_directly"}
    resource = {"name": "r1", "displayname": "R", "email": "r1@x", "permissions": [booked]}
    info = {"primaryAddress": "i@x", "password": "clear", "mailEndpointSource": "primary"}
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
        ("OXResourceService.create", {"res": resource}),
        ("OXResourceService.change", {"res": {"id": 8, "available": False}}),
        ("OXResourceService.create", {"res": resource | {"name": "r2", "email": "r2@x"}}),
        ("OXResourceService.delete", {"res": {"id": 9}}),
        ("OXSecondaryAccountService.create", {"accountDataOnCreate": info, "groups": [{"id": 0}]}),
        (
            "OXSecondaryAccountService.update",
            {"accountDataUpdate": {"name": "n"}, "primaryAddress": "i@x", "users": [{"id": 3}]},
        ),
        ("OXSecondaryAccountService.delete", {"primaryAddress": "i@x", "users": [{"id": 2}]}),
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
        (
            "OXUserCopyService.copyUser",
            {"user": {"id": 3}, "src": {"id": 30}, "dest": {"id": 31}},
        ),
        ("OXContextService.changeQuota", {"ctx": {"id": 31}, "module": "user", "quotaValue": "5"}),
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


def test_a_deleted_context_fails_once_to_be_made_again_even_after_a_restart(kept, new_person):
    sim, again = kept
    fill(sim)
    sim.call("OXContextService.delete", ctx={"id": 30})
    made = {"ctx": {"id": 30, "maxQuota": -1}, "admin_user": new_person("adm")}
    sim.dispatcher.world = again()
    failed = sim.call("OXContextService.create", **made)
    assert (failed.kind, failed.message[:8]) == ("StorageException", "FLD-0038")
    sim.dispatcher.world = again()
    assert sim.call("OXContextService.create", **made).status == 200


_FIRST = """
    CREATE TABLE context (id INTEGER PRIMARY KEY, next_id INTEGER, doc TEXT);
    CREATE TABLE user (
        context INTEGER, id INTEGER, doc TEXT, photo TEXT, PRIMARY KEY (context, id));
    CREATE TABLE photo (digest TEXT PRIMARY KEY, bytes BLOB);
    CREATE TABLE team (
        context INTEGER, id INTEGER, name TEXT, displayname TEXT, PRIMARY KEY (context, id));
    CREATE TABLE member (
        context INTEGER, team INTEGER, user INTEGER, PRIMARY KEY (context, team, user)
    ) WITHOUT ROWID;
    CREATE INDEX member_user ON member (context, user);
    CREATE TABLE creation (
        number INTEGER PRIMARY KEY, time REAL, operation TEXT, context INTEGER, kind TEXT,
        name TEXT, id INTEGER);
    CREATE TABLE registered (kind TEXT PRIMARY KEY, doc TEXT);
    INSERT INTO context VALUES (10, 4, '{"name":"amt","quota":null,"mappings":["10","amt"],
        "enabled":true,"attributes":{}}');
    INSERT INTO user VALUES (10, 2, '{"name":"oxadmin","fields":{"display_name":"OX Admin",
        "primaryEmail":"a@b","aliases":["a@b"],"mailenabled":true},"password":"{SHA-256}00",
        "access":["webmail"],"quota":null,"has_filestore":false,"attributes":{}}', 'ab');
    INSERT INTO photo VALUES ('ab', x'474946');
    INSERT INTO team VALUES (10, 1, 'users', 'Standard group');
    INSERT INTO member VALUES (10, 1, 2);
    INSERT INTO creation VALUES (1, 1.5, 'start.create', 10, 'context', 'amt', 10);
    PRAGMA user_version = 1;
"""


def test_a_file_of_the_first_version_opens(tmp_path):
    path = tmp_path / "old.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(_FIRST)
    for _ in range(2):
        journal, world = open_store(path)
        admin = world.contexts[10].admin
        assert (admin.name, admin.fields["aliases"]) == ("oxadmin", ["a@b"])
        assert admin.photo.read() == b"GIF"
        assert list(world.contexts[10].groups[1].members) == [2]
        assert whole(log_parts(world))[0]["name"] == "amt"
        journal.save_context(world.contexts[10])
        journal.commit()
        journal.close()


def test_a_file_of_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "new.sqlite"
    with closing(sqlite3.connect(path)) as new:
        new.execute("PRAGMA user_version = 99")
    with pytest.raises(StateFileError, match="newer oxsim"):
        open_store(path)
