"""OXUserCopyService: its one operation, in a namespace of its own."""

from oxsim.call import Operation, parameters, service
from oxsim.rules.user_copy import copy, master_with_contexts
from oxsim.schema.context import CONTEXT
from oxsim.schema.field import Field, Namespace
from oxsim.schema.user import USER_OF_OTHERS
from oxsim.services.parts import AUTH, DATABASE_FAULTS, one

_FIELDS = (Field("user", USER_OF_OTHERS), Field("src", CONTEXT), Field("dest", CONTEXT), AUTH)

USER_COPY_SERVICE = service(
    "OXUserCopyService",
    "OXUserCopyServiceHttpSoap11Endpoint",
    [
        Operation(
            "copyUser",
            parameters("copyUser", *_FIELDS, namespace=Namespace.COPY),
            one(USER_OF_OTHERS),
            (*DATABASE_FAULTS, "NoSuchUser", "UserExists"),
            master_with_contexts,
            copy,
        )
    ],
    Namespace.COPY,
)
"""Copies of users: for the master administrator."""
