"""Who may book a resource, as far as the simple mode of permissions goes."""

from oxsim.faults import InvalidData
from oxsim.schema.field import Values

_PRIVILEGES = frozenset({"none", "ask_to_book", "book_directly", "delegate"})


def check_permissions(sent: list[Values]) -> None:
    """Let pass: everybody books directly; or delegates, and everybody asks.

    Everybody is group 0. The text is our own: which one the server has was not observed.
    """
    everybody = [one for one in sent if one.get("group") and one.get("entity", 0) == 0]
    others = [one for one in sent if one not in everybody]
    privileges = [one.get("privilege", "") for one in everybody]
    delegated = all(one.get("privilege") == "delegate" for one in others)
    wanted = "ask_to_book" if others else "book_directly"
    known = all(one.get("privilege") in _PRIVILEGES for one in sent)
    if not (known and delegated and privileges == [wanted]):
        raise InvalidData("The permissions of this resource do not fit the simple permission mode")
