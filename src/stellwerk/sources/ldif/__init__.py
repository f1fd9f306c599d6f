"""LDIF content files (RFC 2849) as a source."""

from stellwerk.sources.ldif.source import LdifSource

__all__ = ["LdifSource"]
