"""A portal's single sign-on: settings, keys, requests under way, who is who, what was refused."""

import uuid

from django.db import models

from stellwerk.people.models import Person
from stellwerk.portals.models import Portal


class SignOn(models.Model):
    """A portal's connection to its one identity provider.

    `document` is a `configuration.Configuration`. `proposed` is what the identity provider's
    metadata says now and nobody has confirmed yet; {} where it says nothing new.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal = models.OneToOneField(Portal, on_delete=models.CASCADE, related_name="sign_on")
    enabled = models.BooleanField(default=False)
    document = models.JSONField(default=dict)
    proposed = models.JSONField(default=dict)
    refreshed_at = models.DateTimeField(null=True)
    refresh_error = models.TextField(default="")
    known_address = models.CharField(max_length=255, default="")

    def __str__(self) -> str:
        return f"{self.portal_id}: {'on' if self.enabled else 'off'}"


class Key(models.Model):
    """A certificate of ours and its private key, sealed: the one in use, or one beside it."""

    class Use(models.TextChoices):
        """What it is for."""

        SIGNING = "signing"
        ENCRYPTION = "encryption"
        BOTH = "both"

    class Slot(models.TextChoices):
        """In use, published to follow, or kept to open what is still sent for the old one."""

        ACTIVE = "active"
        NEXT = "next"
        RETIRED = "retired"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="sso_keys")
    use = models.CharField(max_length=12, choices=Use.choices, default=Use.BOTH)
    slot = models.CharField(max_length=10, choices=Slot.choices, default=Slot.ACTIVE)
    certificate = models.TextField()
    private_key = models.TextField()
    created = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.use} {self.slot}"


class OpenRequest(models.Model):
    """A request of ours on its way to the identity provider, bound to one browser.

    `browser` is the hash of what that browser's cookie holds. `document` are a trial's unsaved
    settings. `answered_at` says that an answer was taken: there is never a second one.
    """

    class Kind(models.TextChoices):
        """What was asked for."""

        SIGN_IN = "sign_in"
        TRIAL = "trial"
        CONFIRM = "confirm"
        LOGOUT = "logout"

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="sso_requests")
    request_id = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    created = models.DateTimeField()
    browser = models.CharField(max_length=64)
    wanted = models.CharField(max_length=2000, default="")
    document = models.JSONField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["created"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.request_id}"


class Believed(models.Model):
    """A message that was believed once; never again until it has expired by itself."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64, help_text="of issuer and message id")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portal", "digest"], name="believed_once")]
        indexes = [models.Index(fields=["until"])]

    def __str__(self) -> str:
        return self.digest


class Link(models.Model):
    """Who somebody of an identity provider is here.

    `identifier` is the NameID, or the value of the mapped unique attribute where NameIDs are
    transient; `kind` tells which ("name_id" or the attribute's name). `released`: single sign-on
    was switched off since, so that another identity provider may come to mean the same person.
    """

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="sso_links")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sso_links")
    issuer = models.CharField(max_length=1024)
    kind = models.CharField(max_length=200)
    identifier = models.CharField(max_length=1024)
    key = models.CharField(max_length=64, help_text="hash of issuer, kind and identifier")
    created = models.DateTimeField()
    last_used = models.DateTimeField()
    released = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portal", "key"], name="link_key")]

    def __str__(self) -> str:
        return f"{self.identifier} is {self.person_id}"


class Refused(models.Model):
    """A message that was not believed. The event id also stands on the page its browser got."""

    event = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="sso_refused")
    at = models.DateTimeField()
    what = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    detail = models.TextField(default="")
    address = models.CharField(max_length=45, default="")
    message = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["portal", "at"])]

    def __str__(self) -> str:
        return f"{self.event} {self.code}"


class Trial(models.Model):
    """What a sign-in to test unsaved settings brought: each check, what came, what would become."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="sso_trials")
    at = models.DateTimeField()
    actor = models.CharField(max_length=255)
    passed = models.BooleanField(default=False)
    report = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["portal", "at"])]

    def __str__(self) -> str:
        return str(self.public_id)
