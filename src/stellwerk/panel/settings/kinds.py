"""Values by kind of object, typed as lines ``person: value``."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stellwerk.sources.base import Kind

_KINDS = [str(kind) for kind in Kind]


class KindsField(forms.CharField):
    """A table of the file whose keys are kinds of objects: each with one text, or with many."""

    def __init__(self, *, many: bool, example: str, **more: Any) -> None:
        self.many = many
        attrs = {"rows": 3, "spellcheck": "false", "placeholder": example}
        super().__init__(required=False, widget=forms.Textarea(attrs=attrs), **more)

    def prepare_value(self, value: Any) -> Any:
        """A table as lines."""
        if not isinstance(value, dict):
            return value
        return "\n".join(line for kind, found in value.items() for line in self._lines(kind, found))

    def _lines(self, kind: str, found: Any) -> list[str]:
        if isinstance(found, dict):
            return [f"{kind}: {name} = {target}" for name, target in found.items()]
        return [f"{kind}: {one}" for one in (found if isinstance(found, list) else [found])]

    def to_python(self, value: Any) -> Any:
        """Lines as a table. Raises ValidationError with the line that is none."""
        table: dict[str, Any] = {}
        for line in (super().to_python(value) or "").splitlines():
            if not line.strip():
                continue
            kind, colon, rest = (part.strip() for part in line.partition(":"))
            if not colon or not rest or kind not in _KINDS:
                said = _("The line “%(line)s” does not begin with one of: %(kinds)s.")
                raise ValidationError(said % {"line": line, "kinds": ", ".join(_KINDS)})
            self._take(table, kind, rest, line)
        return table

    def _take(self, table: dict[str, Any], kind: str, rest: str, line: str) -> None:
        if self.many:
            table.setdefault(kind, []).append(rest)
        elif kind in table:
            raise ValidationError(_("There are two lines for %(kind)s.") % {"kind": kind})
        else:
            table[kind] = rest


class ExtraField(KindsField):
    """More attributes by kind: lines ``person: ldapAttribute = property``."""

    def _take(self, table: dict[str, Any], kind: str, rest: str, line: str) -> None:
        name, equals, target = (part.strip() for part in rest.partition("="))
        if not equals or not name or not target:
            said = _("The line “%(line)s” names no property after “=”.")
            raise ValidationError(said % {"line": line})
        table.setdefault(kind, {})[name] = target
