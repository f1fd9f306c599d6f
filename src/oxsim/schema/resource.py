"""The fields of a resource."""

from oxsim.schema.field import Namespace, object_type

RESOURCE_PERMISSION = object_type(
    "ResourcePermission", Namespace.OBJECTS, "entity:int! group:boolean! privilege:string!"
)
RESOURCE = object_type(
    "Resource",
    Namespace.OBJECTS,
    "available:boolean description displayname email id:int name permissions:Permission*",
    Permission=RESOURCE_PERMISSION,
)
