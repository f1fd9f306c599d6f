"""What gates let through by themselves, for their sliding window."""

from django.db.models import Sum

from stellwerk.core import clock
from stellwerk.core.gates import WINDOW
from stellwerk.jobs.models import Release


def released(key: str) -> int:
    """How much went through a gate by itself within the last 24 hours."""
    rows = Release.objects.filter(key=key, at__gt=clock.now() - WINDOW)
    return int(rows.aggregate(sum=Sum("count"))["sum"] or 0)


def release(key: str, count: int) -> None:
    """Note that so much went through; what is older than the window is forgotten."""
    now = clock.now()
    Release.objects.filter(key=key, at__lte=now - WINDOW).delete()
    Release.objects.create(key=key, at=now, count=count)
