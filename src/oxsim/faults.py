"""Everything a call can end in besides an answer. A docstring is the default message."""

from typing import ClassVar

_RMI = "com.openexchange.admin.rmi.exceptions"


class Refused(Exception):
    """The call was refused."""

    code: ClassVar[str] = "soap:Server"

    def __init__(self, message: str | None = None) -> None:
        self.message = message if message is not None else (type(self).__doc__ or "").strip()
        super().__init__(self.message)


class Malformed(Refused):
    """Unmarshalling Error"""

    code = "soap:Client"


class Crashed(Refused):
    """java.lang.NullPointerException"""


class Fault(Refused):
    """A fault with a detail element, whose name alone tells its kind."""

    kind: ClassVar[str] = "StorageException"
    wraps: int = 1
    """How often the server wrapped the exception: one ``exceptionId`` suffix each."""


class InvalidCredentials(Fault):
    """Authentication failed"""

    kind = "InvalidCredentialsException"


class InvalidData(Fault):
    """Invalid data sent!"""

    kind = "InvalidDataException"


class Storage(Fault):
    """Storage failed"""

    kind = "StorageException"


class UserUpdateConflict(Storage):
    """User update conflict: Another process is currently modifying user data. \
Please try again later."""


class ContextExists(Fault):
    """Context already exists!"""

    kind = "ContextExistsException"


class NoSuchContext(Fault):
    """Context does not exist"""

    kind = "NoSuchContextException"


class NoSuchUser(Fault):
    """No such user"""

    kind = "NoSuchUserException"


class NoSuchGroup(Fault):
    """No such group"""

    kind = "NoSuchGroupException"


class NoSuchResource(Fault):
    """Resource with this id does not exist"""

    kind = "NoSuchResourceException"


class UserExists(Fault):
    """User already exists"""

    kind = "UserExistsException"


class DatabaseUpdate(Fault):
    """A database update is running. Please try again later."""

    kind = "DatabaseUpdateException"


class DuplicateExtension(Fault):
    """An extension is there twice"""

    kind = "DuplicateExtensionException"


class NoSuchDatabase(Fault):
    """No such database"""

    kind = "NoSuchDatabaseException"


class NoSuchFilestore(Fault):
    """No such filestore"""

    kind = "NoSuchFilestoreException"


class NoSuchReason(Fault):
    """No such reason"""

    kind = "NoSuchReasonException"


class ContextTrouble(Fault):
    """The context is in trouble"""

    kind = "OXContextException"


class Remote(Fault):
    """Something failed far away"""

    kind = "RemoteException"


FAULTS: dict[str, type[Refused]] = {
    "": Crashed,
    "Client": Malformed,
    **{
        fault.kind: fault
        for fault in (
            InvalidCredentials,
            InvalidData,
            Storage,
            ContextExists,
            NoSuchContext,
            NoSuchUser,
            NoSuchGroup,
            DatabaseUpdate,
            NoSuchResource,
            UserExists,
            DuplicateExtension,
            NoSuchDatabase,
            NoSuchFilestore,
            NoSuchReason,
            ContextTrouble,
            Remote,
        )
    },
}
"""Faults by the name of their detail element; "" and Client are the two that have none."""


def by_name(fault: Fault) -> Fault:
    """Wrap the fault of a lookup by name the way the server does: twice, its cause in the text."""
    fault.message = f"{_RMI}.NoSuchObjectException: {_RMI}.{fault.kind}: {fault.message}"
    fault.wraps = 2
    return fault


def caused_by(cause: Fault) -> Storage:
    """The storage fault that quotes another fault."""
    return Storage(f"{_RMI}.{cause.kind}: {cause.message}")
