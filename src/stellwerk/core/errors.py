"""Errors that name the cause and the next step."""

import inspect


class StellwerkError(Exception):
    """Something went wrong."""

    code = "error"
    hint = ""

    def __init__(self, message: str = "", *, hint: str = "") -> None:
        super().__init__(message or inspect.cleandoc(self.__doc__ or "Something went wrong."))
        if hint:
            self.hint = hint

    @property
    def message(self) -> str:
        """The sentence that says what happened."""
        return str(self.args[0])


class NotFound(StellwerkError):
    """There is nothing of that name."""

    code = "not_found"


class Ambiguous(StellwerkError):
    """More than one thing answers to that name."""

    code = "ambiguous"


class Busy(StellwerkError):
    """Another process is at work on this data folder."""

    code = "busy"
