"""What cannot be stored as it was wished."""

from stellwerk.config.problem import Problem
from stellwerk.core.errors import StellwerkError


class Mistake(StellwerkError):
    """Something of what was wished cannot be; `problem` says what, and where it was written."""

    code = "config.mistake"

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text, hint=problem.hint)
        self.problem = problem
