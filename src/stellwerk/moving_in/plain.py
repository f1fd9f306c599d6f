"""Plain files of bounded size."""

from pathlib import Path


def text_of(file: Path, longest: int) -> str:
    """The text of a file. Raises OSError, and ValueError for what is no file of at most `longest`
    bytes of UTF-8."""
    if not file.is_file():  # neither a pipe nor a device, which might never end
        raise ValueError("this is no plain file")
    with file.open("rb") as opened:
        content = opened.read(longest + 1)
    if len(content) > longest:
        raise ValueError(f"larger than {longest} bytes")
    return content.decode("utf-8-sig")
