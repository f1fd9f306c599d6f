"""A store whose key file is gone is not opened: a new key would lock its secrets out for good."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stellwerk.core import clock
from stellwerk.core.secrets import KeyMissing
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source
from stellwerk.sso.models import Key
from stellwerk.store import open_store
from stellwerk.targets.models import Credential, Target
from tests.browsing import portal

SEALED = "k1:secret"


def _source(where: Portal) -> None:
    Source.objects.create(portal=where, kind="ldap", name="one", secret=SEALED)


def _credential(**fields: str) -> Callable[[Portal], None]:
    def make(where: Portal) -> None:
        target = Target.objects.create(portal=where, kind="ox", name="ox")
        Credential.objects.create(target=target, scope="1", login="admin", **fields)

    return make


def _key(where: Portal) -> None:
    Key.objects.create(portal=where, certificate="", private_key=SEALED, created=clock.now())


@pytest.mark.parametrize(
    "make",
    [_source, _credential(secret=SEALED), _credential(secret="", next=SEALED), _key],
    ids=["source", "credential", "next password", "key of single sign-on"],
)
def test_every_secret_is_missed(
    db: None, settings: Any, tmp_path: Path, make: Callable[[Portal], None]
) -> None:
    make(portal())
    settings.STELLWERK_KEY_FILE = tmp_path / "gone"
    with pytest.raises(KeyMissing, match="is gone"):
        open_store(settings.DATA)
    assert not settings.STELLWERK_KEY_FILE.exists()
