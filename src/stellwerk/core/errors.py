"""Errors that name the cause and the next step."""

import inspect

from stellwerk.core.said import say


class StellwerkError(Exception):
    """Something went wrong."""

    code = "error"
    hint = ""

    def __init__(self, message: str = "", *, hint: str = "") -> None:
        meaning = inspect.cleandoc(self.__doc__ or "Something went wrong.")
        super().__init__(message or say(meaning))
        self.hint = hint or (say(self.hint) if self.hint else "")

    @property
    def message(self) -> str:
        """The sentence that says what happened."""
        said: str = self.args[0]
        return said


class NotFound(StellwerkError):
    """There is nothing of that name."""

    code = "not_found"


class Ambiguous(StellwerkError):
    """More than one thing answers to that name."""

    code = "ambiguous"


class Busy(StellwerkError):
    """Another process is at work on this data folder."""

    code = "busy"
