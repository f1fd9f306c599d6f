"""Single sign-on as it is after some months: set up, tried, and now and then refused."""

from datetime import timedelta

from stellwerk.core import clock
from stellwerk.portals.models import Portal
from stellwerk.sso import rollover
from stellwerk.sso.configuration import Configuration, Provider
from stellwerk.sso.connecting import save
from stellwerk.sso.models import Key, Refused, Trial
from stellwerk.sso.refusals import MOST
from stellwerk.sso.saml.certificates import pem, self_signed
from stellwerk.sso.saml.names import NameIdFormat
from stellwerk.sso.saml.refusal import Code
from stellwerk.sso.trials import MOST as TRIALS

ADDRESS = "https://portal.lindenau.example"


def add_sign_on(portal: Portal) -> None:
    """Everything its pages show, as many as are kept. It stays off."""
    now = clock.now()
    Portal.objects.filter(pk=portal.pk).update(address=ADDRESS)
    portal.refresh_from_db()
    certificate = pem(self_signed("idp.lindenau.example", now=now).certificate)
    provider = Provider(
        entity_id="https://idp.lindenau.example/",
        sso_address="https://idp.lindenau.example/sso",
        certificates=(certificate,),
    )
    persistent = NameIdFormat.PERSISTENT
    save(portal, Configuration(provider=provider, name_id_format=persistent), actor="test")
    for _each in range(2):
        rollover.make(portal, Key.Use.BOTH, actor="test")
    codes = list(Code)
    Refused.objects.bulk_create(
        Refused(
            portal=portal,
            at=now - timedelta(minutes=number),
            what="response",
            code=codes[number % len(codes)],
            message="PHNhbWxwOlJlc3BvbnNlLz4=" * 200,
        )
        for number in range(MOST)
    )
    attributes = [
        {"name": f"urn:oid:{number}", "friendly_name": "", "values": ["x"] * 5}
        for number in range(40)
    ]
    Trial.objects.bulk_create(
        Trial(
            portal=portal,
            at=now - timedelta(hours=number),
            actor="test",
            passed=number % 2 == 0,
            report={"outcome": "new", "checks": [], "attributes": attributes},
        )
        for number in range(TRIALS)
    )
