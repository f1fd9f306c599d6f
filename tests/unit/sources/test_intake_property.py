"""Whatever is read in whatever order: each record is somebody or a question, never both."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_case import Intake

from stellwerk.people.models import Address, Person
from stellwerk.sources.claims import person_fields
from stellwerk.sources.models import Decision, Record
from tests.factories import person_record

_IDENTS, _LOGINS, _MAILS = ("i1", "i2", "i3", "i4"), ("a", "b", "c"), ("x@y.z", "u@v.w", "a@b.c")
_RECORD = st.tuples(st.sampled_from(_LOGINS), st.sampled_from(_MAILS))
_READING = st.tuples(st.dictionaries(st.sampled_from(_IDENTS), _RECORD), st.booleans())


def _check(distinct: bool) -> None:
    live = list(Record.objects.filter(absent_since=None).select_related("person"))
    asked = set(Decision.objects.values_list("record_id", flat=True))
    for row in live:
        fields = person_fields(row.attributes)
        if row.pk in asked:
            continue
        assert row.person is not None
        assert row.person.state == "active"
        assert row.person.login == fields.login
        keys = set(row.person.addresses.values_list("key", flat=True))
        assert keys == set(fields.mail_keys)
    active = Person.objects.exclude(state="left")
    keys = list(Address.objects.filter(person__in=active).values_list("key", flat=True))
    assert len(keys) == len(set(keys))
    assert not Person.objects.filter(login_key__startswith="\x7f").exists()
    holders = set(Decision.objects.values_list("person_id", flat=True))
    for person in active:
        known = person.records.filter(absent_since=None).exists()
        assert known or person.pk in holders
    for one in Decision.objects.select_related("person"):
        gone = not one.person.records.filter(absent_since=None).exists()
        assert (one.kind == "recreated") == gone
    if distinct and not Decision.objects.filter(kind="recreated").exists():
        assert not asked


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(readings=st.lists(_READING, min_size=1, max_size=4))
def test_every_live_record_is_somebody_or_a_question(
    readings: list[tuple[dict[str, tuple[str, str]], bool]],
) -> None:
    with transaction.atomic():
        intake = Intake()
        for content, whole in readings:
            people = [
                person_record(login, ident=ident, dn=f"uid={ident},dc=x", mailPrimaryAddress=mail)
                for ident, (login, mail) in content.items()
            ]
            intake.take(*people, reason="" if whole else "it broke off")
            values = [value for pair in content.values() for value in pair]
            _check(distinct=whole and len(values) == len(set(values)))
        transaction.set_rollback(True)
