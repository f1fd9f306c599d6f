"""Headers that every answer carries, and Secure cookies where the address is https."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_ALWAYS = {
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HSTS = f"max-age={365 * 24 * 3600}"


class HeadersMiddleware:
    """Sets them on the way out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers set."""
        response = self._next(request)
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", _HSTS)
            for morsel in response.cookies.values():
                morsel["secure"] = True
        return response
