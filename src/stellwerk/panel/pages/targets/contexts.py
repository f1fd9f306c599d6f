"""The contexts of a target: declared here, or only their administrators' logins."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.config.declared import entry_key
from stellwerk.config.exporting import contexts_at
from stellwerk.config.problem import Problem
from stellwerk.config.toml import Table
from stellwerk.panel.settings.fields import LinesField, Text, secret, text, tick
from stellwerk.panel.settings.form import TYPE_AGAIN, SettingsForm
from stellwerk.targets.declared import FROM_DIRECTORIES, contexts_known_at
from stellwerk.targets.models import Target

SPARE = 2
_SIGN_IN = (
    ("", _("as OX has it")),
    ("true", _("allowed")),
    ("false", _("refused: nobody can sign in")),
)
_DECLARED = ("quota", "login_mappings", "enabled")
"""What needs a name: it is declared together with the context."""
_COUNT = "contexts"
MOST = 2_000


class ContextForm(SettingsForm):
    """One context. With a name it is declared here; without one the directory declares it."""

    SECRETS = {"password": ()}
    id = forms.IntegerField(label=_("Number"), required=False, min_value=1)
    name = text(_("Name"))
    quota = forms.IntegerField(label=_("Quota in MB"), required=False, min_value=0)
    login_mappings = LinesField(
        label=_("Login mappings"),
        help_text=_("One a line; its number and name always count. Empty: as OX has them."),
    )
    enabled = forms.ChoiceField(label=_("Sign-in"), required=False, choices=_SIGN_IN)
    login = text(_("Administrator"), "", "oxadmin")
    password = secret(_("Password"))
    remove = tick(_("Take out"))

    def __init__(
        self, data: Any = None, *, row: Table | None = None, read: bool = False, **more: Any
    ) -> None:
        """`read`: a directory declares it; then only its login is set here."""
        super().__init__(data, row=row, **more)
        for field in self.fields.values():
            field.label_suffix = ""
        if row is not None:
            # The number is what it is known by; its name may change.
            self.locked.clear()
            self.fields["name"].disabled = False
            self.lock("id", _("Its number is what a context is known by, so it stays."))
            if read:
                for name in ("name", *_DECLARED):
                    self.lock(name, _("The directory declares it, so it is changed there."))

    def shown(self) -> list[tuple[forms.BoundField, Text]]:
        """Its fields, each with why it is locked; only what is there can be taken out."""
        names = [name for name in self.fields if name != "remove" or self.row]
        return [(self[name], self.locked.get(name, "")) for name in names]

    @property
    def scope(self) -> str:
        """The number as text."""
        return str((self.row or {}).get("id") or self.cleaned_data.get("id") or "")

    @property
    def empty(self) -> bool:
        """Whether nothing was typed into a spare row."""
        return self.row is None and not self.has_changed()

    def clean(self) -> dict[str, Any]:
        """A row has a number, a login has a password."""
        data = super().clean()
        if data.get("remove") or self.empty:
            return data
        if not self.row and not data.get("id"):
            self.add_error("id", _("Type the number of the context in OX."))
        if data.get("login") and not data.get("password") and not self.keeps("password"):
            self.add_error("password", _("Type the password of this administrator."))
        if data.get("password") and not data.get("login"):
            self.add_error("login", _("Whose password is it?"))
        if not data.get("name") and not data.get("login"):
            self.add_error("name", _("Give a name to declare it here, or a login."))
        for name in () if data.get("name") else _DECLARED:
            if data.get(name) not in (None, "", []):
                self.add_error(name, _("A context that is declared here needs a name."))
        return data

    def initial_of(self, row: Table) -> dict[str, Any]:
        """What the fields show of what is kept."""
        shown = super().initial_of(row)
        return {**shown, "enabled": str(shown["enabled"]).lower()} if "enabled" in shown else shown

    def table(self) -> Table:
        """As the file has it."""
        table = super().table()
        table.pop("remove", None)
        if "enabled" in table:
            table["enabled"] = table["enabled"] == "true"
        if self.row and self.row.get("login_mappings") == [] and "name" in table:
            table.setdefault("login_mappings", [])
        if "login" not in table:
            table.pop("password_kept", None)
        return table


class Contexts:
    """All rows: those that are there, then spare ones.

    A posted row says which context it is about: somebody may have declared others meanwhile.
    """

    def __init__(self, target: Target | None, post: Any = None) -> None:
        known = contexts_at(target) if target else []
        rows: list[Table | None] = [*known, *[None] * SPARE]
        if post is not None:
            by_number = {str(one["id"]): one for one in known}
            given = str(post.get(_COUNT, "0"))
            count = min(int(given), MOST) if given.isdecimal() else 0
            rows = [
                by_number.get(post.get(f"context-{number}-known", "")) for number in range(count)
            ]
        read = _read(target)
        self.forms = [
            ContextForm(
                post, row=row, read=str((row or {}).get("id")) in read, prefix=f"context-{number}"
            )
            for number, row in enumerate(rows)
        ]
        self.count = len(self.forms)

    def is_valid(self) -> bool:
        """Whether every row can be read."""
        return not [form for form in self.forms if not form.is_valid()]

    def refuse_kept(self) -> bool:
        """The target has moved: passwords that are kept stay behind. Whether one is refused."""
        refused = False
        for form in self._used():
            if form.keeps("password") and not form.cleaned_data.get("password"):
                form.add_error("password", str(TYPE_AGAIN))
                refused = True
        return refused

    def _used(self) -> list[ContextForm]:
        return [
            form for form in self.forms if not form.empty and not form.cleaned_data.get("remove")
        ]

    def tables(self) -> list[Table]:
        """As the file has them."""
        return [form.table() for form in self._used()]

    def dropped(self) -> list[str]:
        """The numbers of those that are taken out, or have lost their name or their login."""
        return [
            form.scope
            for form in self.forms
            if form.row
            and (form.cleaned_data.get("remove") or _lost(form, "name") or _lost(form, "login"))
        ]

    def put(self, problems: Iterable[Problem]) -> list[Problem]:
        """Show each problem at its row; returns those that are about no row."""
        left, used = [], self._used()
        for one in problems:
            match = re.fullmatch(r"context\[(\d+)\]\.?(\w*)", one.key)
            if match is None or int(match[1]) > len(used):
                left.append(one)
                continue
            form = used[int(match[1]) - 1]
            name = match[2].removesuffix("_kept")
            form.add_error(name if name in form.fields else None, f"{one.text}. {one.hint}")
        return left


def _read(target: Target | None) -> set[str]:
    """The numbers of the contexts that directories declare."""
    if target is None:
        return set()
    rows = contexts_known_at(target).filter(FROM_DIRECTORIES, left_at=None)
    return {entry_key(row) for row in rows}


def _lost(form: ContextForm, name: str) -> bool:
    return bool((form.row or {}).get(name) and not form.cleaned_data.get(name))
