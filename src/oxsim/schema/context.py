"""The fields of a context and of what it is created on."""

from oxsim.schema.field import Namespace, object_type
from oxsim.schema.maps import STRING_MAP_MAP

DATABASE = object_type(
    "Database",
    Namespace.OBJECTS,
    """currentUnits:int driver id:int login master:boolean masterId:int maxUnits:int name password
    poolHardLimit:int poolInitial:int poolMax:int read_id:int scheme url""",
)
FILESTORE = object_type(
    "Filestore",
    Namespace.OBJECTS,
    "currentContexts:int id:int maxContexts:int reserved:long size:long url used:long",
)
SERVER = object_type("Server", Namespace.OBJECTS, "id:int name")
SCHEMA_SELECT_STRATEGY = object_type(
    "SchemaSelectStrategy", Namespace.OBJECTS, "schema_name strategy"
)
CONTEXT = object_type(
    "Context",
    Namespace.OBJECTS,
    """average_size:long enabled:boolean filestoreId:int filestore_name gabMode id:int
    loginMappings:string* maxQuota:long name readDatabase:Database usedQuota:long
    userAttributes:StringMapMap writeDatabase:Database""",
    Database=DATABASE,
    StringMapMap=STRING_MAP_MAP,
)
CREDENTIALS = object_type("Credentials", Namespace.RMI, "login password")
QUOTA = object_type("Quota", Namespace.RMI, "module limit:long")
