"""Where in a stored plan the changes of an object stand, found without reading all of it.

A plan is sorted by target, rank and object: the chunk of an object is found by halving.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from functools import cache

from stellwerk.panel.pages.plans.window import pieces, text_of
from stellwerk.sync.marks import rank_of
from stellwerk.sync.models import Held, Plan

_FEW = 16
"""For more objects than these the plan is read as a whole."""


def chunks_near(plan: Plan, digests: Collection[str]) -> set[int] | None:
    """The numbers of the chunks in which held changes with these digests should stand.

    None where that cannot be told: too many, or one that is not held any more.
    """
    if len(digests) > _FEW:
        return None
    rows = Held.objects.filter(target__portal=plan.portal_id, digest__in=digests)
    places = set(rows.values_list("target__name", "object", "digest"))
    if {digest for _target, _key, digest in places} != set(digests):
        return None
    numbers = range(plan.chunks.count())

    @cache
    def first(number: int) -> tuple[str, int, str]:
        change = json.loads(next(pieces(text_of(plan.chunks.get(number=number)))))
        return change["target"], change["rank"], change["object"]

    found: set[int] = set()
    for target, key, _digest in places:
        place = (target, rank_of(key), key)
        begin = bisect_left(numbers, place, key=first) - 1
        found |= set(range(max(begin, 0), bisect_right(numbers, place, key=first)))
    return found
