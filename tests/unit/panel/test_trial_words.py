"""What a test of unsaved settings says, in the reader's language and in a form's words."""

import ast
import ssl
from pathlib import Path

import pytest
from django.utils import translation

import stellwerk
from stellwerk.core.heard import heard
from stellwerk.core.said import say
from stellwerk.panel.trials import words

_ROOT = Path(stellwerk.__file__).parent
_MODULES = (
    "sources/checks.py",
    "sources/ldap/contents.py",
    "sources/ldap/preflight.py",
    "sync/checks.py",
    "sync/checks_properties.py",
    "targets/ox/checks.py",
)


def _steps(file: Path) -> set[str]:
    """What the steps of a module look at, as far as it stands there in letters."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        named = isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Check", "Step"}
        value = node.args[0] if isinstance(node, ast.Call) and named else None
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "what":
            value = node.value
        if isinstance(value, ast.Constant):
            found.add(str(value.value))
    return found


def test_whatever_a_step_looks_at_has_its_german() -> None:
    found = set().union(*(_steps(_ROOT / name) for name in _MODULES))
    assert {"bind", "certificate", "contexts to be made", "referential integrity"} <= found
    with translation.override("de"):
        assert {one for one in found if words.name_of(one) == one} == set()
        assert words.name_of("person in ou=a,dc=b") == "Personen in ou=a,dc=b"
        assert words.name_of("rule UCS") == "Regel UCS"


def test_what_speaks_of_the_file_speaks_of_the_form_there() -> None:
    hint = say("Set start_tls = true or use ldaps://.")
    with translation.override("en"):
        assert words.said(hint) == "Tick StartTLS or use ldaps://."
    with translation.override("de"):
        assert "start_tls" not in words.said(hint)
        assert "example.invalid" in words.said(
            say("%(found)s; their administrators' addresses would end in example.invalid",
                found=say("%(some)s not there yet: the first sync makes them", some="7, 8"))
        )  # fmt: skip


def test_the_words_of_the_form_are_said_of_what_checks_really_say() -> None:
    said = {
        one.args[0].value
        for name in _MODULES
        for one in ast.walk(ast.parse((_ROOT / name).read_text()))
        if isinstance(one, ast.Call)
        and getattr(one.func, "id", "") == "say"
        and isinstance(one.args[0], ast.Constant)
    }
    certificate = ast.parse((_ROOT / "sources/ldap/certificate.py").read_text())
    said |= {node.value for node in ast.walk(certificate) if isinstance(node, ast.Constant)}
    assert set(words.HERE) - said == set()


@pytest.mark.parametrize(
    ("error", "german"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "Verbindung abgelehnt"),
        (TimeoutError("timed out"), "Zeitüberschreitung"),
        (OSError("something of its own"), "something of its own"),
    ],
)
def test_the_systems_usual_errors_are_said_in_german(error: OSError, german: str) -> None:
    with translation.override("de"):
        assert words.said(heard(error)) == german


def test_a_certificate_of_another_name_says_which() -> None:
    error = ssl.SSLCertVerificationError(1, "verify failed")
    error.verify_message = "Hostname mismatch, certificate is not valid for 'ox.example.org'."
    with translation.override("de"):
        said = words.said(heard(error))
    assert said.startswith("das Zertifikat ist auf einen anderen Namen ausgestellt")
    assert "ox.example.org" in said
