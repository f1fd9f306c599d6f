"""The pictures a tile may have: icons of lucide's, and what each shows."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

USUAL = "globe"

ICONS: Mapping[str, str | Promise] = {
    "globe": _("Globe"),
    "mail": _("Letter"),
    "calendar": _("Calendar"),
    "contact-round": _("Address book"),
    "users": _("Team"),
    "messages-square": _("Chat"),
    "video": _("Video meeting"),
    "phone": _("Telephone"),
    "folder": _("Folder"),
    "cloud": _("Cloud"),
    "file-text": _("Text document"),
    "table": _("Spreadsheet"),
    "presentation": _("Presentation"),
    "notebook-pen": _("Notebook"),
    "list-checks": _("Tasks"),
    "chart-column": _("Statistics"),
    "database": _("Database"),
    "briefcase": _("Briefcase"),
    "building-2": _("Building"),
    "landmark": _("Town hall"),
    "graduation-cap": _("Education"),
    "book-open": pgettext_lazy("picture", "Book"),
    "newspaper": _("News"),
    "image": _("Pictures"),
    "map": _("Map"),
    "clock": pgettext_lazy("picture", "Clock"),
    "receipt": _("Bill"),
    "shopping-cart": _("Shopping"),
    "utensils": _("Canteen"),
    "car": _("Car"),
    "heart-pulse": _("Health"),
    "scale": _("Law"),
    "shield-check": _("Security"),
    "key-round": pgettext_lazy("picture", "Key"),
    "printer": _("Printer"),
    "wrench": _("Workshop"),
    "code": _("Development"),
    "headset": _("Support"),
    "circle-question-mark": pgettext_lazy("picture", "Help"),
    "star": _("Star"),
}
