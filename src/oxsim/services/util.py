"""OXUtilService: its operations as a table."""

from oxsim.call import Handler, Operation, parameters, service
from oxsim.rules import util
from oxsim.rules.auth import master
from oxsim.schema.context import DATABASE, FILESTORE, SERVER
from oxsim.schema.field import Field, ObjectType, Scalar
from oxsim.services.parts import AUTH, BASE_FAULTS, SEARCH_PATTERN, one, several


def _operation(name: str, handler: Handler, *fields: Field, returns: Field) -> Operation:
    return Operation(name, parameters(name, *fields), returns, BASE_FAULTS, master, handler)


def _listed(kind: ObjectType, list_all: Handler, by_pattern: Handler) -> list[Operation]:
    return [
        _operation(f"listAll{kind.name}", list_all, AUTH, returns=several(kind)),
        _operation(f"list{kind.name}", by_pattern, SEARCH_PATTERN, AUTH, returns=several(kind)),
    ]


UTIL_SERVICE = service(
    "OXUtilService",
    "OXUtilServiceHttpSoap12Endpoint",
    [
        *_listed(SERVER, util.list_all_servers, util.list_servers),
        *_listed(FILESTORE, util.list_all_filestores, util.list_filestores),
        *_listed(DATABASE, util.list_all_databases, util.list_databases),
        _operation(
            "registerServer", util.register_server, Field("srv", SERVER), AUTH, returns=one(SERVER)
        ),
        _operation(
            "registerFilestore",
            util.register_filestore,
            *(Field("fstore", FILESTORE), AUTH),
            returns=one(FILESTORE),
        ),
        _operation(
            "registerDatabase",
            util.register_database,
            Field("db", DATABASE),
            Field("createSchemas", Scalar.BOOLEAN),
            Field("optNumberOfSchemas", Scalar.INT),
            AUTH,
            returns=one(DATABASE),
        ),
    ],
)
"""What the servers run on: for the master administrator."""
