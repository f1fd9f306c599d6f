"""The German texts: compiled when the panel starts, checked by `make check`.

    python -m stellwerk.panel.catalogue --check    every text has its German
    python -m stellwerk.panel.catalogue --update   add new texts to the catalogue, drop unused ones

The compiled file lies in the data folder under the digest of its source: it works alike from a
wheel and from a checkout, needs no gettext tools and no step at install, and is never stale.
"""

import hashlib
import os
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import stellwerk

_ROOT = Path(stellwerk.__file__).parent
SOURCE = _ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"


def use() -> None:
    """Compile what is not compiled yet, and make Django read it."""
    from django.conf import settings

    folder = compiled(Path(settings.DATA))
    if str(folder) not in settings.LOCALE_PATHS:
        settings.LOCALE_PATHS = [str(folder)]


def compiled(data: Path) -> Path:
    """The folder under DATA that holds the compiled texts of exactly this source."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    folder = data / "cache" / "locale" / digest
    file = folder / "de" / "LC_MESSAGES" / "django.mo"
    if not file.exists():
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with SOURCE.open("rb") as source:
            content = BytesIO()
            write_mo(content, read_po(source, locale="de"))
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as target:
            target.write(content.getvalue())
        Path(fresh).rename(file)
    return folder


def main(arguments: list[str]) -> int:
    """Run a check or an update; the exit code is 1 where German is missing."""
    from stellwerk.panel.extraction import check, update

    if arguments == ["--update"]:
        added, dropped = update(_ROOT, SOURCE)
        sys.stdout.write(f"{added} texts added, {dropped} dropped\n")
        return 0
    problems = check(_ROOT, SOURCE)
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
