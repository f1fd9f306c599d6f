"""Who and what a portal knows: people, groups, memberships, and every other kind of entry."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from stellwerk.core.access import Role
from stellwerk.portals.models import Portal


class Person(AbstractBaseUser):
    """A human being the portal knows; made from records by matching, or by hand."""

    class State(models.TextChoices):
        """Whether the person is here. `disabled` people stay; `left` ones are on their way out."""

        ACTIVE = "active"
        DISABLED = "disabled"
        LEFT = "left"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="people")
    login = models.CharField(max_length=255)
    login_key = models.CharField(max_length=255)
    first_name = models.CharField(max_length=255, default="", blank=True)
    last_name = models.CharField(max_length=255, default="", blank=True)
    display_name = models.CharField(max_length=512, default="", blank=True)
    mail = models.CharField(max_length=320, default="", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    left_at = models.DateTimeField(null=True)
    search = models.TextField(default="")
    sort_key = models.CharField(max_length=255, default="")
    owned = models.JSONField(default=dict)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["portal", "login_key"],
                condition=~Q(state="left"),
                name="person_login_unique",
            )
        ]
        indexes = [
            models.Index(fields=["portal", "login_key"]),
            models.Index(fields=["portal", "state", "left_at"]),
            models.Index(fields=["portal", "sort_key", "id"]),
            models.Index(fields=["portal", "state", "sort_key", "id"]),
        ]

    def __str__(self) -> str:
        return self.display_name or self.login


class Address(models.Model):
    """A mail address somebody claims, folded; more than one claimant is a decision."""

    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="mail_addresses")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    key = models.CharField(max_length=320)
    primary = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="address_once")]
        indexes = [models.Index(fields=["portal", "key"])]

    def __str__(self) -> str:
        return self.key


class RoleGrant(models.Model):
    """A role somebody holds in their portal. Those given by hand and by a group are kept apart."""

    class Origin(models.TextChoices):
        """Where a grant comes from, and so who may take it away."""

        BY_HAND = "by_hand"
        SIGN_ON = "sso"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    origin = models.CharField(max_length=20, choices=Origin.choices, default=Origin.BY_HAND)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "origin"], name="grant_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class Group(models.Model):
    """A group of people and groups."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=255)
    name_key = models.CharField(max_length=255)
    description = models.TextField(default="", blank=True)
    left_at = models.DateTimeField(null=True)
    search = models.TextField(default="")
    sort_key = models.CharField(max_length=255, default="")

    class Meta:
        indexes = [
            models.Index(fields=["portal", "name_key"]),
            models.Index(fields=["portal", "sort_key", "id"]),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One member reference of a group, kept even while the other side is not known yet.

    `ref` is ``source:folded DN``; it is resolved to a person or a group in the transaction in
    which that side arrives.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    ref = models.CharField(max_length=1024)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    subgroup = models.ForeignKey(
        Group, null=True, on_delete=models.SET_NULL, related_name="parents"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "ref"], name="member_once")]
        indexes = [
            models.Index(fields=["ref"]),
            # Holds who is in a group: no row is read for that.
            models.Index(fields=["group", "person"], name="member_of_group"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} < {self.ref}"


class Entry(models.Model):
    """Any other kind of object: context, access profile, functional account, resource, ..."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    portal = models.ForeignKey(Portal, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=255)
    attributes = models.JSONField(default=dict)
    owner = models.CharField(max_length=80, default="local")
    left_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["portal", "kind", "name"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class EntryMember(models.Model):
    """One member reference of an entry that has members, as a functional account: like Membership.

    `ref` is ``source:folded DN``, kept even while the person or group is not known yet.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="members")
    ref = models.CharField(max_length=1024)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    subgroup = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "ref"], name="entry_member_once")]
        indexes = [models.Index(fields=["ref"])]

    def __str__(self) -> str:
        return f"{self.entry_id} < {self.ref}"
