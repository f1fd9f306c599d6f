"""Targets and the credentials they are reached with."""

import uuid

from django.db import models

from stellwerk.portals.models import Portal


class Target(models.Model):
    """A service that receives people. `settings` are the kind's own; secrets are Credentials."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="targets")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, default="ox")
    settings = models.JSONField(default=dict)
    manual = models.BooleanField(default=False)
    started = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portal", "name"], name="target_name")]

    def __str__(self) -> str:
        return self.name


class Credential(models.Model):
    """A login at a target: the master account (scope empty) or one context's administrator.

    `next` is a new secret that is being put in place of `secret`, sealed like it: both are kept
    until the new one is proven, since only the server knows which of them it takes.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="credentials")
    scope = models.CharField(max_length=40, default="", blank=True)
    login = models.CharField(max_length=255)
    secret = models.TextField()
    next = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "scope"], name="credential_scope")]

    def __str__(self) -> str:
        return f"{self.target} {self.scope or 'master'}"
