"""Why a message is not believed. The codes are stable: pages, logs and tests rely on them."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """One code per reason, named for what is wrong. Add new ones here, never rename."""

    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message was not believed. `detail` is for administrators alone and holds no secret."""

    code: Code
    detail: str = ""
