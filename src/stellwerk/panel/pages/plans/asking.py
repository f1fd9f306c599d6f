"""The question before held changes are approved or dropped: what exactly will happen."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from stellwerk.core.page import Head
from stellwerk.core.said import say
from stellwerk.panel.dialogs.question import Question
from stellwerk.panel.objects.in_words import in_words
from stellwerk.panel.pages.plans.near import chunks_near
from stellwerk.panel.pages.plans.window import held_changes
from stellwerk.panel.templatetags.ui import number
from stellwerk.portals.models import Portal
from stellwerk.sync.answering import Answer
from stellwerk.sync.models import Held, Plan

_DAY = re.compile(r"about (\d{4}-\d{2}-\d{2})")
_NAMES = 8
HEIRS = (
    say("shared data goes to the context administrator"),
    say("shared data is deleted with it"),
    say("deletes every account, group and all data in it"),
)
"""What the engine notes about data that deleted accounts shared."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Held changes of a plan that a question is about; `digests` None means all of them."""

    plan: Plan
    digests: Collection[str] | None
    changes: Sequence[Mapping[str, Any]] = field(default=())


def chosen_in(plan: Plan, digests: Sequence[str] | None) -> Chosen:
    """The held changes of a plan with these digests, or all."""
    wanted = None if digests is None else set(digests)
    if wanted is not None and not wanted:
        return Chosen(plan, wanted)
    if wanted is None:
        return Chosen(plan, None, list(held_changes(plan)))
    near = chunks_near(plan, wanted)
    changes = [] if near is None else list(_first_of(held_changes(plan, near), wanted))
    if len(changes) < len(wanted):
        changes = list(_first_of(held_changes(plan), wanted))
    return Chosen(plan, wanted, changes)


def _first_of(
    changes: Iterable[Mapping[str, Any]], digests: Collection[str]
) -> Iterator[Mapping[str, Any]]:
    """The changes with these digests; a long plan is read no further than to the last of them."""
    left = set(digests)
    for change in changes:
        if change["digest"] in left:
            yield change
            left.remove(change["digest"])
            if not left:
                return


def question(portal: Portal, chosen: Chosen, verb: Answer, back: str, head: Head) -> Question:
    """What is asked, with how many accounts it is about, and when something is deleted."""
    count = len(chosen.changes) or chosen.plan.counts.get("held", 0)
    facts = [(_("Plan"), str(head.title)), (_("Held changes"), number(count))]
    if chosen.changes:
        facts += _counted(chosen.changes)
        facts += _moved(portal, chosen.changes)
    if verb is Answer.APPROVE:
        facts += _deletion(chosen.changes)
        return Question(
            _("Approve held changes?"),
            _("The worker carries them out at once. What no longer stands is left alone."),
            _("Approve"),
            back,
            danger=any(c["part"] in {"leave", "delete", "removals"} for c in chosen.changes),
            facts=tuple(facts),
        )
    return Question(
        _("Drop held changes?"),
        _(
            "Accounts and groups stay as they are. A dropped change is shown again only when"
            " something else is wanted of that object."
        ),
        _("Drop"),
        back,
        facts=tuple(facts),
    )


def _counted(changes: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    by_part = Counter((c["object"].partition(":")[0], c["part"]) for c in changes)
    removals = sum(len(c["remove"]) for c in changes if c["part"] == "removals")
    contexts = by_part.pop(("context", "delete"), 0)
    deleted = sum(n for (_kind, part), n in by_part.items() if part == "delete")
    other = sum(n for (_kind, part), n in by_part.items() if part in {"fields", "members"})
    facts = [
        (_("Accounts switched off"), sum(n for (_k, p), n in by_part.items() if p == "leave")),
        (_("Accounts and groups deleted for good"), deleted),
        (_("Contexts deleted with all that is in them"), contexts),
        (_("Members taken out of groups"), removals),
        (_("Made or changed"), other),
    ]
    return [(name, number(count)) for name, count in facts if count]


def _deletion(changes: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """When those who are switched off now are deleted, and who inherits what they shared."""
    notes = {note for c in changes if c["part"] in {"leave", "delete"} for note in c["notes"]}
    days = sorted(day for note in notes for day in _DAY.findall(note))
    facts = []
    if days:
        first, last = (date_format(date.fromisoformat(day)) for day in (days[0], days[-1]))
        when = first
        if first != last:
            when = _("%(first)s to %(last)s") % {"first": first, "last": last}
        words = _("about %(when)s, unless they come back") % {"when": when}
        facts.append((_("Deleted for good"), words))
    elif any(c["part"] == "leave" for c in changes):
        kept = _("Nothing is deleted; whoever comes back gets the same account.")
        facts.append((_("Then"), kept))
    facts += [(_("What was shared"), in_words(heir)) for heir in HEIRS if _ends(notes, heir)]
    return facts


def _ends(notes: Collection[str], words: str) -> bool:
    return any(note.endswith(words) for note in notes)


def _moved(portal: Portal, changes: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """What is held differently by now, or not at all. The answer itself looks again, thoroughly."""
    keys = {c["object"] for c in changes}
    rows = Held.objects.filter(target__portal=portal, object__in=keys, approved=False)
    now = set(rows.values_list("digest", flat=True))
    moved = [c for c in changes if c["digest"] not in now]
    if not moved:
        return []
    names = ", ".join(one["name"] for one in moved[:_NAMES])
    if len(moved) > _NAMES:
        more = number(len(moved) - _NAMES)
        names = _("%(names)s and %(count)s more") % {"names": names, "count": more}
    return [(_("No longer stands"), names)]
