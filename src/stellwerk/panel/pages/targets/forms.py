"""The form of a target: what `config import` can set but for rules and contexts, in parts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stellwerk.config.toml import Table
from stellwerk.panel.settings.fields import authority, number, own_name, secret, text, tick, whole
from stellwerk.panel.settings.form import Part, SettingsForm
from stellwerk.panel.settings.percent import as_share, in_percent

PRESETS = [
    ("none", _("None: only the rules above")),
    ("ucs", _("UCS: isOxUser, isOxGroup, oxContext and oxAccess of the directory")),
]


class TargetForm(SettingsForm):
    """An OX App Suite server."""

    SECRETS = {"master_password": ("url", "ca_file")}
    PARTS = (
        Part(_("Server"), ("name", "url")),
        Part(
            _("Master account"),
            ("master_login", "master_password"),
            _("It makes contexts. In a context, its own administrator acts."),
        ),
        Part(
            _("What happens by itself"),
            ("apply", "gates", "gate_count", "gate_share", "gate_floor", "grace_days", "reassign",
             "close_disabled", "audit_every"),
            _("Nothing is removed unseen unless you allow it here, and then only a little a day."),
        ),
        Part(_("New accounts"), ("mail_domain", "language", "timezone")),
        Part(
            _("Accounts in detail"),
            ("identifier", "suffix", "imap_server", "smtp_server", "imap_login",
             "functional_account_login", "context_admin"),
            advanced=True,
        ),
        Part(
            _("Connection in detail"), ("ca_file", "lanes", "deadline", "settle"), advanced=True
        ),
    )  # fmt: skip
    RULES = Part(_("After these rules"), ("preset", "default_context"))
    name = own_name()
    url = text(_("Address"), _("The server of /webservices."), "https://ox.example.org",
               required=True)  # fmt: skip
    master_login = text(_("Login"), "", "oxadminmaster", required=True)
    master_password = secret(_("Password"))
    apply = forms.ChoiceField(
        label=_("Changes"),
        choices=[
            ("auto", _("flow by themselves; what takes something away waits for approval")),
            ("manual", _("all wait for approval")),
        ],
        widget=forms.RadioSelect,
        initial="auto",
    )
    gates = tick(
        _("Let a few removals a day pass, and delete leavers after the grace period"),
        _("Without it every removal waits for approval, and later every deletion."),
        usual=True,
    )
    gate_count = whole(
        _("Removals within 24 hours at most"),
        _("If more want to go, all of them wait. 50 if empty."),
        0,
        1_000_000,
    )
    gate_share = number(
        _("… and at most this share of the accounts, in percent"), _("5 if empty."), 0, 100
    )
    gate_floor = whole(
        _("… but fewer than this never wait because of the share"), _("5 if empty."), 0, 1_000_000
    )
    grace_days = number(
        _("Days from switching an account off to deleting it"),
        _("30 if empty. Whoever comes back meanwhile gets the same account again."),
        0,
        3650,
    )
    reassign = forms.ChoiceField(
        label=_("What a deleted account shared"),
        choices=[
            ("administrator", _("goes to the context administrator")),
            ("none", _("is deleted with it")),
        ],
        initial="administrator",
    )
    close_disabled = tick(_("Who is disabled in the directory loses access to OX too"))
    audit_every = number(
        _("Hours between two audits"),
        _("24 if empty, 0 for never. Reads everything at the target and compares it."),
        0,
        8760,
    )
    mail_domain = text(
        _("Mail domain"), _("Of the administrators of contexts that are made."), "example.org"
    )
    language = text(_("Language"), _("Of new accounts; people change it in OX."), "de_DE")
    timezone = text(_("Time zone"), _("Of new accounts; people change it in OX."), "Europe/Berlin")
    identifier = text(
        _("Property that becomes the login in OX"), _("username if empty."), "username"
    )
    suffix = forms.CharField(
        label=_("Added to a display name that is taken"),
        required=False,
        strip=False,
        help_text=_("For the second Anna Becker of a context."),
        widget=forms.TextInput(attrs={"placeholder": " ({login})", "autocomplete": "off"}),
    )
    imap_server = text(
        _("IMAP server"), _("Empty: as OX is set up."), "imap://mail.example.org:143"
    )
    smtp_server = text(_("SMTP server"), _("Empty: as OX is set up."), "smtp://mail.example.org:25")
    imap_login = text(
        _("Login at the IMAP server"),
        _("{} stands for the primary address, {username} for any property."),
        "{}",
    )
    functional_account_login = text(
        _("Login of members of functional accounts"),
        _(
            "At the mail server. {{fa_email_address}} stands for the account's address, "
            "{{username}} for any property of the member."
        ),
        "{{fa_entry_uuid}}{{username}}",
    )
    context_admin = text(
        _("Login of context administrators"), _("Of contexts that are made here."), "oxadmin"
    )
    ca_file = authority()
    lanes = whole(_("Calls at a time"), _("8 if empty."), 1, 64)
    deadline = number(_("Seconds for a call"), _("60 if empty."), 1, 600)
    settle = number(
        _("Seconds before an unanswered call is looked into"),
        _("60 if empty: OX may still carry out what it did not answer."),
        0,
        3600,
    )
    preset = forms.ChoiceField(label=_("Preset"), choices=PRESETS, initial="ucs")
    default_context = text(
        _("Context for people whose directory names none"), _("With the UCS preset only."), "10"
    )

    def initial_of(self, row: Table) -> dict[str, Any]:
        """As kept; the share in percent."""
        usual: dict[str, Any] = {"reassign": "administrator", "preset": "none", "gates": True}
        return usual | in_percent(super().initial_of(row))

    def clean(self) -> dict[str, Any]:
        """The master account needs its password; a default context a preset."""
        data = super().clean()
        if not data.get("master_password") and not self.keeps("master_password"):
            self.add_error("master_password", _("Type the password of the master account."))
        context = str(data.get("default_context") or "")
        if context and data.get("preset") == "none":
            self.add_error("default_context", _("This goes with the UCS preset only."))
        elif context and not context.isdecimal():
            self.add_error("default_context", _("A context is named by its number."))
        return data

    def table(self) -> Table:
        """Gates are the usual thing: while they stay on, nothing is said of them."""
        table = as_share(super().table())
        if table.get("gates") and "gates" not in (self.row or {}):
            table.pop("gates", None)
        for name in ("deadline", "settle", "grace_days", "audit_every"):
            if name in table and float(table[name]).is_integer():
                table[name] = int(table[name])
        return table
