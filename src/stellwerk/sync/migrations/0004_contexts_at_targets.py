"""A context that was declared here belongs to one target from now on.

Until now every target of the portal knew it. It goes to the target that holds it or has its
administrator's login, else to the first one; where several hold it, each gets one of its own.
"""

from django.db import migrations


def designate(apps, schema):
    Entry = apps.get_model("people", "Entry")
    Target = apps.get_model("targets", "Target")
    for row in list(Entry.objects.filter(kind="context", owner="local").order_by("pk")):
        targets = list(Target.objects.filter(portal=row.portal_id).order_by("pk"))
        holders = [one for one in targets if _holds(apps, one, row)]
        first, *others = holders or targets[:1] or [None]
        if first is None:
            continue
        for target in others:
            _give(apps, target, row)
        row.owner = f"target:{first.pk}"
        row.save(update_fields=["owner"])


def _holds(apps, target, row):
    applied = apps.get_model("sync", "Applied").objects.filter(target=target, entry=row)
    scope = (row.attributes.get("contextid") or [""])[0]
    logins = apps.get_model("targets", "Credential").objects.filter(target=target, scope=scope)
    return applied.exists() or (scope != "" and logins.exists())


def _give(apps, target, row):
    Entry = apps.get_model("people", "Entry")
    own = Entry.objects.create(
        portal_id=row.portal_id,
        kind=row.kind,
        name=row.name,
        attributes=row.attributes,
        owner=f"target:{target.pk}",
        left_at=row.left_at,
    )
    before, after = f"context:{row.pk}", f"context:{own.pk}"
    rows = {
        name: apps.get_model("sync", name).objects.filter(target=target, object=before)
        for name in ("Applied", "Work", "Held", "History", "Tombstone")
    }
    rows["Applied"].update(object=after, entry=own)
    rows["Work"].update(object=after, number=own.pk)
    for name in ("Held", "History", "Tombstone"):
        rows[name].update(object=after)


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0003_gates_for_all"),
        ("people", "0001_initial"),
        ("targets", "0001_initial"),
    ]

    operations = [migrations.RunPython(designate, migrations.RunPython.noop)]
