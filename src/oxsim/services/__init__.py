"""The services that are served; adding one is adding a module and naming it here."""

from oxsim.call import Service
from oxsim.services.accounts import SECONDARY_ACCOUNT_SERVICE
from oxsim.services.contexts import CONTEXT_SERVICE
from oxsim.services.groups import GROUP_SERVICE
from oxsim.services.resources import RESOURCE_SERVICE
from oxsim.services.user_copy import USER_COPY_SERVICE
from oxsim.services.users import USER_SERVICE
from oxsim.services.util import UTIL_SERVICE

SERVICES: dict[str, Service] = {
    one.name: one
    for one in (
        CONTEXT_SERVICE,
        USER_SERVICE,
        USER_COPY_SERVICE,
        GROUP_SERVICE,
        RESOURCE_SERVICE,
        SECONDARY_ACCOUNT_SERVICE,
        UTIL_SERVICE,
    )
}
"""Services by name."""
