"""Parameters and faults that the tables of operations share."""

from oxsim.schema.access import USER_MODULE_ACCESS
from oxsim.schema.context import CONTEXT, CREDENTIALS
from oxsim.schema.field import Field, ObjectType, Scalar

AUTH = Field("auth", CREDENTIALS)
CTX = Field("ctx", CONTEXT)
ACCESS = Field("access", USER_MODULE_ACCESS)
MODULE_ACCESS = Field("moduleAccess", USER_MODULE_ACCESS)
COMBINATION_NAME = Field("access_combination_name", Scalar.STRING)
SEARCH_PATTERN = Field("search_pattern", Scalar.STRING)
BASE_FAULTS = ("InvalidCredentials", "InvalidData", "Remote", "Storage")
CONTEXT_FAULTS = (*BASE_FAULTS, "NoSuchContext")
DATABASE_FAULTS = (*CONTEXT_FAULTS, "DatabaseUpdate")


def one(kind: Scalar | ObjectType) -> Field:
    """An answer of one value."""
    return Field("return", kind, nillable=isinstance(kind, ObjectType) or kind is Scalar.STRING)


def several(kind: ObjectType) -> Field:
    """An answer of any number of values."""
    return Field("return", kind, many=True)
