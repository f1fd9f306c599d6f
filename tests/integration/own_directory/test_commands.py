"""The commands as the handbook has them, as processes, against a real slapd and an OX over TLS."""

from oxsim.testing import Running
from stellwerk.demo.directory.town import PEOPLE
from tests.integration.own_directory.installation import Installation, groups, users
from tests.servers.slapd import Slapd

TROUBLEMAKERS = 3


def test_from_the_template_to_accounts(pointed: Installation, slapd: Slapd, ox: Running):
    pointed.never_used()
    pointed.cold = True
    said = pointed.run("config", "import", "stellwerk.toml")
    assert "made      source directory" in said
    assert "made      target ox" in said

    check = pointed.json("check")
    assert check["ok"], check
    states = {one["what"]: one["state"] for one in check["checks"]}
    assert states["source directory: encryption"] == "ok"
    assert states["target ox: certificate"] == "ok"
    assert states["target ox: context 10"] == "ok"
    sample = next(one for one in check["checks"] if "sample from" in one["what"])
    assert "rule UCS: isOxUser" in sample["result"]
    assert ox.stats()["creates"] == {}

    plan = pointed.json("plan")
    assert plan["plan"]["adopt"] == 1  # context 10 itself
    assert plan["plan"]["create"] > 60
    assert len(plan["parked"]) == TROUBLEMAKERS
    assert ox.stats()["creates"] == {}

    report = pointed.json("sync", "--yes", code=1)  # parked objects are worth an exit code
    planned = plan["plan"]["adopt"] + plan["plan"]["create"]
    # More only where a group had to go before its last members had come.
    assert report["applied"] >= planned
    assert report["waiting"] == []

    status = pointed.json("status", code=1)
    (target,) = status["targets"]
    assert (target["due"], target["held"], target["parked"]) == (0, 0, TROUBLEMAKERS)
    assert target["applied"] == planned

    everybody = {**users(ox, 10), **users(ox, 20)}
    people = [change for change in plan["changes"] if change["object"].startswith("person:")]
    assert set(everybody) == {change["name"] for change in people}

    second = pointed.json("sync", "--yes", code=1)
    assert second["applied"] == 0


def test_exactly_the_change_in_the_directory_arrives(
    pointed: Installation, slapd: Slapd, ox: Running
):
    pointed.run("config", "import", "stellwerk.toml")
    pointed.run("sync", "--yes", code=1)
    before = ox.state()
    login = next(iter(users(ox)))
    slapd.replace(f"uid={login},{PEOPLE}", telephoneNumber="+49 3999 4711")
    ox.reset()

    plan = pointed.json("plan")
    (change,) = plan["changes"]
    assert change["name"] == login
    assert list(change["fields"]) == ["telephone_business1"]
    report = pointed.json("sync", "--yes", code=1)
    assert report["applied"] == 1

    after = ox.state()
    assert users(ox)[login]["telephone_business1"] == "+49 3999 4711"
    for state in (before, after):
        for one in state["contexts"].values():
            for user in one["users"].values() if isinstance(one["users"], dict) else one["users"]:
                if user["name"] == login:
                    user.pop("telephone_business1", None)
    assert after == before
    writes = {
        name: n for name, n in ox.stats()["calls"].items() if name.endswith((".change", "Access"))
    }
    assert sum(writes.values()) == 1


def test_manual_means_plan_approve_sync(pointed: Installation, ox: Running):
    pointed.edit(('apply = "auto"', 'apply = "manual"'))
    pointed.run("config", "import", "stellwerk.toml")
    plan = pointed.json("plan")
    counts = plan["plan"]
    assert counts["held"] > 60
    assert sum(counts.values()) == counts["held"]
    report = pointed.json("sync", "--yes", code=1)
    assert report["applied"] == 0
    assert users(ox) == {}

    approved = pointed.json("approve", plan["hash"])
    assert approved == {"approved": counts["held"], "moved": 0}
    report = pointed.json("sync", "--yes", code=1)
    assert report["applied"] == counts["held"]
    assert len(users(ox)) + len(users(ox, 20)) > 40
    assert groups(ox)


def test_a_second_import_changes_nothing_and_prune_asks_before_it_orphans(
    pointed: Installation, ox: Running
):
    pointed.run("config", "import", "stellwerk.toml")
    again = pointed.json("config", "import", "stellwerk.toml")
    assert (again["made"], again["changed"]) == ([], [])
    assert again["unchanged"] == ["portal Lindenau", "source directory", "target ox"]
    pointed.edit(
        ("# [[access_profile]]\n# name", "[[access_profile]]\nname"),
        ("# rights = [", "rights = ["),
        ('"collectemailaddresses"]', "]"),
    )
    assert pointed.json("config", "import", "stellwerk.toml")["made"] == ["access profile teacher"]
    pointed.edit(
        ("[[access_profile]]", "[[access_profile]] # gone"), ('name = "teacher"', 'name = "other"')
    )
    kept = pointed.json("config", "import", "stellwerk.toml")
    assert kept["made"] == ["access profile other"]
    assert kept["kept"] == ["access profile teacher"]
    pruned = pointed.json("config", "import", "stellwerk.toml", "--prune")
    assert pruned["removed"] == ["access profile teacher"]

    pointed.run("sync", "--yes", code=1)
    pointed.edit(('name = "directory"', 'name = "renamed"'))
    said = pointed.run("config", "import", "stellwerk.toml", "--prune", code=1)
    assert "source directory" in said
    assert "nothing was changed" in said
    assert [one["name"] for one in pointed.json("status", code=1)["sources"]] == ["directory"]
    pointed.edit(('name = "renamed"', 'name = "directory"'), ('name = "ox"', 'name = "new"'))
    assert "target ox" in pointed.run("config", "import", "stellwerk.toml", "--prune", code=1)


def test_a_changed_rule_reaches_everybody(pointed: Installation, ox: Running):
    pointed.run("config", "import", "stellwerk.toml")
    pointed.run("sync", "--yes", code=1)
    pointed.edit(("# imap_login = ", 'imap_login = "{username}" # '))
    assert pointed.json("config", "import", "stellwerk.toml")["changed"] == ["target ox"]
    plan = pointed.json("plan")
    assert plan["plan"]["update"] == len(users(ox)) + len(users(ox, 20))
    assert all(list(change["fields"]) == ["imapLogin"] for change in plan["changes"])


def test_mistakes_in_the_file_are_told_before_anything_is_written(pointed: Installation):
    pointed.never_used()
    pointed.edit(("mail_domain =", "mail_domian ="))
    said = pointed.run("config", "import", "stellwerk.toml", code=1)
    lines = pointed.file.read_text().splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.startswith("mail_domian"))
    assert f"stellwerk.toml:{number}: target[1].mail_domian: this key is not known" in said
    assert "Did you mean mail_domain?" in said
    assert not pointed.data.exists()


def test_a_missing_password_file_is_named(pointed: Installation):
    pointed.never_used()
    (pointed.folder / "ox-master.secret").unlink()
    said = pointed.run("config", "import", "stellwerk.toml", code=1)
    assert "target[1].master_password_file" in said
    assert f"{pointed.folder / 'ox-master.secret'} cannot be read: No such file" in said
    assert "chmod 600" in said
    assert not pointed.data.exists()


def test_a_password_may_come_from_a_variable(pointed: Installation, monkeypatch):
    pointed.edit(('master_password_file = "ox-master.secret"', 'master_password_env = "OX_MASTER"'))
    said = pointed.run("config", "import", "stellwerk.toml", code=1)
    assert "the variable OX_MASTER is not set" in said
    monkeypatch.setenv("OX_MASTER", "secret")
    pointed.run("config", "import", "stellwerk.toml")
    assert pointed.json("check")["ok"]


def test_another_portals_folder_is_left_alone(pointed: Installation):
    pointed.run("config", "import", "stellwerk.toml")
    pointed.edit(('name = "Lindenau"', 'name = "Elsewhere"'))
    said = pointed.run("config", "import", "stellwerk.toml", code=1)
    assert "belongs to the portal 'Lindenau'" in said


def test_a_login_given_later_opens_a_context_that_was_there(pointed: Installation, ox: Running):
    """Its people wait until the login is known; then what is there is read before the plan."""
    whole = pointed.file.read_text()
    start = whole.index("[[target.context]]")
    pointed.file.write_text(whole[:start] + whole[whole.index("# Access profiles") :])
    pointed.run("config", "import", "stellwerk.toml")
    check = pointed.json("check", code=1)
    failed = [one for one in check["checks"] if one["state"] == "fail"]
    assert [one["what"] for one in failed] == ["target ox: context 10"]
    assert "[[target.context]] id = 10" in failed[0]["next"]
    pointed.run("sync", "--yes", code=1)
    assert users(ox, 10) == {}
    assert users(ox, 20)

    pointed.file.write_text(whole)
    assert pointed.json("config", "import", "stellwerk.toml")["changed"] == ["target ox"]
    plan = pointed.json("plan")
    assert plan["plan"]["adopt"] == 1
    assert len(plan["parked"]) == TROUBLEMAKERS
    pointed.run("sync", "--yes", code=1)
    assert len(users(ox, 10)) > 20
