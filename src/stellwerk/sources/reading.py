"""What all readings share: one pass, a verdict on completeness, bounded problems."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from stellwerk.core.errors import StellwerkError
from stellwerk.core.said import say
from stellwerk.sources.base import MAX_PROBLEMS, ReadProblem, ReadRecord


class ReadingUsed(StellwerkError):
    """A reading can be iterated only once; call read() again."""

    code = "reading_used"


class OnePass(ABC):
    """A Reading whose subclass yields records and calls `fail` when objects may be missing."""

    def __init__(self) -> None:
        self.complete = False
        self.reason = "not read to its end yet"
        self.problems: list[ReadProblem] = []
        self.problem_count = 0
        self._used = False
        self._failure = ""

    def __iter__(self) -> Iterator[ReadRecord]:
        if self._used:
            raise ReadingUsed
        self._used = True
        return self._run()

    def fail(self, reason: str) -> None:
        """Note why this reading cannot be complete; the first reason stays."""
        self._failure = self._failure or reason

    def report(self, problem: ReadProblem) -> None:
        """Note one object that could not be read."""
        self.problem_count += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)
        if not problem.dn and not problem.ident:
            self.fail(say("an object could not be recognised: %(text)s", text=problem.text))

    @abstractmethod
    def _records(self) -> Iterator[ReadRecord]: ...

    def _run(self) -> Iterator[ReadRecord]:
        yield from self._records()
        self.reason = self._failure
        self.complete = not self._failure
