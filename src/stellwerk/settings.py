"""Django's settings, from the few things needed to reach the store: flag > variable > file.

DATA is the data folder: `--data`, STELLWERK_DATA, else ./var. DATA/store.toml may name another
database: `database = "sqlite:///path"`.
"""

import os
import secrets
import tomllib
from pathlib import Path

from stellwerk.core.secrets import KeyMissing, Keyring

DATA = Path(os.environ.get("STELLWERK_DATA", "var")).absolute()
STELLWERK_KEY_FILE = Path(os.environ.get("STELLWERK_KEY_FILE") or DATA / "secret.key")


def _bootstrap() -> dict[str, str]:
    file = DATA / "store.toml"
    return tomllib.loads(file.read_text()) if file.exists() else {}


def _secret_key() -> str:
    """From the key file; without one (tools, the very first start) good for this process only."""
    try:
        return Keyring.load(STELLWERK_KEY_FILE).derive("django")
    except KeyMissing:
        return secrets.token_hex(32)


_STORE = _bootstrap()

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(DATA / _STORE.get("sqlite", "stellwerk.sqlite")),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;"
            ),
        },
        # Every connection is opened by a coordinator or job thread and closed by it.
        "CONN_MAX_AGE": None,
        "ATOMIC_REQUESTS": False,
        "TEST": {"NAME": None},
    }
}
INSTALLED_APPS = [
    "stellwerk.portals",
    "stellwerk.jobs",
    "stellwerk.people",
    "stellwerk.sources",
    "stellwerk.targets",
    "stellwerk.sync",
]
AUTH_USER_MODEL = "people.Person"
# Logins are unique per portal, which our own sign-in knows; Django's check wants them global.
SILENCED_SYSTEM_CHECKS = ["auth.E003", "auth.W004"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
SECRET_KEY = _secret_key()
