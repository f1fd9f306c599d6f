"""The login a call is made with."""

from dataclasses import dataclass

from stellwerk.core.masked import Masked


@dataclass(frozen=True, slots=True)
class Credentials:
    """A master administrator's or a context administrator's login (type Credentials of OX)."""

    login: str
    password: Masked
