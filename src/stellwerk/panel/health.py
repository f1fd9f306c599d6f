"""Probes for whoever watches the process: alive, and ready to serve."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from stellwerk.core.access import open_to_everybody


@open_to_everybody
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", "text/plain")


@open_to_everybody
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """The store answers too, with the tables this version expects; 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM portals_portal")
    except DatabaseError as error:
        return JsonResponse({"ready": False, "store": str(error)}, status=503)
    return JsonResponse({"ready": True, "store": "ok"})
