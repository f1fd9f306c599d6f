"""The Host finds the portal; an unknown one is answered 421 and nothing else."""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from stellwerk.core.page import Head, page
from stellwerk.portals.models import Portal
from stellwerk.portals.queries import LOOPBACK, portal_at
from stellwerk.signin.request import Request

_PROBES = ("/healthz", "/readyz")


class HostMiddleware:
    """Puts the portal on the request."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Answer with the portal known. Probes come with any Host and get no portal."""
        if request.path in _PROBES:
            return self._next(request)
        host = str(request.META.get("HTTP_HOST", ""))
        near = _from_this_machine(request, host)
        portal = portal_at(host, else_first=near)
        if portal is None and near:
            head = Head(_("Nothing is configured yet"))
            return page(request, "panel/nothing_yet.html", head, status=503)
        if portal is None:
            return HttpResponse("This name is not served here.\n", "text/plain", status=421)
        if _is_https(portal, host):
            # TLS ends before us: what the browser sees is what is configured.
            request.META["wsgi.url_scheme"] = "https"
        request.portal = portal
        return self._next(request)


def _from_this_machine(request: Request, host: str) -> bool:
    """Whether a browser on this machine asks for it by a name that only means itself."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    try:
        near = ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
    return near and name.casefold() in LOOPBACK


def _is_https(portal: Portal, host: str) -> bool:
    address = urlsplit(portal.address)
    return address.scheme == "https" and address.netloc.casefold() == host.casefold()
