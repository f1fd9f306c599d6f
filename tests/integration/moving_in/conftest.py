"""A server on which the OX Connector was at work, and a directory that is read already."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from oxsim.options import Seed
from tests.factories import dn_of
from tests.integration.moving_in.predecessor import Predecessor
from tests.integration.sync.site_case import served_site


@pytest.fixture
def before(db: None, tmp_path: Path) -> Iterator[Predecessor]:
    """Anna and Bert in the group Team, Carla alone; all of it in step with the directory."""
    with served_site(tmp_path, seeds=(Seed(10, "boss", "boss-pw"),)) as site:
        site.configure(
            imap_server="imap://mail.example.org:143",
            smtp_server="smtp://mail.example.org:587",
            imap_login="{}",
        )
        site.directory.context(10, oxQuota="")
        one = Predecessor(site)
        one.context("context10")
        anna, bert = one.person("anna", roomNumber="1"), one.person("bert")
        one.person("carla", city="Lindenau")
        one.group("Team", anna, bert)
        site.directory.person("anna", roomNumber="1")
        site.directory.person("bert")
        site.directory.person("carla", l="Lindenau")
        site.directory.group("Team", dn_of("anna"), dn_of("bert"))
        site.read()
        yield one
