"""python-ldap, which is an extra because it has to be compiled."""

from typing import Any

from stellwerk.core.errors import StellwerkError


class LdapMissing(StellwerkError):
    """Reading from an LDAP server needs python-ldap, which is not installed. To add it:

    apt-get install gcc python3-dev libldap-dev libsasl2-dev
    pip install 'stellwerk[ldap]'
    """

    code = "ldap.missing"
    hint = (
        "apt-get install gcc python3-dev libldap-dev libsasl2-dev && pip install 'stellwerk[ldap]'"
    )


def python_ldap() -> Any:
    """Return the module `ldap` of python-ldap. Raises LdapMissing if it is not installed."""
    try:
        import ldap
    except ImportError:
        raise LdapMissing from None
    return ldap
