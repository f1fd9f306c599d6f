"""Reads of targets: their credentials, opened, and the client that talks to them."""

from stellwerk.core.errors import StellwerkError
from stellwerk.core.secrets import keyring
from stellwerk.targets.actions import place
from stellwerk.targets.models import Credential, Target
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials

MASTER = ""


class NoMaster(StellwerkError):
    """The target has no master account."""

    code = "target.no_master"
    hint = "Give master_login and its password in the configuration file."


def credentials(target: Target) -> dict[str, Credentials]:
    """All logins of a target by scope, "" being the master account; passwords opened."""
    rows = Credential.objects.filter(target=target).select_related("target")
    return {
        row.scope: Credentials(row.login, keyring().open(row.secret, place(row))) for row in rows
    }


def client(target: Target) -> OxClient:
    """A client for a target, with its settings: url, ca_file, deadline (s), lanes."""
    settings = target.settings
    return OxClient(
        str(settings["url"]),
        ca_file=settings.get("ca_file") or None,
        deadline=float(settings.get("deadline", 60)),
        connections=int(settings.get("lanes", 8)) + 1,
    )
