"""`stellwerk check` names what is wrong, and what to do."""

from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from oxsim.testing import Running
from stellwerk.demo.directory.town import BASE, PEOPLE
from tests.integration.own_directory.installation import Installation
from tests.servers.ports import free_port
from tests.servers.slapd import Slapd

Checks = dict[str, dict[str, Any]]


def failing(installation: Installation) -> Checks:
    """Import, check, and give what failed by name."""
    installation.run("config", "import", "stellwerk.toml")
    found = installation.json("check", code=1)
    assert found["ok"] is False
    return {one["what"]: one for one in found["checks"] if one["state"] == "fail"}


def test_a_ca_that_did_not_sign_the_directorys_certificate(
    pointed: Installation, slapd: Slapd, ox_authority
):
    pointed.edit((f'ca_file = "{slapd.ca_file}"', f'ca_file = "{ox_authority.file}"'))
    found = failing(pointed)
    assert list(found) == ["source directory: encryption"]
    assert "cannot be verified" in found["source directory: encryption"]["result"]
    assert "ca_file" in found["source directory: encryption"]["next"]
    # What cannot be read is said, and nobody gets lost over it.
    said = pointed.run("plan")
    assert "directory was not read whole" in said
    assert "nothing to do" in said


def test_a_ca_that_did_not_sign_the_ox_servers_certificate(
    pointed: Installation, slapd: Slapd, ox: Running, ox_authority
):
    pointed.edit((f'ca_file = "{ox_authority.file}"', f'ca_file = "{slapd.ca_file}"'))
    found = failing(pointed)
    assert list(found) == ["target ox: certificate"]
    assert found["target ox: certificate"]["next"] == "Name the CA that signed it as ca_file."
    said = pointed.run("sync", "--yes", code=1)
    assert "certificate" in said
    assert ox.stats()["totals"]["calls"] == 0


def test_a_wrong_master_password(pointed: Installation, ox: Running):
    pointed.secret("ox-master.secret", "not it")
    found = failing(pointed)
    assert list(found) == ["target ox: master account"]
    assert "master_login and its password" in found["target ox: master account"]["next"]
    said = pointed.run("sync", "--yes", code=1)
    assert "login" in said
    pointed.secret("ox-master.secret", "secret")
    pointed.run("config", "import", "stellwerk.toml")
    assert pointed.json("check")["ok"]


def test_a_wrong_password_of_a_contexts_administrator(pointed: Installation):
    pointed.secret("context10.secret", "not it")
    found = failing(pointed)
    assert list(found) == ["target ox: context 10"]
    assert "does not accept the login oxadmin" in found["target ox: context 10"]["result"]


def test_a_wrong_bind_password(pointed: Installation):
    pointed.secret("ldap.secret", "not it")
    found = failing(pointed)
    assert list(found) == ["source directory: bind"]
    assert "bind_dn" in found["source directory: bind"]["next"]


def test_a_base_that_is_not_there(pointed: Installation):
    pointed.edit((f'base = "{BASE}"', f'base = "ou=nowhere,{BASE}"'))
    found = failing(pointed)
    assert f"source directory: base ou=nowhere,{BASE}" in found


def test_servers_that_are_not_there(pointed: Installation, slapd: Slapd, ox: Running):
    pointed.edit((ox.url, f"https://127.0.0.1:{free_port()}"))
    slapd.stop()
    found = failing(pointed)
    assert set(found) == {"source directory: connection", "target ox: connection"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, "Install OX's SOAP provisioning"),
        (403, "A web server in front refuses /webservices"),
    ],
)
def test_a_server_without_the_provisioning_services(
    pointed: Installation, ox: Running, status: int, expected: str
):
    class Refusing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_error(status)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Refusing)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        pointed.edit((ox.url, f"http://127.0.0.1:{server.server_port}"))
        found = failing(pointed)
    finally:
        server.shutdown()
        server.server_close()
    assert list(found) == ["target ox: services"]
    assert expected in found["target ox: services"]["next"]


def test_rules_that_name_what_is_not_declared(pointed: Installation):
    rule = '[[target.rule]]\nname = "All"\nmatch.all = true\n'
    pointed.edit(
        ('preset = "ucs"', ""),
        (
            "[[target.context]]",
            f'{rule}give.context = 77\ngive.profile = "gold"\n[[target.context]]',
        ),
    )
    pointed.run("config", "import", "stellwerk.toml")
    found = [one for one in pointed.json("check", code=1)["checks"] if one["state"] == "fail"]
    assert [one["what"] for one in found] == ["target ox: rule All", "target ox: rule All"]
    assert [one["result"] for one in found] == [
        "the context 77 is not declared anywhere",
        "the access profile gold is not declared anywhere",
    ]


def test_a_sample_that_ox_would_not_take(pointed: Installation, slapd: Slapd):
    """The first person who is assigned is shown as OX would get it, or why not."""
    pointed.run("config", "import", "stellwerk.toml")
    checks = {one["what"]: one for one in pointed.json("check")["checks"]}
    sample = checks["target ox: sample from directory"]
    login = sample["result"].partition("uid=")[2].partition(",")[0]
    slapd.replace(f"uid={login},{PEOPLE}", mailPrimaryAddress="no address")
    checks = {one["what"]: one for one in pointed.json("check")["checks"]}
    sample = checks["target ox: sample from directory"]
    assert (sample["state"], "email1" in sample["result"]) == ("warn", True)
    assert "mailPrimaryAddress" in sample["next"]


def test_nothing_configured_yet(installation: Installation):
    installation.never_used()
    found = installation.json("check", code=1)
    (only,) = found["checks"]
    assert (only["what"], only["state"]) == ("data folder", "fail")
    assert "stellwerk config import" in only["next"]


def test_secrets_that_others_could_read(pointed: Installation):
    pointed.run("config", "import", "stellwerk.toml")
    (pointed.data / "secret.key").chmod(0o644)
    checks = {one["what"]: one for one in pointed.json("check")["checks"]}
    assert checks["key file"]["state"] == "warn"
    assert checks["key file"]["next"] == f"chmod 600 {pointed.data / 'secret.key'}"


def test_without_python_ldap_the_commands_that_add_it(pointed: Installation, monkeypatch):
    """A module that cannot be imported stands in the way of the real one."""
    blocker = pointed.folder / "blocked"
    blocker.mkdir()
    (blocker / "ldap.py").write_text("raise ImportError\n")
    monkeypatch.setenv("PYTHONPATH", str(blocker))
    pointed.cold = True
    found = failing(pointed)
    step = found["source directory: python-ldap"]
    assert "apt-get install" in step["next"]
    assert "stellwerk[ldap]" in step["next"]
    said = pointed.run("plan", code=1)
    assert "stellwerk[ldap]" in said
