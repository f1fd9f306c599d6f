"""Where to go after signing in: the page that was asked for, and never another site."""

from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

_ON_THE_WAY = {"sign-in", "sign-out", "sso-login", "sso-acs", "sso-callback", "sso-logout"}


def safe(address: str) -> str:
    """An address of this panel, or the start page's for anything else."""
    path = address.partition("?")[0]
    if url_has_allowed_host_and_scheme(address, allowed_hosts=None) and path.startswith("/"):
        try:
            if resolve(path).url_name not in _ON_THE_WAY:
                return address
        except Resolver404:
            pass
    return reverse("dashboard")
