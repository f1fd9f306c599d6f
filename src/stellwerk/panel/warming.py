"""Loads what pages need before anybody asks for one: addresses, templates, texts."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template import engines
from django.template.backends.django import DjangoTemplates
from django.urls import reverse
from django.utils import translation


def warm_up() -> None:
    """Load it all into this process: the first page then costs what every page costs."""
    reverse("dashboard")
    engine = engines["django"]
    for name in templates():
        engine.get_template(name)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("People")


def templates() -> Iterator[str]:
    """The name of every template of ours."""
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    for folder in map(Path, engine.template_dirs):
        if (folder.parent / "apps.py").exists():
            yield from (str(file.relative_to(folder)) for file in sorted(folder.rglob("*.html")))
