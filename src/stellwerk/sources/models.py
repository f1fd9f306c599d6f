"""Sources, the records read from them, and the questions they raise."""

import uuid

from django.db import models
from django.db.models import Q

from stellwerk.core.said_field import SaidField
from stellwerk.people.models import Entry, Group, Person
from stellwerk.portals.models import Portal

SIGN_ON = "sso"
"""The kind of a portal's one source that is never read: people come into it by signing in."""
LAST = 1_000_000
"""Where it stands: whatever a directory says of somebody counts before it."""


class Source(models.Model):
    """A place identities come from. `settings` are the kind's own, secrets are sealed apart."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)
    secret = models.TextField(default="", blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portal", "name"], name="source_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_read(self) -> bool:
        """Whether there is anything to read: not where people come by signing in."""
        return self.kind != SIGN_ON


class Record(models.Model):
    """One object as a source gave it last.

    `absent_since`: a whole reading did not bring it. `missing_since`: neither, but with so many
    others that the source's gate holds the absence; until somebody approves it, or it is read
    again, the object counts as there.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=40)
    ident = models.CharField(max_length=80)
    dn = models.TextField()
    dn_key = models.CharField(max_length=1024)
    attributes = models.JSONField(default=dict)
    blobs = models.JSONField(default=dict)
    fingerprint = models.BinaryField(max_length=16)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="records")
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="records")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.SET_NULL, related_name="records")
    absent_since = models.DateTimeField(null=True)
    missing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "ident"], name="record_ident")]
        indexes = [
            models.Index(fields=["source", "dn_key"]),
            models.Index(
                fields=["source"], condition=Q(missing_since__isnull=False), name="record_missing"
            ),
            models.Index(
                fields=["person"], condition=Q(absent_since__isnull=True), name="record_there"
            ),
            models.Index(fields=["source", "person"], name="record_of_person"),
            models.Index(fields=["source", "absent_since", "kind"], name="record_kinds"),
        ]

    def __str__(self) -> str:
        return self.dn


class Blob(models.Model):
    """Bytes (photos), kept once under their sha256.

    Looked at once: either `content_type` says what they are, or `refusal` why they are unusable.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()
    content_type = models.CharField(max_length=40, default="")
    refusal = SaidField(default="")

    def __str__(self) -> str:
        return self.sha256


class Decision(models.Model):
    """A question about identity that only a person can answer; stands beside its record."""

    class Kind(models.TextChoices):
        """What is in question."""

        LOGIN = "login", "the same login is claimed twice"
        MAIL = "mail", "the same mail address is claimed twice"
        RECREATED = "recreated", "deleted and made anew"

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="decisions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(max_length=320)
    since = models.DateTimeField()
    run = models.BigIntegerField(default=0)
    refused = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "person", "kind", "value"], name="decision_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Problem(models.Model):
    """An object of a source that could not be taken, by name, with what to do about it."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="problems")
    dn = models.TextField()
    code = models.CharField(max_length=60)
    text = SaidField()
    hint = SaidField(default="")

    def __str__(self) -> str:
        return f"{self.dn}: {self.text}"
