"""What Univention's OX Connector left behind, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stellwerk.core.errors import StellwerkError
from stellwerk.core.masked import Masked

SHOWN = 50


class BadState(StellwerkError):
    """The connector's files cannot be read; nothing was taken over."""

    code = "moving_in.bad_state"

    def __init__(self, problems: Sequence[str], hint: str) -> None:
        number = len(problems)
        what = "1 problem" if number == 1 else f"{number} problems"
        lines = [f"{what} in the connector's files, nothing was taken over."]
        lines += [f"  {one}" for one in problems[:SHOWN]]
        if number > SHOWN:
            lines.append(f"  ... and {number - SHOWN} more.")
        super().__init__("\n".join(lines), hint=hint)


class NoState(StellwerkError):
    """There is nothing of the OX Connector in this folder."""

    code = "moving_in.no_state"
    hint = (
        "Name the connector's data folder: it holds listener/old or ox-connector.db, and"
        " contexts.json. On UCS it is /var/lib/univention-appcenter/apps/ox-connector/data."
    )


@dataclass(frozen=True, slots=True)
class OldObject:
    """One object as the connector sent it last.

    `idents` are its immutable ids by property name, in lower case; `ox_id` is what OX calls it, ""
    if the connector never learned it; `name` the login or group name it has in OX; `photo` the
    sha256 of its picture.
    """

    module: str
    dn: str
    idents: Mapping[str, str]
    ox_id: str = ""
    context: str = ""
    name: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class OldLogin:
    """A login the connector used: `scope` is a context's number, "" the master account."""

    scope: str
    login: str
    password: Masked


@dataclass(frozen=True, slots=True)
class OldState:
    """All that was found; `files` says where. None of a part means that its file is not there."""

    objects: Sequence[OldObject]
    logins: Sequence[OldLogin] | None = None
    mapping: Mapping[str, Sequence[str]] | None = None
    profiles: Mapping[str, Sequence[str]] | None = None
    files: Sequence[Path] = field(default_factory=tuple)
