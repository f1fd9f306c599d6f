"""Makes a demo store ready to be browsed: run as a process of its own, prints what is needed.

python -m tests.browser.place DATA
"""

import json
import sys
from pathlib import Path
from typing import Any

from stellwerk.store import open_store


def main(data: Path) -> None:
    """People who can sign in, and open sessions, as one JSON object."""
    open_store(data)
    from stellwerk.core.access import Role
    from stellwerk.portals.models import Portal
    from stellwerk.signin import actions
    from tests import browsing

    portal = Portal.objects.get()
    first = actions.first_owner(portal)
    assert first is not None
    newcomers = {}
    for login in ("nora", "nils"):
        person = browsing.person(portal, login, Role.ADMINISTRATOR)
        password = actions.passwords.one_time()
        actions.set_password(person, password, one_time=True, actor="test", keep=None)
        newcomers[login] = password.reveal()
    signed_in = {}
    for login, role in (("anna", Role.OWNER), ("audrey", Role.AUDITOR)):
        person = browsing.person(portal, login, role, password=browsing.PASSWORD)
        signed_in[login] = actions.open_session(person, browsing.HERE).token.reveal()
    said: dict[str, Any] = {"first": [first[0], first[1].reveal()], "newcomers": newcomers}
    print(json.dumps(said | {"signed_in": signed_in}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
