from pathlib import Path

import stellwerk
from stellwerk.panel.catalogue import SOURCE, compiled
from stellwerk.panel.extraction import check, texts, update

_HEAD = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
_TEMPLATE = """{% block x %}
    <p title="{% translate 'One thing' %}">{% card title=_("Boxed") %}{% endcard %}</p>
  {% blocktranslate count n=rows|length %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}
{% endblock %}"""
_PYTHON = """from x import gettext as _, pgettext

def f():
    return _("In code"), pgettext("c", "May")
"""


def source(folder: Path, german: str) -> Path:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / "page.html").write_text(_TEMPLATE)
    (folder / "page.py").write_text(_PYTHON)
    file = folder / "django.po"
    file.write_text(_HEAD + german)
    return file


def test_every_text_of_the_panel_has_its_german() -> None:
    assert check(Path(stellwerk.__file__).parent, SOURCE) == []


def test_texts_are_found_in_templates_and_code(tmp_path: Path) -> None:
    source(tmp_path, "")
    found = {(message.context, message.id) for message in texts(tmp_path) if message.id}
    assert found == {
        (None, "One thing"),
        (None, "Boxed"),
        (None, ("%(n)s row", "%(n)s rows")),
        (None, "In code"),
        ("c", "May"),
    }


def test_missing_fuzzy_and_broken_german_is_named(tmp_path: Path) -> None:
    german = (
        'msgid "One thing"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "Boxed"\nmsgstr "Verpackt"\n\n'
        'msgid "In code"\nmsgstr "Im Code"\n\n'
        '#, python-format\nmsgid "%(n)s row"\nmsgid_plural "%(n)s rows"\n'
        'msgstr[0] "eine Zeile %(m)s"\nmsgstr[1] "%(n)s Zeilen"\n'
    )
    said = check(tmp_path, source(tmp_path, german))
    assert any("no German for 'One thing'" in line and "page.html:2" in line for line in said)
    assert any("fuzzy" in line and "Boxed" in line for line in said)
    assert any("May" in line for line in said)
    assert any("rows" in line and "%(" in line for line in said)
    assert not any("In code" in line for line in said)


def test_an_update_adds_keeps_and_drops(tmp_path: Path) -> None:
    file = source(tmp_path, 'msgid "In code"\nmsgstr "Im Code"\n\nmsgid "Gone"\nmsgstr "Weg"\n')
    assert update(tmp_path, file) == (4, 1)
    first = file.read_text()
    assert 'msgid "In code"\nmsgstr "Im Code"' in first
    assert "Gone" not in first
    assert update(tmp_path, file) == (0, 0)
    assert file.read_text() == first


def test_what_is_compiled_belongs_to_exactly_this_source(tmp_path: Path) -> None:
    folder = compiled(tmp_path)
    file = folder / "de" / "LC_MESSAGES" / "django.mo"
    written = file.stat().st_mtime_ns
    assert b"Anmelden" in file.read_bytes()
    assert compiled(tmp_path) == folder
    assert file.stat().st_mtime_ns == written
