"""A throw-away SimpleSAMLphp: PHP's own server, TLS in front of it, its state in one JSON file.

The PHP files in `php` read that file with every request; so a test changes it without a restart.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from stellwerk.sso.saml.names import Binding, NameIdFormat
from tests.servers.fetching import fetch
from tests.servers.fronted import Fronted
from tests.servers.identity_provider import ALICE, BOB, Manners, Somebody, write_keys

_PHP = Path(__file__).parent / "php"
_NAMED_AFTER = {
    NameIdFormat.PERSISTENT: "uid",
    NameIdFormat.UNSPECIFIED: "uid",
    NameIdFormat.EMAIL: "mail",
}


class SimpleSamlPhp(Fronted):
    """One identity provider under https://localhost:port."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for name in ("log", "data", "tmp", "sessions"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.url = f"{self.origin}/simplesaml/"
        self.entity_id = f"{self.origin}/idp"
        self._manners, self._people, self._sp_metadata = Manners(), [ALICE, BOB], ""
        write_keys(folder)
        self.configure()

    def configure(
        self,
        manners: Manners | None = None,
        *,
        sp_metadata: str | None = None,
        people: Sequence[Somebody] | None = None,
    ) -> None:
        """Change what is given, from the next request on."""
        self._manners = manners or self._manners
        self._people = self._people if people is None else list(people)
        self._sp_metadata = self._sp_metadata if sp_metadata is None else sp_metadata
        self.set_clock(self._manners.clock)
        self.write("state.json", json.dumps(self._state()))

    def _state(self) -> dict[str, Any]:
        manners = self._manners
        other = [name for name in manners.published if name != manners.key]
        hosted: dict[str, Any] = {
            "privatekey": f"{manners.key}.key",
            "certificate": f"{manners.key}.pem",
            "signature.algorithm": manners.signature,
            "sign.logout": True,
            "redirect.sign": True,
            "SingleSignOnServiceBinding": [Binding.REDIRECT, Binding.POST],
            "SingleLogoutServiceBinding": [Binding.REDIRECT, Binding.POST],
            "attributes.NameFormat": "urn:oasis:names:tc:SAML:2.0:attrname-format:basic",
            "authproc": _names(),
        }
        if other:
            hosted |= {"new_privatekey": f"{other[0]}.key", "new_certificate": f"{other[0]}.pem"}
        return {
            "url": self.url,
            "entity_id": self.entity_id,
            "cipher": manners.cipher or "",
            "people": {f"{one.login}:{one.password}": dict(one.attributes) for one in self._people},
            "hosted": hosted,
            # What it says itself of signatures (WantAssertionsSigned) would count otherwise.
            "sp": {
                **({"NameIDFormat": manners.name_id} if manners.name_id else {}),
                "saml20.sign.response": manners.sign_response,
                "saml20.sign.assertion": manners.sign_assertion,
                "assertion.encryption": manners.cipher is not None,
                "validate.logout": True,
            },
            "sp_metadata": self._sp_metadata,
        }

    def command(self) -> Sequence[str]:
        """PHP's own server; for the command line it caches nothing unless told to."""
        settings = ("error_reporting=0", "display_errors=0", "opcache.enable_cli=1")
        options = [text for one in settings for text in ("-d", one)]
        return ["php", *options, "-S", f"127.0.0.1:{self.behind}", str(_PHP / "router.php")]

    def environment(self) -> Mapping[str, str]:
        """Where its state is, and how many requests it answers at once."""
        return {
            **self.with_clock(),
            "STELLWERK_TEST_IDP": str(self.folder),
            "SIMPLESAMLPHP_CONFIG_DIR": str(_PHP),
            "PHP_CLI_SERVER_WORKERS": "2",
        }

    def metadata(self) -> str:
        """Its metadata, as it serves it at the moment."""
        return fetch(f"{self.url}saml2/idp/metadata.php", self.ca_file)

    def sign_in_there(self, sp_entity_id: str, relay_state: str = "") -> str:
        """The address where a sign-in starts that nobody asked for."""
        query = {"spentityid": sp_entity_id} | ({"RelayState": relay_state} if relay_state else {})
        return f"{self.url}saml2/idp/SSOService.php?{urlencode(query)}"

    def sign_out_there(self) -> str:
        """The address that signs out there, and with it everywhere."""
        query = urlencode({"ReturnTo": f"{self.url}logout.php"})
        return f"{self.url}saml2/idp/SingleLogoutService.php?{query}"


def _names() -> dict[str, dict[str, str]]:
    """Filters that give people a NameID of each format; transient ones are made without."""
    return {
        str(number): {"class": "saml:AttributeNameID", "attribute": attribute, "Format": name}
        for number, (name, attribute) in enumerate(_NAMED_AFTER.items(), start=3)
    }
