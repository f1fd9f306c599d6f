"""What an audit found: somebody changed a room, a member too few."""

from benchmarks.panel.rows import insert
from stellwerk.audit.models import Finding
from stellwerk.core import clock
from stellwerk.sync.models import Applied
from stellwerk.targets.models import Target


def add_findings(target: Target, people: int) -> None:
    """Findings about every fiftieth account, at least a few."""
    now, count = clock.now(), max(people // 50, 4)
    rows = Applied.objects.filter(target=target, person__isnull=False).exclude(remote_id="")
    insert(
        Finding,
        (
            {
                "target_id": target.pk,
                "scope": scope,
                "kind": Finding.Kind.DIFFERENT,
                "what": key,
                "object": key,
                "remote_id": remote_id,
                "name": login,
                "fields": {"room_number": ["C 4.05", "A 1.01"]},
                "since": now,
                "seen": 1,
                "left": number % 10 == 9,
            }
            for number, (key, scope, remote_id, login) in enumerate(
                rows.order_by("pk").values_list("object", "scope", "remote_id", "person__login")[
                    :count
                ]
            )
        ),
    )
