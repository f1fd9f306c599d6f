"""Resources and functional accounts are carried to OX: those read before are marked as well.

Who is in a functional account was kept as DNs in its record only, and is looked up here once.
"""

from django.db import migrations, models
from django.utils import timezone

from stellwerk.sources.dn import fold_dn

CHUNK = 500


def take_up(apps, schema):
    Entry = apps.get_model("people", "Entry")
    Record = apps.get_model("sources", "Record")
    for entry in Entry.objects.filter(kind="functional_account").iterator(chunk_size=100):
        for record in Record.objects.filter(entry=entry, absent_since=None):
            add_members(apps, entry, record)
    known = Entry.objects.filter(kind__in=["functional_account", "resource"])
    for target in apps.get_model("targets", "Target").objects.all():
        mark(apps, target, known.filter(portal=target.portal_id))


def add_members(apps, entry, record):
    EntryMember = apps.get_model("people", "EntryMember")
    Record = apps.get_model("sources", "Record")
    keys = sorted({fold_dn(dn)[:1024] for dn in record.attributes.get("users", ())})
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        there = Record.objects.filter(
            source=record.source_id, dn_key__in=some, absent_since=None
        ).values_list("dn_key", "person", "group")
        known = {key: (person, group) for key, person, group in there}
        rows = []
        for key in some:
            person, group = known.get(key, (None, None))
            ref = f"{record.source_id}:{key}"[:1024]
            rows.append(EntryMember(entry=entry, ref=ref, person_id=person, subgroup_id=group))
        EntryMember.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)


def mark(apps, target, entries):
    Work = apps.get_model("sync", "Work")
    now = timezone.now()
    rows = [
        Work(target_id=target.pk, object=f"{kind}:{pk}", number=pk, rank=2, priority=1,
             due=now, since=now)
        for pk, kind in entries.values_list("pk", "kind")
    ]  # fmt: skip
    Work.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0005_accounts_counted"),
        ("people", "0003_entry_members"),
        ("sources", "0003_records_counted"),
        ("targets", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="appliedmember",
            name="login",
            field=models.CharField(default="", max_length=320),
        ),
        migrations.RunPython(take_up, migrations.RunPython.noop),
    ]
