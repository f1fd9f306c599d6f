"""SOAP messages of OX's provisioning services, both ways; see `encoding` and `decoding`."""

from stellwerk.targets.ox.decoding import DEFAULT_LIMIT, decode, decode_stream
from stellwerk.targets.ox.encoding import NIL, Nil, encode

__all__ = ["DEFAULT_LIMIT", "NIL", "Nil", "decode", "decode_stream", "encode"]
