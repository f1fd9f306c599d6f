"""What was done, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "change.approve": _("approved a change"),
    "change.drop": _("dropped a change"),
    "credential.remove": _("removed a login"),
    "credential.rotate": _("changed the password of a login"),
    "credential.save": _("saved a login"),
    "decision.accept": _("answered: the same person"),
    "decision.refuse": _("answered: not the same person"),
    "entry.change": _("changed an entry"),
    "entry.create": _("made an entry"),
    "entry.remove": _("removed an entry"),
    "finding.leave": _("left a finding as it is"),
    "finding.repair": _("repaired a finding"),
    "finding.report": _("had a finding reported again"),
    "object.look": _("had something looked at again"),
    "object.retry": _("had something tried again"),
    "person.create": _("made a person"),
    "portal.create": _("made the portal"),
    "portal.save": _("changed the portal"),
    "record.change": _("read a changed record"),
    "record.create": _("read a new record"),
    "record.gone": _("no longer read a record"),
    "record.return": _("read a record that came back"),
    "role.grant": _("gave a role"),
    "role.revoke": _("took a role away"),
    "rules.save": _("changed rules"),
    "password.set": _("set a password"),
    "run.cancel": _("cancelled a run"),
    "session.close": _("ended a session"),
    "session.close_others": _("ended all other sessions"),
    "session.open": _("signed in"),
    "signin.lock": _("locked signing in"),
    "signin.unlock": _("unlocked signing in"),
    "source.remove": _("removed a source"),
    "source.save": _("saved a source"),
    "sso.create": _("came in by single sign-on for the first time"),
    "sso.link": _("was linked by single sign-on"),
    "sso.off": _("switched single sign-on off"),
    "sso.on": _("switched single sign-on on"),
    "sso.refuse": _("was refused by single sign-on"),
    "target.halt": _("halted a target"),
    "target.remove": _("removed a target"),
    "target.save": _("saved a target"),
    "target.start": _("started a target"),
    "tile.remove": _("removed a tile"),
    "tile.save": _("saved a tile"),
    "tile.sort": _("put the tiles in another order"),
}


def word(verb: str) -> str | Promise:
    """A verb in words; one that has none stays as it is."""
    return VERBS.get(verb, verb)
