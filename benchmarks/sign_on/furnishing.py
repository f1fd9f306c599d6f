"""``python -m benchmarks.sign_on.furnishing DATA ADDRESS``: a portal with single sign-on."""

import sys
from pathlib import Path

from stellwerk.store import open_store
from tests.saml_messages.building import IDP
from tests.saml_messages.keys import Pair


def main(data: Path, address: str, certificate: Path) -> None:
    """Make the portal and switch it on; the identity provider's certificate lies in a file."""
    open_store(data)
    from stellwerk.portals.actions import open_portal
    from stellwerk.sso.configuration import Attributes, Configuration, Provider
    from stellwerk.sso.models import SignOn
    from stellwerk.sso.saml.names import NameIdFormat
    from stellwerk.sso.switching import turn_on

    portal = open_portal("Benchmark", actor="benchmark")
    portal.address = address
    portal.save()
    provider = Provider(
        entity_id=IDP,
        sso_address="https://idp.example.org/sso",
        certificates=(certificate.read_text(),),
    )
    wanted = Configuration(
        provider=provider,
        attributes=Attributes(groups="memberOf"),
        name_id_format=NameIdFormat.PERSISTENT,
    )
    SignOn.objects.create(portal=portal, document=wanted.to_document())
    turn_on(portal, actor="benchmark")


def certificate_of(pair: Pair, folder: Path) -> Path:
    """Where the identity provider's certificate lies."""
    file = folder / "idp.pem"
    file.write_bytes(pair.certificate_pem)
    return file


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
