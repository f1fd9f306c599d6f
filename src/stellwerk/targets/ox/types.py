"""The data types of OX's provisioning services, as data, in the order of its WSDLs.

Source: the `wsdl:types` of OXContextService, OXUserService, OXUserCopyService, OXGroupService,
OXResourceService, OXSecondaryAccountService and OXUtilService as a middleware 8.19 answers them.
The User of the user service has fields the other services do not know and would refuse, so there
are two tables of it; the service for secondary accounts knows users, groups and contexts by id
alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

SOAP_NS = "http://schemas.xmlsoap.org/soap/envelope/"
XSI_NS = "http://www.w3.org/2001/XMLSchema-instance"
OPERATIONS_NS = "http://soap.admin.openexchange.com"
COPY_NS = "http://soap.copy.user.admin.openexchange.com"
DATA_NS = "http://dataobjects.soap.admin.openexchange.com/xsd"
RMI_NS = "http://dataobjects.rmi.admin.openexchange.com/xsd"


class Kind(StrEnum):
    """A simple XML Schema type; the value is its local name."""

    STRING = "string"
    INT = "int"
    LONG = "long"
    BOOLEAN = "boolean"
    DATE = "date"
    BASE64 = "base64Binary"


@dataclass(frozen=True, slots=True)
class Field:
    """One element: its name, its type, and whether it may repeat."""

    name: str
    type: "Kind | Complex"
    many: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Complex:
    """A type with fields. Compared by identity: every type exists once."""

    name: str
    namespace: str
    fields: tuple[Field, ...]


def _fields(table: str, default: Kind, **types: "Complex") -> Iterator[Field]:
    """Read `name`, `name:type`, `name[]` or `name[]:type` separated by blanks."""
    for item in table.split():
        name, _, type_name = item.partition(":")
        kind = types.get(type_name) or Kind(type_name or default)
        yield Field(name.removesuffix("[]"), kind, name.endswith("[]"))


def _data(name: str, table: str, *, default: Kind = Kind.STRING, **types: Complex) -> Complex:
    return Complex(name, DATA_NS, tuple(_fields(table, default, **types)))


CREDENTIALS = Complex("Credentials", RMI_NS, tuple(_fields("login password", Kind.STRING)))
SERVER = _data("Server", "id:int name")
DATABASE = _data(
    "Database",
    """currentUnits:int driver id:int login master:boolean masterId:int maxUnits:int name password
    poolHardLimit:int poolInitial:int poolMax:int read_id:int scheme url""",
)
ENTRY = _data("Entry", "key value")
STRING_MAP = _data("SOAPStringMap", "entries[]:Entry", Entry=ENTRY)
MAP_ENTRY = _data("SOAPMapEntry", "key value:SOAPStringMap", SOAPStringMap=STRING_MAP)
STRING_MAP_MAP = _data("SOAPStringMapMap", "entries[]:SOAPMapEntry", SOAPMapEntry=MAP_ENTRY)
SCHEMA_SELECT_STRATEGY = _data("SchemaSelectStrategy", "schema_name strategy")
CONTEXT = _data(
    "Context",
    """average_size:long enabled:boolean filestoreId:int filestore_name id:int loginMappings[]
    maxQuota:long name readDatabase:Database usedQuota:long userAttributes:SOAPStringMapMap
    writeDatabase:Database gabMode""",
    Database=DATABASE,
    SOAPStringMapMap=STRING_MAP_MAP,
)
GROUP = _data("Group", "displayname id:int members[]:int name")
USER_MODULE_ACCESS = _data(
    "UserModuleAccess",
    """OLOX20 USM activeSync calendar collectEmailAddresses contacts delegateTask deniedPortal
    editGroup editPassword editPublicFolders editResource globalAddressBookDisabled ical infostore
    multipleMailAccounts publicFolderEditable publication readCreateSharedFolders subscription
    syncml tasks vcard webdav webdavXml webmail""",
    default=Kind.BOOLEAN,
)
USER = _data(
    "User",
    """aliases[] anniversary:date assistant_name birthday:date branches business_category categories
    cellular_telephone1 cellular_telephone2 city_business city_home city_other commercial_register
    company contextadmin:boolean country_business country_home country_other
    drive_user_folder_mode drive_folder_mode defaultSenderAddress default_group:Group department
    display_name email1 email2 email3 employeeType fax_business fax_home fax_other filestoreId:int
    filestore_name folderTree:int given_name guiPreferencesForSoap:SOAPStringMap
    gui_spam_filter_enabled:boolean id:int imapLogin imapPort:int imapSchema imapServer
    imapServerString info instant_messenger1 instant_messenger2 language
    mail_folder_confirmed_ham_name mail_folder_confirmed_spam_name mail_folder_drafts_name
    mail_folder_sent_name mail_folder_spam_name mail_folder_trash_name
    mail_folder_archive_full_name mailenabled:boolean manager_name marital_status maxQuota:long
    middle_name name nickname note number_of_children number_of_employee password passwordMech
    password_expired:boolean position postal_code_business postal_code_home postal_code_other
    primaryEmail profession room_number sales_volume smtpPort:int smtpSchema smtpServer
    smtpServerString spouse_name state_business state_home state_other street_business street_home
    street_other suffix sur_name tax_id telephone_assistant telephone_business1
    telephone_business2 telephone_callback telephone_car telephone_company telephone_home1
    telephone_home2 telephone_ip telephone_isdn telephone_other telephone_pager telephone_primary
    telephone_radio telephone_telex telephone_ttytdd timezone title uploadFileSizeLimit:int
    uploadFileSizeLimitPerFile:int url usedQuota:long userAttributes:SOAPStringMapMap
    userfield01 userfield02 userfield03 userfield04 userfield05 userfield06 userfield07
    userfield08 userfield09 userfield10 userfield11 userfield12 userfield13 userfield14
    userfield15 userfield16 userfield17 userfield18 userfield19 userfield20 primaryAccountName
    convert_drive_user_folders:boolean load_remote_mail_content_by_default:boolean
    image1:base64Binary image1ContentType""",
    Group=GROUP,
    SOAPStringMap=STRING_MAP,
    SOAPStringMapMap=STRING_MAP_MAP,
)
_ONLY_IN_USER_SERVICE = {
    "drive_user_folder_mode",
    "drive_folder_mode",
    "filestoreId",
    "filestore_name",
    "maxQuota",
    "usedQuota",
    "primaryAccountName",
    "convert_drive_user_folders",
    "load_remote_mail_content_by_default",
}
USER_ELSEWHERE = Complex(
    "User", DATA_NS, tuple(f for f in USER.fields if f.name not in _ONLY_IN_USER_SERVICE)
)
"""The User as the context, group and copy services know it."""

QUOTA = Complex("Quota", RMI_NS, tuple(_fields("module limit:long", Kind.STRING)))
RESOURCE_PERMISSION = _data("ResourcePermission", "entity:int group:boolean privilege")
RESOURCE = _data(
    "Resource",
    """available:boolean description displayname email id:int name
    permissions[]:ResourcePermission""",
    ResourcePermission=RESOURCE_PERMISSION,
)

CONTEXT_BY_ID = _data("Context", "id:int")
USER_BY_ID = _data("User", "id:int")
GROUP_BY_ID = _data("Group", "id:int")

_SENDER = "personal replyTo"
_MAIL = "mailServer mailPort:int mailProtocol mailSecure:boolean mailStartTls:boolean"
_TRANSPORT = """transportServer transportPort:int transportProtocol transportSecure:boolean
    transportStartTls:boolean"""
_FOLDERS = """archiveFullname draftsFullname sentFullname spamFullname trashFullname
    confirmedSpamFullname confirmedHamFullname"""
ACCOUNT = _data(
    "Account",
    f"""contextId:int userId:int id:int login password name primaryAddress {_SENDER} {_MAIL}
    transportLogin transportPassword {_TRANSPORT} {_FOLDERS}""",
)
ACCOUNT_ON_CREATE = _data(
    "AccountDataOnCreate",
    f"""login password name primaryAddress {_SENDER} mailEndpointSource {_MAIL}
    transportLogin transportPassword transportEndpointSource {_TRANSPORT} {_FOLDERS}""",
)
ACCOUNT_UPDATE = _data(
    "AccountDataUpdate",
    f"""login password name {_SENDER} {_MAIL}
    transportLogin transportPassword {_TRANSPORT} {_FOLDERS}""",
)
