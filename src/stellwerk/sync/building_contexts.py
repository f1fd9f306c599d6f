"""Builds the order for a context; whoever administers a new one is known before it is made."""

from collections.abc import Mapping, Sequence

from stellwerk.sync.changes import Change
from stellwerk.sync.comparing import Judged
from stellwerk.sync.parts import base_of
from stellwerk.sync.wanted import Wanted
from stellwerk.targets import actions as targets
from stellwerk.targets.models import Target
from stellwerk.targets.ox import orders
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.orders import Order


def build_context(
    target: Target,
    one: Judged,
    allowed: Sequence[Change],
    scope: str,
    login: Credentials,
    logins: Mapping[str, Credentials],
) -> Order:
    """The order for a context. A rename takes the declared login mappings with it."""
    operation, remote, fields = base_of(one, allowed)
    if operation != orders.CREATE:
        wanted = one.verdict.fields if isinstance(one.verdict, Wanted) else {}
        if "name" in fields and "loginMappings" in wanted:
            fields["loginMappings"] = wanted["loginMappings"]
        return Order(one.key, operation, scope, login, remote_id=remote, fields=fields)
    admin = logins.get(scope) or _new_administrator(target, scope)
    domain = str(target.settings.get("mail_domain") or "example.invalid")
    return Order(
        one.key,
        operation,
        scope,
        login,
        name=admin.login,
        mail=f"{admin.login}-context{scope}@{domain}",
        fields={"maxQuota": "-1", **fields},
        secret=admin.password,
    )


def _new_administrator(target: Target, scope: str) -> Credentials:
    """A context's administrator: the password is kept, sealed, before the context is made."""
    login = str(target.settings.get("context_admin") or "oxadmin")
    admin = Credentials(login, targets.new_secret())
    targets.save_credential(target, scope, admin.login, admin.password, actor="sync")
    return admin
