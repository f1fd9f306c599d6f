"""The stand-in as a process: its command line, its end, its state over kill -9, TLS."""

import contextlib
import datetime
import json
import os
import random
import signal
import sqlite3
import ssl
import subprocess
import sys
import threading
import urllib.request

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from oxsim_zeep import ADMIN, CTX, person, service

from oxsim.testing import spawned

SEED = ("--context", "10:oxadmin:admin-pw")


def run(*arguments):
    command = [sys.executable, "-m", "oxsim", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ends_cleanly_and_prints_one_line(number):
    process = subprocess.Popen(
        [sys.executable, "-m", "oxsim"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    line = process.stdout.readline()
    assert line.startswith("oxsim serves http://127.0.0.1:")
    process.send_signal(number)
    rest, errors = process.communicate(timeout=30)
    assert (process.returncode, rest, errors) == (0, "", "")


def test_busy_port_is_named_with_its_flag():
    with spawned() as first:
        second = run("--port", str(first.port))
    assert second.returncode == 2
    assert f"port {first.port} is in use" in second.stderr
    assert "--port" in second.stderr


def test_wrong_use():
    assert run("--dump").returncode == 2
    assert run("--context", "10").returncode == 2
    assert run("state", "--state", "/nonexistent").returncode == 2


def test_unusable_state_file_is_named(tmp_path):
    text, newer = tmp_path / "text", tmp_path / "newer.sqlite"
    text.write_text("no database" * 200)
    with contextlib.closing(sqlite3.connect(newer)) as database:
        database.execute("PRAGMA user_version = 99")
    for path in (text, newer):
        for arguments in (("--state", str(path)), ("state", "--state", str(path))):
            ended = run(*arguments)
            assert ended.returncode == 1
            assert str(path) in ended.stderr
            assert "Traceback" not in ended.stderr


def test_password_from_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim\n")
    with spawned("--master-login", "root", "--master-password-file", str(secret)) as stand_in:
        contexts = service(stand_in.url, "OXContextService")
        assert contexts.listAll(auth={"login": "root", "password": "geheim"}) == []


def test_state_survives_and_is_printed(tmp_path):
    path = tmp_path / "state.sqlite"
    for round_ in range(2):
        with spawned("--state", str(path), *SEED) as stand_in:
            users = service(stand_in.url, "OXUserService")
            users.create(ctx=CTX, usrdata=person(f"user{round_}"), auth=ADMIN)
    told = run("state", "--state", str(path)).stdout
    assert "context 10 10: 3 users, 1 groups" in told
    assert "user 4 user1 <user1@example.org> user1 Müller" in told
    as_json = json.loads(run("state", "--state", str(path), "--json").stdout)
    assert json.loads(run("--state", str(path), "--dump").stdout) == as_json
    names = [user["name"] for user in as_json["contexts"]["10"]["users"]]
    assert names == ["oxadmin", "user0", "user1"]
    assert [one["id"] for one in as_json["log"]] == [10, 3, 4]


def create_for_ever(users, answered):
    while True:
        name = f"user{len(answered)}"
        users.create(ctx=CTX, usrdata=person(name), auth=ADMIN)
        answered.append(name)


@pytest.mark.parametrize("seed", range(3))
def test_kill_loses_nothing_that_was_answered(tmp_path, seed):
    path = tmp_path / "state.sqlite"
    answered: list[str] = []
    with spawned("--state", str(path), *SEED) as stand_in:
        users = service(stand_in.url, "OXUserService")
        delay = random.Random(seed).uniform(0.1, 0.6)
        threading.Timer(delay, os.kill, (stand_in.pid, signal.SIGKILL)).start()
        with pytest.raises(requests.exceptions.ConnectionError):
            create_for_ever(users, answered)
    assert answered
    held = json.loads(run("--state", str(path), "--dump").stdout)
    names = [user["name"] for user in held["contexts"]["10"]["users"]][1:]
    assert names[: len(answered)] == answered
    assert len(names) <= len(answered) + 1
    assert [one["name"] for one in held["log"]] == ["10", *names]
    assert held["contexts"]["10"]["groups"][0]["members"] == list(range(2, len(names) + 3))


def test_tls(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    with spawned("--tls-cert", str(cert_file), "--tls-key", str(key_file)) as stand_in:
        assert stand_in.url.startswith("https://")
        assert stand_in.stats()["calls"] == {}
        trust = ssl.create_default_context(cafile=str(cert_file))
        address = f"https://localhost:{stand_in.port}/webservices/OXUserService?wsdl"
        with urllib.request.urlopen(address, context=trust) as answer:
            assert b"OXUserServiceSoapBinding" in answer.read()
