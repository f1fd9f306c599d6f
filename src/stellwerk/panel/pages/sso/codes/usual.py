"""What usually causes a refusal, and what to do then."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from stellwerk.panel.settings.fields import Text


@dataclass(frozen=True, slots=True)
class Usual:
    """The likely cause, and the next step."""

    cause: Text
    step: Text


DAMAGED = Usual(
    _("The message was cut or changed on its way, or no identity provider made it."),
    _("Try again. If it stays, look for a proxy in between that changes what is posted."),
)
FORGED = Usual(
    _("No identity provider that is set up properly sends this. It may be an attempt to get in."),
    _("If people cannot sign in, update the identity provider. Otherwise nothing is to be done."),
)
STALE = Usual(
    _("Somebody went back in the browser, loaded the page again, or used an old bookmark."),
    _("Begin signing in anew, from the portal's own sign-in page."),
)
CLOCK = Usual(
    _("The clocks of the two servers differ, or the message was under way for long."),
    _("Let both servers take their time from the network (NTP)."),
)
PROVIDER = Usual(
    _("The identity provider here is not the one that sent the message."),
    _("Load its metadata anew, and compare the entity ID letter by letter."),
)
ADDRESS = Usual(
    _("The identity provider knows this portal under another address or entity ID."),
    _("Give it our metadata again: see “We, at your identity provider”."),
)
KEYS = Usual(
    _("The identity provider signs with a key that is not known here: it was renewed."),
    _("Load its metadata anew, or add its new certificate."),
)
UNSIGNED = Usual(
    _("The identity provider does not sign this part of its messages."),
    _("Let it sign assertions. If it signs responses alone, tick “A signed response is enough”."),
)
LOGOUT_UNSIGNED = Usual(
    _("The identity provider does not sign its sign-out messages."),
    _("Let it sign them. Without a signature anybody could sign people out."),
)
ALGORITHM = Usual(
    _("The identity provider uses a method that is outdated or not accepted here."),
    _("Set it to RSA with SHA-256, and to AES-GCM for encryption."),
)
DECRYPTION = Usual(
    _("The identity provider encrypts for a certificate that is not ours, or no longer."),
    _("Give it our metadata again, or switch encryption off there."),
)
CBC = Usual(
    _("The identity provider encrypts with CBC without signing the response around it."),
    _("Set it to AES-GCM, or let it sign the response as well."),
)
RELEASE = Usual(
    _("The identity provider does not hand this out to this portal."),
    _("Release it there for this portal, or correct the name under Attributes and roles."),
)
UNSOLICITED = Usual(
    _("Somebody came from a page of the identity provider, without having been sent there."),
    _("If that is wanted, tick “Let the identity provider begin”."),
)
REFUSED_THERE = Usual(
    _("The identity provider itself refused: the person may not use this portal, or gave up."),
    _("Its own log says why."),
)
POLICY = Usual(
    _("The identity provider signed the person in by another way than is asked for."),
    _("Take the ways that are asked for out, or let it use one of these."),
)
ACCOUNTS = Usual(
    _("Two accounts would come together, and nobody said that they belong to one person."),
    _("Compare the two accounts. Trust the mail domain, or change one of the addresses."),
)
LINKED_ELSE = Usual(
    _(
        "Somebody else has the mail address, or people are now known by another attribute or"
        " NameID."
    ),
    _("If it is the same person, open their page and forget the link; then they sign in again."),
)
SWITCHED_OFF = Usual(
    _("The account was switched off here, or by the directory it comes from."),
    _("Switch it on again where it comes from, if that is right."),
)
FAULT = Usual(
    _("This is a fault of Stellwerk, or a message as nobody has seen one yet."),
    _("Report it with the event ID; the log of the service has the details."),
)
