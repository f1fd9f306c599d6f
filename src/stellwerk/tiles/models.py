"""Tiles of the start page."""

import uuid

from django.db import models
from django.utils.translation import get_language

from stellwerk.people.models import Group
from stellwerk.portals.models import Portal


class Tile(models.Model):
    """A way to a service: a name, an address, an icon.

    With a `group_name` only that group's members see it, nested ones too. `group` is the group that
    was meant by it; where none of that name was known yet, its name alone decides. So a tile whose
    group is gone is seen by nobody rather than by everybody.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="tiles")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=80)
    name_de = models.CharField(max_length=80, default="", blank=True)
    address = models.CharField(max_length=2000)
    icon = models.CharField(max_length=40, default="globe")
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="tiles")
    group_name = models.CharField(max_length=255, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portal", "name"], name="tile_name_unique")]
        indexes = [models.Index(fields=["portal", "position", "id"])]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """Its name in the language of the page."""
        german = (get_language() or "").startswith("de")
        return self.name_de if german and self.name_de else self.name

    @property
    def audience(self) -> str:
        """The group whose members alone see it, as it is called now; "" for everybody."""
        return self.group.name if self.group_name and self.group else self.group_name
