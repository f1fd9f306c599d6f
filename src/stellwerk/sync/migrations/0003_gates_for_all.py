"""From now on few removals pass by themselves and leavers are deleted after the grace.

What was approved or held under the older rule keeps its word: an account that is switched off is
given the whole grace from now, its deletion was shown to nobody and passes the gates, and what
waits for approval goes on waiting for it.
"""

from django.db import migrations
from django.utils import timezone


def keep_the_word(apps, schema):
    Target = apps.get_model("targets", "Target")
    Applied = apps.get_model("sync", "Applied")
    Held = apps.get_model("sync", "Held")
    Fanout = apps.get_model("sync", "Fanout")
    without = [row.pk for row in Target.objects.all() if not row.settings.get("gates")]
    disabled = Applied.objects.filter(target__in=without, disabled=True)
    disabled.update(by_hand=False, disabled_at=timezone.now())
    waiting = Held.objects.filter(target__in=without, approved=False, gate="destructive")
    waiting.update(gate="earlier")
    for pk in without:
        Fanout.objects.get_or_create(target_id=pk, kind="leavers", ref="")


class Migration(migrations.Migration):
    dependencies = [("sync", "0002_move"), ("targets", "0001_initial")]

    operations = [migrations.RunPython(keep_the_word, migrations.RunPython.noop)]
