"""Text from outside on its way to a terminal or into a message: what steers is made visible."""

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)


def visible(text: str) -> str:
    """The text with everything that would steer a terminal or turn the reading direction as U+202E.

    Tabs and line ends stay.
    """
    return _STEERING.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)
