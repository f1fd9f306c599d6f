"""The fields of a user, as each service knows them."""

from oxsim.schema.field import Namespace, ObjectType, object_type
from oxsim.schema.group import GROUP
from oxsim.schema.maps import STRING_MAP, STRING_MAP_MAP

_CONTACT = """
    middle_name nickname note number_of_children number_of_employee
    position postal_code_business postal_code_home postal_code_other profession room_number
    sales_volume spouse_name state_business state_home state_other street_business street_home
    street_other suffix tax_id title url
    assistant_name branches business_category categories cellular_telephone1 cellular_telephone2
    city_business city_home city_other commercial_register company
    country_business country_home country_other department employeeType
    fax_business fax_home fax_other info instant_messenger1 instant_messenger2
    manager_name marital_status email2 email3
    telephone_assistant telephone_business1 telephone_business2 telephone_callback telephone_car
    telephone_company telephone_home1 telephone_home2 telephone_ip telephone_isdn telephone_other
    telephone_pager telephone_primary telephone_radio telephone_telex telephone_ttytdd
""" + " ".join(f"userfield{number:02d}" for number in range(1, 21))

_ACCOUNT = """
    id:int name password passwordMech password_expired:boolean contextadmin:boolean!
    display_name given_name sur_name primaryEmail email1 defaultSenderAddress aliases:string*
    language timezone mailenabled:boolean birthday:date anniversary:date
    image1:base64Binary image1ContentType
    default_group:Group folderTree:int gui_spam_filter_enabled:boolean
    guiPreferencesForSoap:StringMap userAttributes:StringMapMap
    imapLogin imapServer imapServerString imapSchema imapPort:int!
    smtpServer smtpServerString smtpSchema smtpPort:int!
    mail_folder_confirmed_ham_name mail_folder_confirmed_spam_name mail_folder_drafts_name
    mail_folder_sent_name mail_folder_spam_name mail_folder_trash_name
    mail_folder_archive_full_name uploadFileSizeLimit:int uploadFileSizeLimitPerFile:int
"""

_ONLY_USER_SERVICE = """
    maxQuota:long usedQuota:long filestoreId:int filestore_name
    drive_user_folder_mode drive_folder_mode primaryAccountName
    convert_drive_user_folders:boolean load_remote_mail_content_by_default:boolean
"""


def _user(table: str) -> ObjectType:
    """Sort the fields by name: the order of elements carries no meaning."""
    return object_type(
        "User",
        Namespace.OBJECTS,
        " ".join(sorted(table.split(), key=str.lower)),
        Group=GROUP,
        StringMap=STRING_MAP,
        StringMapMap=STRING_MAP_MAP,
    )


USER = _user(_ACCOUNT + _CONTACT + _ONLY_USER_SERVICE)
"""The user of OXUserService."""

USER_OF_OTHERS = _user(_ACCOUNT + _CONTACT)
"""The user of the other services: without quota, file store and drive settings."""
