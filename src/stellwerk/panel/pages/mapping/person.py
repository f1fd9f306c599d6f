"""The person a mapping is tried on."""

from stellwerk.core import fold
from stellwerk.people.models import Person
from stellwerk.signin.request import Request
from stellwerk.sync.mapped import sample
from stellwerk.targets.models import Target


def tried_on(request: Request, target: Target) -> Person | None:
    """Who is asked for by login (``?person=``), else somebody of the target's own."""
    login = request.GET.get("person", "").strip()
    if not login:
        return sample(target)
    people = Person.objects.filter(portal=request.portal, login_key=fold.key(login))
    return people.order_by("state", "pk").first()
