"""The fields of a group."""

from oxsim.schema.field import Namespace, object_type

GROUP = object_type("Group", Namespace.OBJECTS, "displayname id:int members:int* name")
