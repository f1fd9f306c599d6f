"""Directory servers that speak LDAP as a source; needs the extra ``stellwerk[ldap]``."""

from stellwerk.sources.ldap.settings import LdapSettings
from stellwerk.sources.ldap.source import LdapSource

__all__ = ["LdapSettings", "LdapSource"]
