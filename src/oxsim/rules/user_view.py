"""How a stored user reads back."""

from contextlib import suppress
from urllib.parse import urlsplit

from oxsim.schema.field import Values
from oxsim.schema.maps import as_values
from oxsim.user import User
from oxsim.world import ADMIN_ID, STANDARD_GROUP, Context

_PORTS = {"imap": 143, "imaps": 993, "smtp": 25, "smtps": 465}


def user_values(context: Context, user: User) -> Values:
    """Every field that `getData` answers for a user; the password never."""
    group = context.groups.get(STANDARD_GROUP)
    fields = user.fields
    values: Values = {
        **fields,
        "id": user.id,
        "name": user.name,
        "contextadmin": user.id == ADMIN_ID,
        "passwordMech": "{SHA-256}",
        "password_expired": False,
        "maxQuota": -1 if user.quota is None else user.quota,
        "usedQuota": 0 if user.has_filestore else None,
        "image1": user.photo.read() if user.photo is not None else None,
        "default_group": {"id": STANDARD_GROUP, "name": group.name if group else None},
        **_server("imap", fields.get("imapServer")),
        **_server("smtp", fields.get("smtpServer")),
    }
    if user.attributes:
        values["userAttributes"] = as_values(user.attributes)
    return values


def _server(kind: str, sent: str | None) -> Values:
    """A server given as a host or as ``scheme://host:port``, split into its four fields."""
    text = sent or "localhost"
    scheme, host, port = kind, "localhost", None
    with suppress(ValueError):  # what is no address reads back as the default server
        url = urlsplit(text if "://" in text else f"{kind}://{text}")
        scheme, host, port = url.scheme, url.hostname or host, url.port
    port = port or _PORTS.get(scheme, _PORTS[kind])
    return {
        f"{kind}Server": host,
        f"{kind}Schema": f"{scheme}://",
        f"{kind}Port": port,
        f"{kind}ServerString": f"{scheme}://{host}:{port}",
    }
