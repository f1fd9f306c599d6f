"""Names processes so that others can tell, also much later, whether one is gone."""

import os
import socket
from functools import cache
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def own() -> str:
    """This process: host, start of the machine, number, start of the process."""
    return _name(os.getpid())


def is_gone(name: str) -> bool | None:
    """Whether a process that called itself so has ended; None where that cannot be known, as of
    one on another host.
    """
    host, _, rest = name.partition("/")
    if host != socket.gethostname() or not _boot():
        return None
    boot, _, rest = rest.partition("/")
    if boot != _boot():
        return True
    pid = rest.partition("/")[0]
    return not pid.isdecimal() or _name(int(pid)) != name


def _name(pid: int) -> str:
    return f"{socket.gethostname()}/{_boot()}/{pid}/{_started(pid)}"


@cache
def _boot() -> str:
    try:
        return _BOOT.read_text().strip()
    except OSError:
        return ""


def _started(pid: int) -> str:
    """When it was started, in the kernel's ticks; "" when it is gone. A number is used again, but
    not with the same start.
    """
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    # The name in parentheses may hold anything; the state comes first behind it.
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]
