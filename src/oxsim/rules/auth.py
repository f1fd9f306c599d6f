"""Who may call what: master administrator, context administrator, a user for itself."""

from oxsim.call import Call
from oxsim.faults import InvalidCredentials
from oxsim.passwords import fits
from oxsim.user import User
from oxsim.world import Context


def master(call: Call) -> None:
    """Let only the master administrator pass."""
    login, password = _credentials(call)
    if (login, password) != (call.options.master_login, call.options.master_password):
        raise InvalidCredentials


def context_admin(call: Call) -> None:
    """Let only the administrator of the context named by its id pass.

    An unknown context is reported as failed authentication, as the server does on purpose.
    """
    login, password = _credentials(call)
    context = _context(call)
    admin = context.admin
    if login != admin.name or not fits(admin.password, context.id, password):
        raise InvalidCredentials
    call.found, call.caller = context, admin


def admin_or_self(call: Call) -> None:
    """Let the context administrator pass, and a plain user that names itself."""
    login, password = _credentials(call)
    context = _context(call)
    caller = _login(context, login, password)
    call.found, call.caller = context, caller
    if caller is context.admin:
        return
    named = call.values.get("usrdata") or call.values.get("user") or {}
    if named.get("id", caller.id) != caller.id or named.get("name", caller.name) != caller.name:
        raise InvalidCredentials("Permission denied")


def master_or_own_admin(call: Call) -> None:
    """Let the master pass, and a context's administrator for its own context."""
    login, password = _credentials(call)
    if (login, password) == (call.options.master_login, call.options.master_password):
        return
    sent = call.values.get("ctx") or {}
    context = call.world.contexts.get(sent.get("id", 0))
    if context is None or _login(context, login, password) is not context.admin:
        raise InvalidCredentials


def _credentials(call: Call) -> tuple[str, str]:
    sent = call.values.get("auth")
    if sent is None:
        raise InvalidCredentials("credential object is null")
    return sent.get("login", ""), sent.get("password", "")


def _context(call: Call) -> Context:
    sent = call.named
    if sent is None or not sent.get("id"):
        raise InvalidCredentials("Client sent invalid context data object")
    context = call.world.contexts.get(sent["id"])
    if context is None:
        raise InvalidCredentials
    return context


def _login(context: Context, login: str, password: str) -> User:
    user_id = context.names.get(login)
    user = context.users.get(user_id) if user_id is not None else None
    if user is None or not fits(user.password, context.id, password):
        raise InvalidCredentials
    return user
