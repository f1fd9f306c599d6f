"""How far single sign-on is set up: two steps, each with what belongs to it and its tick."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stellwerk.portals.models import Portal, Trail
from stellwerk.sso import validity
from stellwerk.sso.configuration import Configuration
from stellwerk.sso.models import Key, SignOn, Trial
from stellwerk.sso.saml.names import NameIdFormat
from stellwerk.sso.validity import State


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing that has to be there: how it stands (a tone), in words, and where it is set."""

    title: str
    tone: str
    said: str
    url: str = ""

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.tone == "good"


def here(row: SignOn, configuration: Configuration) -> Sequence[Tick]:
    """The first step: the identity provider, made known here."""
    keys = list(Key.objects.filter(portal=row.portal, slot=Key.Slot.ACTIVE))
    return [
        _provider(configuration),
        _certificates(configuration),
        _people(configuration),
        _keys(configuration, keys),
    ]


def there(row: SignOn) -> Sequence[Tick]:
    """The second step: we, made known at the identity provider."""
    return [_address(row.portal), _registered(row), _tried(row)]


def _provider(configuration: Configuration) -> Tick:
    title, provider = _("Its name and addresses"), configuration.provider
    if provider.entity_id and provider.sso_address:
        return Tick(title, "good", provider.entity_id, reverse("sso-part", args=["provider"]))
    said = _("Give the address of its metadata, or upload the file.")
    return Tick(title, "wait", said, reverse("sso-fill"))


def _certificates(configuration: Configuration) -> Tick:
    title, url = _("Its certificates"), reverse("sso-certificates")
    found = validity.of_provider(configuration)
    if not found:
        return Tick(title, "wait", _("Its metadata hold them."), url)
    if any(one.state == State.VALID for one in found):
        return Tick(title, "good", ", ".join(one.subject for one in found), url)
    if any(one.state == State.SOON for one in found):
        return Tick(title, "warn", _("The last one ends within 30 days."), url)
    return Tick(title, "warn", _("None of them is in its time."), url)


def _people(configuration: Configuration) -> Tick:
    title, url = _("Attributes and roles"), reverse("sso-part", args=["people"])
    names = configuration.attributes
    transient = configuration.name_id_format == NameIdFormat.TRANSIENT
    if transient and not names.identifier:
        said = _("Name the attribute that says who somebody is: the NameID is another each time.")
        return Tick(title, "wait", said, url)
    if not (names.first_name and names.last_name and names.mail):
        return Tick(title, "wait", _("First name, last name and mail need an attribute."), url)
    who = names.identifier or _("the NameID")
    said = _("Known by %(who)s; named by %(first)s, %(last)s, %(mail)s.")
    given = {"first": names.first_name, "last": names.last_name, "mail": names.mail}
    return Tick(title, "good", said % {"who": who, **given}, url)


def _keys(configuration: Configuration, keys: Sequence[Key]) -> Tick:
    title, url, signing = _("Our certificate"), reverse("sso-keys"), configuration.signing
    signs = any(row.use != Key.Use.ENCRYPTION for row in keys)
    opens = any(row.use != Key.Use.SIGNING for row in keys)
    if signing.want_assertions_encrypted and not opens:
        return Tick(title, "wait", _("One for encryption is missing."), url)
    wanted = signing.sign_authn_requests or (
        configuration.provider.slo_address
        and (signing.sign_logout_requests or signing.sign_logout_responses)
    )
    if wanted and not signs:
        return Tick(title, "wait", _("One for signing is missing: have it made here."), url)
    if not keys:
        return Tick(title, "off", _("Not needed with these settings."), url)
    ends = [validity.of_pem(row.certificate) for row in keys]
    if any(one.state != State.VALID for one in ends):
        return Tick(title, "warn", _("One of them ends within 30 days or has ended."), url)
    return Tick(title, "good", ", ".join(one.subject for one in ends), url)


def _address(portal: Portal) -> Tick:
    title, address, url = _("The portal's address"), portal.address, reverse("portal")
    if address.startswith("https://"):
        return Tick(title, "good", address, url)
    if not address:
        return Tick(title, "wait", _("It has none yet: say where people reach the panel."), url)
    local = address.partition("://")[2].startswith(("localhost", "127.0.0.1", "[::1]"))
    if local:
        said = _("%(address)s is good for tests alone.") % {"address": address}
        return Tick(title, "warn", said, url)
    said = _("%(address)s is not encrypted: use https://.") % {"address": address}
    return Tick(title, "wait", said, url)


def _registered(row: SignOn) -> Tick:
    title, url = _("Registered at the identity provider"), reverse("sso-register")
    if row.known_address and row.known_address == row.portal.address:
        return Tick(title, "good", _("It knows us under this address."), url)
    if row.known_address:
        said = _("It knows us as %(address)s, which is no longer ours.")
        return Tick(title, "warn", said % {"address": row.known_address}, url)
    return Tick(title, "wait", _("Copy our values there, or give it our metadata."), url)


def _tried(row: SignOn) -> Tick:
    title, url = _("Test sign-in"), reverse("sso-trials")
    last = Trial.objects.filter(portal=row.portal).order_by("-at", "-pk").first()
    if last is None:
        return Tick(title, "wait", _("Sign in once, without anything being changed by it."), url)
    if not last.passed:
        return Tick(title, "warn", _("The last one was refused; its report says why."), url)
    saved = Trail.objects.filter(portal=row.portal, verb__in=("sso.save", "sso.accept"))
    if saved.filter(at__gt=last.at).exists():
        return Tick(title, "wait", _("Settings were changed since the last one."), url)
    return Tick(title, "good", _("The last one went well."), url)
