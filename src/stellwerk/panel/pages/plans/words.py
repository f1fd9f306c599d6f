"""What the actions and parts of changes are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

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
