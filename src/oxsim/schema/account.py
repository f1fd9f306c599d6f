"""The fields of a secondary account. Its service knows contexts, users and groups by id alone."""

from oxsim.schema.field import Namespace, ObjectType, object_type


def _type(name: str, table: str) -> ObjectType:
    return object_type(name, Namespace.OBJECTS, table)


_SENDER = "personal replyTo"
_MAIL = "mailServer mailPort:int mailProtocol mailSecure:boolean mailStartTls:boolean"
_LOGIN = "transportLogin transportPassword"
_TRANSPORT = """transportServer transportPort:int transportProtocol transportSecure:boolean
    transportStartTls:boolean"""
_FOLDERS = """archiveFullname draftsFullname sentFullname spamFullname trashFullname
    confirmedSpamFullname confirmedHamFullname"""

CONTEXT_ID = _type("Context", "id:int")
USER_ID = _type("User", "id:int")
GROUP_ID = _type("Group", "id:int")
ACCOUNT = _type(
    "Account",
    f"contextId:int userId:int id:int login password name primaryAddress {_SENDER} {_MAIL} "
    f"{_LOGIN} {_TRANSPORT} {_FOLDERS}",
)
ACCOUNT_ON_CREATE = _type(
    "AccountDataOnCreate",
    f"login password name primaryAddress {_SENDER} mailEndpointSource {_MAIL} "
    f"{_LOGIN} transportEndpointSource {_TRANSPORT} {_FOLDERS}",
)
ACCOUNT_UPDATE = _type(
    "AccountDataUpdate",
    f"login password name {_SENDER} {_MAIL} {_LOGIN} {_TRANSPORT} {_FOLDERS}",
)
