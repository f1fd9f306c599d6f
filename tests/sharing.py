"""How `pytest -n` shares the tests out: a file stays whole, and what takes long begins first.

Folders whose files share what is dear to make stay whole too.
"""

from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

_WHOLE = ("tests/browser/", "tests/integration/own_directory/", "tests/integration/sso/")
_LONG = (*_WHOLE, "tests/integration/crash/", "tests/integration/")


class ByFile(LoadScopeScheduling):
    """Hands out files, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((folder for folder in _WHOLE if file.startswith(folder)), file)


def place(nodeid: str) -> int:
    """Where a test stands: who begins a long file when all others are done keeps them waiting."""
    return next((n for n, folder in enumerate(_LONG) if nodeid.startswith(folder)), len(_LONG))
