"""What an audit found at a target, and when each part of a target was last looked at."""

from django.db import models

from stellwerk.targets.models import Target


class Finding(models.Model):
    """One way in which a target does not hold what it was sent.

    `what` names the object within its scope: the object key of ours, else ``user:37``,
    ``group:38``, ``resource:39`` or ``account:info@example.org`` of the target. `object` is the key
    of ours it is about ("" for nobody's), `fields` maps a field to (as it is there, as it should
    be); `lost` and `extra` are [primary key, login] of members. `seen` is the number of the audit's
    run that saw it last; `left` means that somebody wants it left as it is.
    """

    class Kind(models.TextChoices):
        """What is the matter; in this order they are repaired."""

        RELINKED = "relinked"
        MISSING = "missing"
        FOREIGN = "foreign"
        DIFFERENT = "different"
        RIGHTS = "rights"
        MEMBERS = "members"

    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    scope = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    what = models.CharField(max_length=80)
    object = models.CharField(max_length=80, default="")
    remote_id = models.CharField(max_length=80, default="")
    name = models.CharField(max_length=320, default="")
    mail = models.CharField(max_length=320, default="")
    fields = models.JSONField(default=dict)
    lost = models.JSONField(default=list)
    extra = models.JSONField(default=list)
    since = models.DateTimeField()
    seen = models.BigIntegerField(default=0)
    left = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "scope", "kind", "what"], name="finding_once")
        ]
        indexes = [
            models.Index(fields=["object"]),
            models.Index(fields=["target", "left", "kind", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}@{self.scope}"


class Audited(models.Model):
    """When a context was last read whole and compared; the scope "" is the whole target.

    `slice` is the seventh of the people whose rights were looked at last.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    scope = models.CharField(max_length=40)
    at = models.DateTimeField()
    slice = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "scope"], name="audited_once")]

    def __str__(self) -> str:
        return f"{self.target_id} {self.scope}: {self.at}"
