"""What the engine says in plans (causes, notes, why a gate is shut), in the reader's language."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

ACTIONS: dict[str, str | Promise] = {
    "create": gettext_lazy("Create"),
    "adopt": gettext_lazy("Adopt"),
    "update": gettext_lazy("Change"),
    "disable": gettext_lazy("Switch off"),
    "delete": gettext_lazy("Delete"),
}
TONES = {"create": "good", "adopt": "info", "update": "info", "disable": "warn", "delete": "bad"}
PARTS: dict[str, str | Promise] = {
    "fields": gettext_lazy("Fields"),
    "members": gettext_lazy("New members"),
    "removals": gettext_lazy("Members taken out"),
    "leave": gettext_lazy("On the way out"),
    "delete": gettext_lazy("Deletion"),
}

_SAID = [
    (re.compile(pattern), text)
    for pattern, text in (
        (r"left the directory", gettext_noop("left the directory")),
        (
            r"made in the panel, not known to any source",
            gettext_noop("made in the panel, not known to any source"),
        ),
        (r"no rule assigns this person", gettext_noop("no rule assigns this person")),
        (r"no rule assigns this group", gettext_noop("no rule assigns this group")),
        (
            r"the context is no longer declared",
            gettext_noop("the context is no longer declared"),
        ),
        (
            r"the group is gone from the directory",
            gettext_noop("the group is gone from the directory"),
        ),
        (r"this group is never carried over", gettext_noop("this group is never carried over")),
        (
            r"nobody of this group is in context (?P<context>.+)",
            gettext_noop("nobody of this group is in context %(context)s"),
        ),
        (r"rule (?P<rule>.+)", gettext_noop("rule %(rule)s")),
        (
            r"nothing is deleted; (?P<name>.+) comes back to the same account",
            gettext_noop("nothing is deleted; %(name)s comes back to the same account"),
        ),
        (
            r"deleted after (?P<days>\d+) days, about (?P<day>[\d-]+); shared data goes to the"
            r" context administrator",
            gettext_noop(
                "deleted after %(days)s days, about %(day)s; shared data goes to the context"
                " administrator"
            ),
        ),
        (
            r"deleted after (?P<days>\d+) days, about (?P<day>[\d-]+); shared data is deleted"
            r" with it",
            gettext_noop(
                "deleted after %(days)s days, about %(day)s; shared data is deleted with it"
            ),
        ),
        (
            r"deleted after (?P<days>\d+) days, about (?P<day>[\d-]+)",
            gettext_noop("deleted after %(days)s days, about %(day)s"),
        ),
        (
            r"its deletion after (?P<days>\d+) days waits for approval again(; shared data .+)?",
            gettext_noop("its deletion after %(days)s days waits for approval again"),
        ),
        (
            r"not in the last reading, and too many others neither",
            gettext_noop("not in the last reading, and too many others neither"),
        ),
        (
            r"shared data goes to the context administrator",
            gettext_noop("shared data goes to the context administrator"),
        ),
        (
            r"shared data is deleted with it",
            gettext_noop("shared data is deleted with it"),
        ),
        (
            r"deletes every account, group and all data in it",
            gettext_noop("deletes every account, group and all data in it"),
        ),
        (
            r"display_name: (?P<name>.+) is taken in this context",
            gettext_noop("display_name: %(name)s is taken in this context"),
        ),
        (
            r"(?P<field>\w+): No first name; OX gets (?P<value>.+)\.",
            gettext_noop("%(field)s: no first name; OX gets %(value)s"),
        ),
        (
            r"(?P<field>\w+): Control characters were removed\.",
            gettext_noop("%(field)s: control characters were removed"),
        ),
        (
            r"(?P<field>\w+): (?P<value>.+) is no mail address OX takes\.",
            gettext_noop("%(field)s: %(value)s is no mail address OX takes"),
        ),
        (
            r"(?P<field>\w+): (?P<value>.+) is no date \(1980-01-02 or 02\.01\.1980\)\.",
            gettext_noop("%(field)s: %(value)s is no date (1980-01-02 or 02.01.1980)"),
        ),
        (
            r"(?P<field>\w+): (?P<value>.+) is no number of megabytes\.",
            gettext_noop("%(field)s: %(value)s is no number of megabytes"),
        ),
        (
            r"(?P<field>\w+): (?P<length>\d+) characters; OX stores (?P<limit>\d+)\.",
            gettext_noop("%(field)s: %(length)s characters; OX stores %(limit)s"),
        ),
        (
            r"(?P<now>\d+) at once, and (?P<day>\d+) in the last 24 hours, of (?P<all>\d+) there",
            gettext_noop(
                "%(now)s at once and %(day)s in the last 24 hours, of %(all)s there: more than"
                " may pass by itself"
            ),
        ),
    )
]


def said(text: str) -> str:
    """The engine's words in the reader's language; words that are not known stay as they are."""
    for pattern, words in _SAID:
        if match := pattern.fullmatch(text):
            return _(words) % match.groupdict()
    return text
