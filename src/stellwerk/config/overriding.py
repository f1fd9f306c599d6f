"""Changes one line of a target's mapping, as an import of the file with that line would."""

from collections.abc import Sequence

from django.db import transaction

from stellwerk.config.halting import halt
from stellwerk.sync.marks import fan_out
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target
from stellwerk.targets.ox.mapping_overrides import override_of


def save_override(target: Target, field: str, sources: Sequence[str] | None, *, actor: str) -> bool:
    """Make a field of these expressions; None is the default again, [] leaves it alone.

    Whether anything changed; then everybody is looked at again, and a target that was served is
    halted until a plan was seen. Raises BadMapping.
    """
    override = None if sources is None else override_of(field, sources)
    with transaction.atomic():
        row = Target.objects.select_for_update().get(pk=target.pk)
        mapping = dict(row.settings.get("mapping") or {})
        mapping.pop(field, None)
        if override is not None:
            mapping[field] = override
        settings = {name: value for name, value in row.settings.items() if name != "mapping"}
        if mapping:
            settings["mapping"] = mapping
        _, changed = targets.save_target(
            row.portal, row.name, settings=settings, manual=row.manual, actor=actor
        )
        if changed:
            fan_out(row.pk, "rules")
            halt([row], actor=actor)
    return changed
