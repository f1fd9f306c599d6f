"""A person's properties become the fields of an OX user. Pure.

The result holds every mapped field, "" where the directory holds nothing, so that what is emptied
there is emptied in OX. A field that is missing from the result is left alone.
"""

import re
from collections.abc import Mapping, Sequence

from stellwerk.core.said import Said, say
from stellwerk.core.visible import visible
from stellwerk.targets.ox.dates import parse_date
from stellwerk.targets.ox.expressions import expression
from stellwerk.targets.ox.fields import Form, Rule
from stellwerk.targets.ox.logins import PLACEHOLDER
from stellwerk.targets.ox.mailbox import is_address, ordered, server_url
from stellwerk.targets.ox.userfields import (
    FieldNote,
    FieldProblem,
    Mapped,
    Photo,
    UserSettings,
    Value,
)
from stellwerk.targets.ox.values import ILLEGAL

__all__ = [
    "FieldNote",
    "FieldProblem",
    "Mapped",
    "Photo",
    "UserSettings",
    "Value",
    "parse_date",
    "user_fields",
]

NO_GIVEN_NAME = "-"
"""OX demands a given name. A dash is visibly none, where the surname or the login would turn up
as a first name in every address book; and it is the same on each run."""

LOGIN_LIMIT = 150
_NAMING = frozenset({"name", "email1", "aliases", "imapLogin"})
_LOGIN_BAD = re.compile(r"[^$@%.+a-zA-Z0-9_-]")
_DISABLED = {"1", "true", "yes", "all"}


def user_fields(
    attributes: Mapping[str, Sequence[str]],
    blobs: Mapping[str, str | Photo],
    settings: UserSettings,
) -> Mapped:
    """The fields of the OX user this person should be.

    `attributes` are property name -> values; `blobs` are property name -> sha256 (hex) of the
    bytes, or a `Photo` where these were looked at (`photo.check`); a bare hash counts as a JPEG.
    An `oxAccess` of none closes the account (`mailenabled`), and with the setting `close_disabled`
    so does `disabled` of 1, true or all.
    """
    return _Person(attributes, blobs, settings).map()


class _Person:
    def __init__(
        self,
        attributes: Mapping[str, Sequence[str]],
        blobs: Mapping[str, str | Photo],
        settings: UserSettings,
    ) -> None:
        self.attributes = attributes
        self.blobs = blobs
        self.settings = settings
        self.result = Mapped()

    def map(self) -> Mapped:
        fields = self.result.fields
        fields["name"] = self._login()
        for rule in self.settings.rules:
            self._rule(rule)
        self._mails()
        disabled = self._first("disabled", "").casefold() in _DISABLED
        closed = disabled and self.settings.close_disabled
        no_access = self._first("oxAccess", "").casefold() == "none"
        fields["mailenabled"] = "false" if closed or no_access else "true"
        self._server("imapServer", self.settings.imap_server)
        self._server("smtpServer", self.settings.smtp_server)
        self._imap_login()
        return self.result

    def _rule(self, rule: Rule) -> None:
        if rule.form is Form.PHOTO:
            self._photo(rule)
        elif rule.form is Form.NAME:
            self.result.fields[rule.field] = self._name(rule)
        elif rule.form is Form.TEXT:
            text = self._text(rule)
            if len(text) > rule.limit:
                self._note(rule.field, "too-long", _long(len(text), rule.limit))
            else:
                self.result.fields[rule.field] = text
        elif rule.form is Form.DATE:
            self._date(rule)
        elif rule.form is Form.QUOTA:
            self._quota(rule)

    def _login(self) -> str:
        source = self.settings.identifier
        login = self._first(source, "name").strip()
        # Directories may list several user names, of which the first counts.
        if source != "username" and len(set(self.attributes.get(source, ()))) > 1:
            text = say("No login: %(source)s has more than one value.", source=source)
            self._problem("name", "login-ambiguous", text, say("Choose a property with one value."))
        elif not login:
            self._problem(
                "name",
                "no-login",
                say("No login: %(source)s is empty.", source=source),
                say("Fill %(source)s.", source=source),
            )
        elif bad := sorted(set(_LOGIN_BAD.findall(login))):
            shown = " ".join(_character(c) for c in bad)
            self._problem(
                "name",
                "login-characters",
                say(
                    "The login %(login)s holds characters OX does not allow: %(shown)s",
                    login=visible(login),
                    shown=shown,
                ),
                say("Letters a-z, digits and $ @ % . + _ - are allowed."),
            )
        elif len(login) > LOGIN_LIMIT:
            self._problem(
                "name", "too-long", _long(len(login), LOGIN_LIMIT), say("Give a shorter login.")
            )
        return login

    def _name(self, rule: Rule) -> str:
        text = self._text(rule)
        if not text.strip():
            text = self._missing_name(rule)
        if len(text) > rule.limit:
            hint = say("Shorten %(source)s in the directory.", source=rule.sources[0])
            self._problem(rule.field, "too-long", _long(len(text), rule.limit), hint)
        return text

    def _missing_name(self, rule: Rule) -> str:
        if rule.field == "given_name":
            self._note(
                rule.field,
                "no-given-name",
                say("No first name; OX gets '%(name)s'.", name=NO_GIVEN_NAME),
            )
            return NO_GIVEN_NAME
        if rule.field == "display_name":
            rules = {r.field: r for r in self.settings.rules}
            parts = [self._text(rules[f]).strip() for f in ("given_name", "sur_name") if f in rules]
            return " ".join(part for part in parts if part) or self._login_text()
        source = rule.sources[0]
        what = "surname" if rule.field == "sur_name" else rule.field
        hint = say("Fill %(source)s in the directory.", source=source)
        self._problem(
            rule.field,
            f"no-{what}",
            say("It is missing: %(source)s is empty.", source=source),
            hint,
        )
        return ""

    def _login_text(self) -> str:
        return self._first(self.settings.identifier, "name").strip()

    def _mails(self) -> None:
        fields = self.result.fields
        rules = {rule.form: rule for rule in self.settings.rules}
        rule = rules.get(Form.MAIL)
        source = rule.sources[0] if rule else "mailPrimaryAddress"
        primary = self._text(rule).strip() if rule else ""
        hint = say("Correct %(source)s in the directory.", source=source)
        if not primary:
            self._problem(
                "email1",
                "no-mail",
                say("No mail address: %(source)s is empty.", source=source),
                hint,
            )
        elif len(primary) > 255 or not is_address(primary):
            text = say("%(address)s is no mail address OX takes.", address=visible(primary))
            self._problem("email1", "invalid-mail", text, hint)
        others = []
        for other in self._all(rules.get(Form.ALIASES)):
            if len(other) <= 255 and is_address(other):
                others.append(other)
            else:
                self._note(
                    "aliases",
                    "invalid-alias",
                    say("%(address)s is no mail address OX takes.", address=visible(other)),
                )
        fields["email1"] = fields["primaryEmail"] = fields["defaultSenderAddress"] = primary
        fields["aliases"] = ordered(primary, others) if primary else []

    def _date(self, rule: Rule) -> None:
        text = self._text(rule).strip()
        if not text:
            self.result.fields[rule.field] = ""
            return
        if day := parse_date(text):
            self.result.fields[rule.field] = day
        else:
            self._note(
                rule.field,
                "invalid-date",
                say("%(value)s is no date (1980-01-02 or 02.01.1980).", value=visible(text)),
            )

    def _photo(self, rule: Rule) -> None:
        known = next((self.blobs[s] for s in rule.sources if s in self.blobs), None)
        if known is None:
            self.result.fields[rule.field] = ""
            self.result.fields[f"{rule.field}ContentType"] = ""
            return
        photo = Photo(known) if isinstance(known, str) else known
        if photo.reason:
            self._note(rule.field, "invalid-photo", photo.reason)
            return
        self.result.fields[rule.field] = f"sha256:{photo.sha256}"
        self.result.fields[f"{rule.field}ContentType"] = photo.content_type

    def _quota(self, rule: Rule) -> None:
        text = self._text(rule).strip() or "-1"
        if not re.fullmatch(r"-?[0-9]{1,15}", text):
            self._note(
                rule.field,
                "invalid-quota",
                say("%(value)s is no number of megabytes.", value=visible(text)),
            )
            return
        self.result.fields[rule.field] = str(max(int(text), -1))

    def _server(self, field: str, setting: str) -> None:
        if not setting:
            return
        home = self._first("mailHomeServer", field).strip()
        try:
            self.result.fields[field] = server_url(setting, home)
        except ValueError as error:
            self._note(field, "invalid-server", say("%(what)s.", what=error.args[0]))

    def _imap_login(self) -> None:
        template = self.settings.imap_login
        if not template:
            return
        missing = []

        def fill(match: re.Match[str]) -> str:
            name = match.group(1)
            value = (
                self._first(name, "imapLogin") if name else str(self.result.fields.get("email1"))
            ).strip()
            if not value:
                missing.append(name or "primary mail address")
            return value

        login = PLACEHOLDER.sub(fill, template)
        if missing:
            text = say(
                "The mail login is left as it is: %(names)s is empty.", names=", ".join(missing)
            )
            self._note("imapLogin", "empty-placeholder", text)
        elif ILLEGAL.search(login):
            text = say("The mail login is left as it is: it would hold a control character.")
            self._note("imapLogin", "control-characters", text)
        else:
            self.result.fields["imapLogin"] = login

    def _text(self, rule: Rule) -> str:
        """The first of the rule's sources that is not empty."""
        for source in rule.sources:
            if (text := self._value(source, rule.field)).strip():
                return text
        return ""

    def _all(self, rule: Rule | None) -> list[str]:
        """Every value of every source."""
        values: list[str] = []
        for source in rule.sources if rule else ():
            if expression(source).plain and not source.endswith("]"):
                values += (self._clean(v, "aliases") for v in self.attributes.get(source, ()))
            else:
                values.append(self._value(source, "aliases"))
        return [text for v in values if (text := v.strip())]

    def _value(self, source: str, target: str) -> str:
        if source in self.attributes:  # by far the most are plain properties
            return self._first(source, target)
        return expression(source).text(lambda name, index: self._first(name, target, index))

    def _first(self, source: str, target: str, index: int = 0) -> str:
        values = self.attributes.get(source)
        if not values or index >= len(values):
            return ""
        return self._clean(values[index], target)

    def _clean(self, text: str, target: str) -> str:
        """Text that XML can carry; what names somebody is never altered into another name."""
        if target in _NAMING:
            return text
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if ILLEGAL.search(text):
            if target:
                self._note(target, "control-characters", say("Control characters were removed."))
            text = ILLEGAL.sub("", text)
        return text

    def _problem(self, target: str, code: str, text: str, hint: str) -> None:
        self.result.problems.append(FieldProblem(target, code, text, hint))

    def _note(self, target: str, code: str, text: str) -> None:
        note = FieldNote(target, code, text)
        if note not in self.result.notes:
            self.result.notes.append(note)


def _character(char: str) -> str:
    if char == " ":
        return "blank"
    return char if char.isprintable() else f"U+{ord(char):04X}"


def _long(length: int, limit: int) -> Said:
    return say("%(length)s characters; OX stores %(limit)s.", length=length, limit=limit)
