"""The rules of a target as an ordered list of small forms."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.config.problem import Problem
from stellwerk.config.toml import Table
from stellwerk.panel.settings.fields import LinesField, text
from stellwerk.portals.models import Portal
from stellwerk.sources.models import Source

MOST = 200
_MATCH = ("kind", "attribute", "values", "group", "ou", "source", "all")
_GIVE = ("context", "context_from", "profile", "profile_from")
_COUNT = "rules"


class RuleForm(forms.Form):
    """One rule: for whom it holds, and what they get."""

    name = text(_("Name"), required=True, max_length=120)
    kind = forms.ChoiceField(
        label=_("Holds for"), choices=[("person", _("people")), ("group", _("groups"))]
    )
    attribute = text(_("whose property"), "", "departmentNumber")
    values = LinesField(label=_("has one of these values"), help_text=_("One a line."))
    group = text(_("who are in the group"), "", "teachers")
    ou = text(_("who are below"), "", "ou=staff,dc=example,dc=org")
    source = forms.ChoiceField(label=_("who come from"), required=False)
    all = forms.BooleanField(label=_("all of them"), required=False)
    context = text(_("Context"), "", "10")
    context_from = text(_("… or from the property"), "", "oxContext")
    profile = text(_("Access profile"), "", "premium")
    profile_from = text(_("… or from the property"), "", "oxAccess")

    def __init__(self, sources: Sequence[str], data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any source")), *((name, name) for name in sources)]
        field.label_suffix = ""

    def matching(self) -> list[forms.BoundField]:
        """The fields that say for whom it holds."""
        return [self[name] for name in _MATCH]

    def giving(self) -> list[forms.BoundField]:
        """The fields that say what they get."""
        return [self[name] for name in _GIVE]

    def table(self) -> Table:
        """As the file has it."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        match = {name: given[name] for name in _MATCH if name in given}
        give = {name: given[name] for name in _GIVE if name in given}
        return {"name": given["name"], "match": match, "give": give}


class Rules:
    """The rows of the list, in order. `fresh` rows come from the store or were just moved: nobody
    is told yet what is missing in them.
    """

    def __init__(self, portal: Portal, rows: Iterable[Mapping[str, Any]], *, fresh: bool) -> None:
        names = Source.objects.filter(portal=portal).order_by("position", "pk")
        known = list(names.values_list("name", flat=True))
        self.forms = [
            RuleForm(known, initial=row, prefix=f"rule-{number}")
            if fresh
            else RuleForm(known, _prefixed(row, number), prefix=f"rule-{number}")
            for number, row in enumerate(rows)
        ]
        self.count = len(self.forms)

    def is_valid(self) -> bool:
        """Whether every rule can be read."""
        return not [form for form in self.forms if not form.is_valid()]

    def tables(self) -> list[Table]:
        """As the file has them."""
        return [form.table() for form in self.forms]

    def put(self, problems: Iterable[Problem]) -> list[Problem]:
        """Show each problem at its rule; returns those that are about no rule."""
        left = []
        for one in problems:
            match = re.fullmatch(r"rule\[(\d+)\](?:\.(?:match|give))?\.?(\w*)", one.key)
            if match is None or int(match[1]) > self.count:
                left.append(one)
                continue
            form = self.forms[int(match[1]) - 1]
            field = match[2] if match[2] in form.fields else None
            form.add_error(field, f"{one.text}. {one.hint}")
        return left


def of_table(rules: Iterable[Table]) -> list[dict[str, Any]]:
    """Rules of the file as rows."""
    return [{"name": one["name"], **one["match"], **one["give"]} for one in rules]


def of_post(post: Any) -> list[dict[str, str]]:
    """What was typed, row by row."""
    text_count = str(post.get(_COUNT, "0"))
    count = min(int(text_count), MOST) if text_count.isdecimal() else 0
    return [
        {
            name: post[f"rule-{number}-{name}"]
            for name in RuleForm.base_fields
            if f"rule-{number}-{name}" in post
        }
        for number in range(count)
    ]


def rearranged(rows: Sequence[dict[str, str]], order: str) -> list[dict[str, str]]:
    """The rows after ``add``, ``up-2``, ``down-0`` or ``remove-1``; else as they were."""
    found = list(rows)
    word, _dash, at = order.partition("-")
    number = int(at) if at.isdecimal() and int(at) < len(found) else None
    if word == "add" and len(found) < MOST:
        found.append({})
    elif number is not None and word == "remove":
        del found[number]
    elif number is not None and word in {"up", "down"}:
        other = number + (-1 if word == "up" else 1)
        if 0 <= other < len(found):
            found[number], found[other] = found[other], found[number]
    return found


def _prefixed(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {f"rule-{number}-{name}": value for name, value in row.items()}
