"""What is applied at each target, what is still due, and what waits or happened."""

from django.db import models
from django.db.models import Q

from stellwerk.core.said_field import SaidField
from stellwerk.people.models import Entry, Group, Person
from stellwerk.portals.models import Portal
from stellwerk.targets.models import Target


class Assignment(models.Model):
    """One rule of a target: who goes there, into which context, with which access profile.

    Rules are asked in order of `position`; the first match wins. `match` and `give` are read by
    `sync.assignments`.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="assignments")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    match = models.JSONField(default=dict)
    give = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "position"], name="rule_order")]

    def __str__(self) -> str:
        return self.name


class Applied(models.Model):
    """What a target was last sent for one object in one scope, and what it is called there.

    Exactly one of person, group and entry is set; they are protected, so nobody can be removed
    while an account exists. A stamp (token, time, operation, name and mail sent) is written
    before a call and taken off with its result: one that is left over means *in doubt*. `move` is
    set while an account moves between contexts: what it is in the other one (`sync.wanted.Move`).
    """

    target = models.ForeignKey(Target, on_delete=models.PROTECT)
    object = models.CharField(max_length=80)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="accounts")
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="accounts")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="accounts")
    scope = models.CharField(max_length=40)
    remote_id = models.CharField(max_length=80, default="")
    disabled = models.BooleanField(default=False)
    disabled_at = models.DateTimeField(null=True)
    by_hand = models.BooleanField(default=False)
    fields = models.JSONField(default=dict)
    profile = models.CharField(max_length=120, default="")
    rule = models.BigIntegerField(null=True)
    name_key = models.CharField(max_length=400, default="")
    mail_key = models.CharField(max_length=320, default="")
    version = models.PositiveIntegerField(default=0)
    stamp = models.CharField(max_length=40, default="")
    stamped = models.DateTimeField(null=True)
    stamp_operation = models.CharField(max_length=20, default="")
    stamp_sent = models.JSONField(default=dict)
    doubt_until = models.DateTimeField(null=True)
    move = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "object"], name="applied_object"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, group__isnull=True, entry__isnull=True)
                | Q(person__isnull=True, group__isnull=False, entry__isnull=True)
                | Q(person__isnull=True, group__isnull=True, entry__isnull=False),
                name="applied_one_object",
            ),
        ]
        indexes = [
            models.Index(fields=["target", "name_key"]),
            models.Index(fields=["target", "mail_key"]),
            models.Index(fields=["target", "profile"]),
            models.Index(fields=["target", "scope"]),
            # Holds all that lists and counts ask of accounts: no row is read for them.
            models.Index(
                fields=["target", "person", "scope", "disabled", "remote_id"],
                name="applied_of_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.object}"


class AppliedMember(models.Model):
    """One person that a group at a target was last sent with.

    Or one who has an account there of a functional account, and the login it was sent with.
    """

    applied = models.ForeignKey(Applied, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    login = models.CharField(max_length=320, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["applied", "person"], name="applied_member_once")
        ]
        indexes = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.applied_id} < {self.person_id}"


class Found(models.Model):
    """One object that a target already held when its scope was read, before anything was sent.

    The row of kind ``context`` says that the scope was read, and with an empty `remote_id` that
    the context is not there.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    scope = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    remote_id = models.CharField(max_length=80)
    name = models.CharField(max_length=320)
    name_key = models.CharField(max_length=400, default="")
    mail_key = models.CharField(max_length=320, default="")
    fields = models.JSONField(default=dict)
    members = models.JSONField(default=list)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target", "scope", "kind", "remote_id"], name="found_once"
            )
        ]
        indexes = [
            models.Index(fields=["target", "scope", "kind", "name"]),
            models.Index(fields=["target", "name_key"]),
            models.Index(fields=["target", "mail_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}@{self.scope}"


class Imported(models.Model):
    """Which object at a target is one of ours, as the connector before us knew it.

    It decides who is who when accounts are adopted; what an account holds is read from the target.
    People have the id they have there, groups (`object` without scope) the name in every context.
    `photo` is the sha256 of the picture last sent, which the target keeps smaller than it was.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    object = models.CharField(max_length=80)
    scope = models.CharField(max_length=40, default="")
    remote_id = models.CharField(max_length=80, default="")
    name = models.CharField(max_length=320, default="")
    photo = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "object"], name="imported_object")]
        indexes = [models.Index(fields=["target", "scope", "remote_id"])]

    def __str__(self) -> str:
        return f"{self.object} = {self.remote_id or self.name}"


class Work(models.Model):
    """One object whose wanted state at a target may differ from the applied one."""

    class State(models.TextChoices):
        """`parked` rows failed for good and wait for a person or for a change of their object."""

        READY = "ready"
        PARKED = "parked"

    pk = models.CompositePrimaryKey("target_id", "object")
    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    object = models.CharField(max_length=80)
    number = models.BigIntegerField(default=0)
    generation = models.PositiveBigIntegerField(default=1)
    lane = models.CharField(max_length=60, default="")
    rank = models.PositiveSmallIntegerField(default=0)
    priority = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State.choices, default=State.READY)
    code = models.CharField(max_length=60, default="")
    error = SaidField(default="")
    hint = SaidField(default="")
    scope = models.CharField(max_length=40, default="")
    name_key = models.CharField(max_length=400, default="")
    mail_key = models.CharField(max_length=320, default="")
    since = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["target", "state", "lane", "rank", "priority", "number"]),
            models.Index(fields=["target", "name_key", "scope", "state", "number"]),
            models.Index(fields=["target", "mail_key", "scope", "state", "number"]),
            models.Index(fields=["target", "scope"]),
        ]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.object}"


class Lane(models.Model):
    """What a target must be served in, one write at a time; leased by one worker."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    name = models.CharField(max_length=60)
    token = models.CharField(max_length=40, default="")
    until = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    reason = SaidField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "name"], name="lane_name")]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.name}"


class Held(models.Model):
    """The part of a change that waits for approval, and what was approved of it.

    `goal` is the hash of what is wanted of that part; an approval holds for that goal alone.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    object = models.CharField(max_length=80)
    part = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    goal = models.CharField(max_length=64)
    people = models.JSONField(default=list)
    gate = models.CharField(max_length=40)
    since = models.DateTimeField()
    approved = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    dropped = models.BooleanField(default=False)
    reason = SaidField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "object", "part"], name="held_part")
        ]

    def __str__(self) -> str:
        return f"{self.target_id}/{self.object} {self.part}"


class Plan(models.Model):
    """A stored plan: its hash, its counts, and its changes in compressed chunks."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE)
    hash = models.CharField(max_length=64)
    created = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["portal", "hash"])]

    def __str__(self) -> str:
        return self.hash


class PlanChunk(models.Model):
    """Up to 500 changes of a plan: JSON, compressed with zlib."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="chunk_number")]

    def __str__(self) -> str:
        return f"{self.plan_id}#{self.number}"


class History(models.Model):
    """What was sent to a target for one object, and how it ended. Secrets never get here."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    object = models.CharField(max_length=80)
    at = models.DateTimeField()
    action = models.CharField(max_length=12)
    result = models.CharField(max_length=60)
    fields = models.JSONField(default=dict)
    message = SaidField(default="")

    class Meta:
        indexes = [models.Index(fields=["target", "object", "at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.object}: {self.result}"


class Tombstone(models.Model):
    """An object that was deleted at a target: what it was called there, and when."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    object = models.CharField(max_length=80)
    scope = models.CharField(max_length=40)
    remote_id = models.CharField(max_length=80)
    name = models.CharField(max_length=320)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["target", "object"])]

    def __str__(self) -> str:
        return f"{self.object} ({self.name})"


class Fanout(models.Model):
    """A changed rule, profile or default on its way to its dependents, 500 at a time."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    ref = models.CharField(max_length=200, default="")
    cursor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "kind", "ref"], name="fanout_once")
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.kind} {self.ref}"
