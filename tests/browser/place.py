"""Makes the store that the browser tests look at: run as a process of its own, prints what is
needed.

python -m tests.browser.place DATA OX-URL PEOPLE
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stellwerk.demo import run
from stellwerk.store import open_store
from tests.browser.town import after_a_day, write_new_places

if TYPE_CHECKING:
    from stellwerk.portals.models import Portal


def main(data: Path, url: str, people: int) -> None:
    """A carried town, a day of changes after it, and people who can sign in: as one JSON object."""
    file = run.place_directory(data, people)
    write_new_places(data)
    open_store(data)
    portal = run.configure(url)
    from stellwerk.targets.actions import save_target
    from stellwerk.targets.models import Target

    # Whatever takes something away waits for somebody's approval.
    target = Target.objects.get(portal=portal)
    save_target(
        portal, "ox", settings={**target.settings, "gates": False}, manual=False, actor="demo"
    )
    _live(portal, file)
    _tiles(portal)
    print(json.dumps(_people(portal)))


def _live(portal: "Portal", file: Path) -> None:
    from stellwerk.sync import runs

    runs.read_sources(portal)
    drawn = runs.draw_plan(portal)
    runs.carry_out(portal, drawn, runs.permit_of(drawn), actor="demo")
    after_a_day(file)
    runs.read_sources(portal)
    runs.draw_plan(portal)


def _tiles(portal: "Portal") -> None:
    from stellwerk.tiles.actions import save_tile
    from stellwerk.tiles.fields import TileFields

    for name, german, icon in (
        ("Mail", "", "mail"),
        ("Calendar", "Kalender", "calendar"),
        ("Files", "Dateien", "folder"),
        ("Video meetings", "Videokonferenzen", "video"),
        ("Applications and forms of the citizens' office", "Anträge des Bürgerbüros", "landmark"),
        ("Intranet", "", "newspaper"),
        ("Timesheet", "Zeiterfassung", "clock"),
    ):
        address = f"https://{icon}.lindenau.example/"
        save_tile(portal, TileFields(name, address, german, icon), actor="demo")
    inner = TileFields("Payroll", "https://pay.lindenau.example/", "Lohn", "receipt", "Wages")
    save_tile(portal, inner, actor="demo")


def _people(portal: "Portal") -> dict[str, Any]:
    from stellwerk.core.access import Role
    from stellwerk.signin import actions
    from tests import browsing

    first = actions.first_owner(portal)
    assert first is not None
    newcomers = {first[0]: first[1].reveal()}
    for login in ("nora", "nils"):
        person = browsing.person(portal, login, Role.ADMINISTRATOR)
        password = actions.passwords.one_time()
        actions.set_password(person, password, one_time=True, actor="test", keep=None)
        newcomers[login] = password.reveal()
    signed_in = {}
    for login, role in (
        ("anna", Role.OWNER),
        ("bert", Role.ADMINISTRATOR),
        ("clara", Role.ADMINISTRATOR),
        ("audrey", Role.AUDITOR),
        ("paula", Role.PERSON),
    ):
        person = browsing.person(portal, login, role, password=browsing.PASSWORD)
        signed_in[login] = actions.open_session(person, browsing.HERE).token.reveal()
    return {"newcomers": newcomers, "signed_in": signed_in}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
