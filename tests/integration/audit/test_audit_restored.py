"""The database of OX was put back to an older state, and life went on in it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from oxsim.testing import running
from stellwerk.targets.queries import credentials
from tests.factories import dn_of
from tests.integration.audit.audit_case import audit, repair
from tests.integration.sync.site_case import Site, served_site


def _copy(state: Path, into: Path) -> None:
    with closing(sqlite3.connect(state)) as live, closing(sqlite3.connect(into)) as copy:
        live.backup(copy)


@pytest.fixture
def site(db: None, tmp_path: Path) -> Iterator[Site]:
    """Anna and Team were in the backup, Bert and his place in Team came after it; since the restore
    somebody made Carla and Bert by hand, so that Carla has the id that Bert had.
    """
    state, backup = tmp_path / "ox.sqlite", tmp_path / "backup.sqlite"
    with served_site(tmp_path, state=state) as one:
        anna = one.directory.person("anna", roomNumber="1")
        one.directory.group("Team", anna)
        one.sync()
        one.sync()
        _copy(state, backup)
        one.directory.change(anna, roomNumber="2")
        one.directory.group("Team", anna, one.directory.person("bert"))
        one.sync()
        one.sync()
        old = one.users()["bert"]["id"]
        with running(lock_wait=0.01, state=backup) as restored:
            one.ox = restored
            one.configure()
            admin = credentials(one.target)["10"]
            one.make_user("carla", admin, display="Carla Fremd")
            one.make_user("bert", admin)
            assert one.users()["carla"]["id"] == old
            yield one


def test_what_the_restore_did_is_told_whoever_has_the_ids_now(site: Site) -> None:
    found = audit(site, rights=True)
    assert set(found) == {
        ("different", "anna"),
        ("relinked", "bert"),
        ("foreign", "carla"),
        ("members", "Team"),
    }
    assert found["relinked", "bert"].remote_id == str(site.users()["bert"]["id"])
    assert [login for _, login in found["members", "Team"].lost] == ["bert"]


def test_after_the_repair_everything_is_in_step_and_the_stranger_untouched(site: Site) -> None:
    carla = site.users()["carla"]
    audit(site, rights=True)
    repair(site, "relinked", "different", "members")
    site.drain()
    assert site.groups() == {"Team": {"anna", "bert"}}
    assert site.users()["anna"]["room_number"] == "2"
    assert site.users()["carla"] == carla
    assert set(audit(site, rights=True)) == {("foreign", "carla")}
    site.directory.change(dn_of("bert"), title="Dr.")
    site.sync()
    assert site.users()["bert"]["title"] == "Dr."
    assert site.users()["carla"] == carla
