"""Sessions, what is known of a local password, failed attempts, and a person's preferences."""

from django.db import models

from stellwerk.people.models import Person
from stellwerk.portals.models import Portal
from stellwerk.signin.browser import browser_of


class Session(models.Model):
    """Somebody who is signed in with one browser. The cookie's token is kept as a hash only.

    Opened by an identity provider, it knows whom that means: `subject` is the NameID as it came,
    `subject_key` a hash of issuer, format and value, and `ends_at` when it wants the session ended.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions")
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="sessions")
    created = models.DateTimeField()
    last_seen = models.DateTimeField()
    address = models.CharField(max_length=45)
    agent = models.CharField(max_length=300, default="")
    issuer = models.CharField(max_length=1024, default="")
    subject = models.JSONField(default=dict)
    subject_key = models.CharField(max_length=64, default="")
    session_index = models.CharField(max_length=400, default="")
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "last_seen"]),
            models.Index(fields=["created"]),
            models.Index(fields=["portal", "subject_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.address}"

    @property
    def browser(self) -> str:
        """The browser and its system, as people call them."""
        return browser_of(self.agent)


class LocalPassword(models.Model):
    """What is known of a person's own password; its hash is the person's."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="local_password"
    )
    changed = models.DateTimeField()
    one_time = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.person_id} {self.changed}"


class Preference(models.Model):
    """What a person chose for themselves, on whatever device."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="preference"
    )
    language = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.person_id} {self.language}"


class Attempts(models.Model):
    """Failed sign-ins under one key: a login (known or not) or a network address."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE)
    key = models.CharField(max_length=300)
    failures = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portal", "key"], name="attempts_key")]
        indexes = [models.Index(fields=["last"])]

    def __str__(self) -> str:
        return f"{self.key}: {self.failures}"
