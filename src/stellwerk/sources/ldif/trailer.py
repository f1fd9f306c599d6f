"""What ldapsearch writes below its entries: the result it got, and referrals it did not follow."""

import re

from stellwerk.core.said import say

_RESULT = re.compile(rb"(?m)^result: (\d+)(.*)$")

LDAPSEARCH = b"# extended LDIF\n"
"""How ldapsearch begins when it writes a result below its entries (without -L)."""


def has_result(text: bytes) -> bool:
    """Tell whether a block is, or ends with, the result of ldapsearch."""
    return b"result: " in text and _RESULT.search(text) is not None


def trailer_failure(first: bytes, text: bytes) -> str:
    """Return why the export that this block closes was not everything, or "".

    `first` is the block's first line that says anything, `text` the whole block.
    """
    if first.startswith(b"ref:"):
        where = first[4:].strip(b": ").decode("utf-8", "replace")
        return say("the export stopped at a referral to %(where)s", where=where)
    if first.startswith((b"search:", b"result:")):
        match = _RESULT.search(text)
        if match and int(match[1]) != 0:
            what = match[2].decode("utf-8", "replace").strip()
            result = f"{int(match[1])} {what}".rstrip()
            return say("the export ended early: result %(result)s", result=result)
    return ""
