"""``python -m benchmarks.panel.counting DATA < samples``: the queries each page asks the store.

The samples come as a JSON list; out come the token of an owner's session and, per sample, the
number of queries and the status.
"""

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.panel.samples import Sample
from stellwerk.store import open_store

if TYPE_CHECKING:
    from stellwerk.people.models import Person

LOGIN = "the.owner"


def main(data: Path) -> None:
    """Count, with an owner who is made if there is none yet."""
    open_store(data)
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from stellwerk.panel.trials.trial import trials
    from stellwerk.signin import actions, cookie

    owner = _owner()
    here = actions.Client("127.0.0.1", "benchmark")
    token = actions.open_session(owner, here).token.reveal()
    trial = trials.begin(owner.pk, lambda: iter(()))
    assert trial is not None
    counted = []
    for given in json.load(sys.stdin):
        sample = Sample(**given)
        browser = Client(headers={"host": "localhost"})
        if sample.signed_in:
            browser.cookies[cookie.NAME] = token
        with CaptureQueriesContext(connection) as asked:
            answer = browser.get(sample.path.format(trial=trial.key))
            if answer.streaming:
                next(iter(answer), b"")
        counted.append((len(asked), answer.status_code))
    print(json.dumps({"token": token, "counted": counted}))


def _owner() -> "Person":
    from stellwerk.core.access import Role
    from stellwerk.people.actions import PersonFields, add_local_person, grant
    from stellwerk.people.models import Person
    from stellwerk.portals.models import Portal
    from stellwerk.signin import passwords
    from stellwerk.signin.actions import set_password

    portal = Portal.objects.get()
    owner = Person.objects.filter(portal=portal, login=LOGIN).first()
    if owner is None:
        owner = add_local_person(portal, PersonFields(LOGIN), actor="benchmark")
        grant(owner, Role.OWNER, actor="benchmark")
        set_password(owner, passwords.one_time(), actor="benchmark", keep=None)
    return owner


def as_json(samples: list[Sample]) -> str:
    """Samples as `main` reads them."""
    return json.dumps([dataclasses.asdict(one) for one in samples])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
