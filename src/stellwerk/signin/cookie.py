"""The cookie that holds a session's token."""

from django.http import HttpRequest, HttpResponseBase

from stellwerk.core.masked import Masked

NAME = "stellwerk_session"


def token_in(request: HttpRequest) -> str:
    """The token a browser sent, "" without one."""
    return request.COOKIES.get(NAME, "")


def hand_out(response: HttpResponseBase, token: Masked) -> None:
    """Give a browser its token, until it is closed; Secure is added where the address is https."""
    response.set_cookie(NAME, token.reveal(), httponly=True, samesite="Lax")


def take_back(response: HttpResponseBase) -> None:
    """Make a browser forget its token."""
    response.delete_cookie(NAME, samesite="Lax")
