"""Says what happens after somebody asked for an object to be looked at again."""

from django.conf import settings
from django.contrib import messages
from django.utils.translation import gettext as _

from stellwerk.signin.request import Request
from stellwerk.sync.queries import worker_runs


def tell_looked(request: Request) -> None:
    """A running worker takes it up at once, else the next run does."""
    if worker_runs(settings.DATA):
        messages.success(request, _("It is being looked at again; reload the page in a moment."))
    else:
        messages.warning(
            request, _("It is marked. No worker is running: the next run looks at it again.")
        )
