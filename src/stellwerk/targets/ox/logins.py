"""Templates of the login at the mail server. Pure.

`{}` is the primary mail address, `{property}` the first value of that property; all else stands for
itself. OX keeps one such login, which it uses for reading and for sending mail.
"""

import re

PLACEHOLDER = re.compile(r"\{(\w*)\}")


def check_template(text: str) -> None:
    """Raises ValueError for a template with a brace that belongs to no placeholder."""
    if any(brace in PLACEHOLDER.sub("", text) for brace in "{}"):
        raise ValueError(f"{text!r} holds a brace that is not part of {{}} or {{property}}")


def properties_of(template: str) -> frozenset[str]:
    """The properties a template asks for."""
    return frozenset(name for name in PLACEHOLDER.findall(template) if name)
