"""Without python-ldap everything else works, and the error says how to add it."""

import subprocess
import sys

SCRIPT = """
import sys
sys.modules["ldap"] = None
from stellwerk.sources.ldap import LdapSettings, LdapSource
from stellwerk.sources.ldap.library import LdapMissing
from stellwerk.sources.ldap.preflight import preflight
settings = LdapSettings("ldapi://%2Fnowhere", "dc=x")
print([(step.what, step.outcome.value) for step in preflight(settings)])
try:
    LdapSource(settings).read()
except LdapMissing as error:
    print(error.message)
"""


def test_the_error_names_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert "[('python-ldap', 'fail')]" in done.stdout
    assert "apt-get install gcc python3-dev libldap-dev libsasl2-dev" in done.stdout
    assert "pip install 'stellwerk[ldap]'" in done.stdout
