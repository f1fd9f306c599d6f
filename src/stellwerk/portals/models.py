"""Portal, its domains, and the trail of who changed what."""

import uuid

from django.db import models


class Portal(models.Model):
    """One organisation's space: its people, sources and targets. The smallest install has one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200, unique=True)
    time_zone = models.CharField(max_length=64, default="Europe/Berlin")
    address = models.CharField(max_length=255, default="", blank=True)
    keep_runs = models.PositiveIntegerField(default=90, help_text="days")
    created = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    """A host name under which a portal is reached."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(max_length=255, unique=True)

    def __str__(self) -> str:
        return self.name


class Trail(models.Model):
    """One line of who or what changed which object, before and after. Append only."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="trail")
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    object = models.CharField(max_length=80)
    label = models.CharField(max_length=320, default="")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["portal", "at"]),
            models.Index(fields=["portal", "object", "at"]),
            models.Index(fields=["portal", "verb", "at"]),
            models.Index(fields=["portal", "actor", "at"]),
            models.Index(fields=["portal", "actor", "verb", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.object}"
