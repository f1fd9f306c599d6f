"""What findings are called, and what their repair does."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stellwerk.audit.models import Finding

Kind = Finding.Kind
KINDS: dict[str, str | Promise] = {
    Kind.RELINKED: _("Id has changed"),
    Kind.MISSING: _("Missing at the target"),
    Kind.FOREIGN: _("Nobody of ours"),
    Kind.DIFFERENT: _("Different fields"),
    Kind.RIGHTS: _("Different rights"),
    Kind.MEMBERS: _("Different members"),
}
TONES: dict[str, str] = {
    Kind.RELINKED: "info",
    Kind.MISSING: "bad",
    Kind.FOREIGN: "off",
    Kind.DIFFERENT: "warn",
    Kind.RIGHTS: "warn",
    Kind.MEMBERS: "warn",
}
REPAIRS: dict[str, str | Promise] = {
    Kind.RELINKED: _("The new id is noted here; nothing is sent."),
    Kind.MISSING: _("It is looked for once more; if it is really gone, it is made anew."),
    Kind.FOREIGN: _(
        "It is adopted for whom it belongs to by its name and address; others are left alone."
        " Nothing is deleted."
    ),
    Kind.DIFFERENT: _("What should be there is sent, field by field."),
    Kind.RIGHTS: _("The rights of the access profile are sent."),
    Kind.MEMBERS: _("Who is missing is added; taking somebody out waits for approval."),
}
