"""Long operations and their schedule."""

from django.db import models

from stellwerk.core.said_field import SaidField


class Job(models.Model):
    """One long operation: a read, a plan, a sync; with progress, result and cancel.

    `order` says what exactly is to be done (a plan's hash, for instance), `actor` for whom.
    `process` carries it out, `since` is when it began to count as it does now, `log` is read by
    `jobs.log`, and `books` holds per append-only table the last row before it began and the last
    one when it ended.
    """

    class State(models.TextChoices):
        """Where a job stands; one that is asked for in the panel is queued for the worker."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80, default="")
    order = models.JSONField(default=dict)
    actor = models.CharField(max_length=200, default="")
    state = models.CharField(max_length=12, choices=State.choices, default=State.RUNNING)
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    current = models.CharField(max_length=320, default="")
    cancel = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    error = SaidField(default="")
    process = models.CharField(max_length=200, default="")
    since = models.DateTimeField(null=True)
    log = models.JSONField(default=dict)
    books = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key", "started"]),
            models.Index(fields=["state", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Schedule(models.Model):
    """Something that is due again and again."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    every = models.PositiveIntegerField(help_text="seconds")
    due = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="schedule_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Release(models.Model):
    """So much went through a gate by itself; what a person approved does not count."""

    key = models.CharField(max_length=120)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"])]

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
