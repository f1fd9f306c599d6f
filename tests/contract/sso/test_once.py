"""Of many who bring the same answer at once exactly one is let in, in a store of its own."""

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, sys, threading
from datetime import timedelta
os.environ["STELLWERK_DATA"] = sys.argv[1]
os.environ["DJANGO_SETTINGS_MODULE"] = "stellwerk.settings"
from pathlib import Path
from stellwerk.core.secrets import Keyring
Keyring.create(Path(sys.argv[1]) / "secret.key")
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.db import connection
from stellwerk.core import clock
from stellwerk.portals.actions import open_portal
from stellwerk.sso.models import OpenRequest
from stellwerk.sso.stores import BelievedOnce, OpenRequests, open_request

portal = open_portal("Test", actor="test")
kind = OpenRequest.Kind.SIGN_IN
ROUNDS, AT_ONCE = 20, 4
for number in range(ROUNDS):
    open_request(OpenRequest(portal=portal, request_id=f"_{number}", kind=kind,
                             created=clock.now(), browser=f"b{number}"))
won = {"consume": [], "believe": []}
gate = threading.Barrier(AT_ONCE)

def race():
    for number in range(ROUNDS):
        gate.wait()
        if OpenRequests(portal, f"b{number}", (kind,)).consume(f"_{number}"):
            won["consume"].append(number)
        gate.wait()
        until = clock.now() + timedelta(minutes=5)
        if BelievedOnce(portal).first_time("idp", f"_{number}", until):
            won["believe"].append(number)
    connection.close()

from stellwerk.people.models import Person
from stellwerk.signin.actions import Client
from stellwerk.signin.models import Session
from stellwerk.sso.arriving import Arrival, arrive
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.models import Link
from stellwerk.sso.saml.identity import Attribute, Identity, NameId

given = {"givenName": "Anna", "sn": "Arendt", "mail": "anna@example.org"}
now = clock.now()
identity = Identity(
    "idp", NameId("anna"), "_s", None, now, "", in_response_to="", response_id="", assertion_id="",
    attributes=tuple(Attribute(name, "", (value,)) for name, value in given.items()),
)

def come():
    gate.wait()
    arrive(Arrival(portal, identity, Configuration(), Client("127.0.0.1", ""), "b", ""))
    connection.close()

arriving = [threading.Thread(target=come) for _ in range(AT_ONCE)]
[one.start() for one in arriving]
[one.join() for one in arriving]
counts = (Person.objects.count(), Link.objects.count(), Session.objects.count())
assert counts == (1, 1, AT_ONCE), counts

threads = [threading.Thread(target=race) for _ in range(AT_ONCE)]
[one.start() for one in threads]
[one.join() for one in threads]
assert sorted(won["consume"]) == list(range(ROUNDS)), won
assert sorted(won["believe"]) == list(range(ROUNDS)), won
print("once")
"""


def test_an_answer_a_message_and_a_new_person_count_once_however_many_come_at_once(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "once", done.stderr[-2000:]
