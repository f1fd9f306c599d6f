"""A throw-away LemonLDAP::NG: its portal under plackup, TLS in front of it.

It looks for a new configuration with every request; so a test changes it without a restart.
Passwords are what its demonstration accounts have: the login.
"""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from stellwerk.sso.saml.names import EncryptionAlgorithm, NameIdFormat, SignatureAlgorithm
from tests.servers.fetching import fetch
from tests.servers.fronted import Fronted
from tests.servers.identity_provider import ALICE, BOB, Manners, Somebody, write_keys

_PERL = Path(__file__).parent / "perl"
_DOMAIN = "sso.localhost"
_SP = "sp"
_FORMATS = {
    NameIdFormat.PERSISTENT: "persistent",
    NameIdFormat.TRANSIENT: "transient",
    NameIdFormat.EMAIL: "email",
}
_SIGNATURES = {
    SignatureAlgorithm.RSA_SHA1: "RSA_SHA1",
    SignatureAlgorithm.RSA_SHA256: "RSA_SHA256",
    SignatureAlgorithm.RSA_SHA384: "RSA_SHA384",
    SignatureAlgorithm.RSA_SHA512: "RSA_SHA512",
}
_CIPHERS = {
    EncryptionAlgorithm.AES128_CBC: "AES_128",
    EncryptionAlgorithm.AES256_CBC: "AES_256",
    EncryptionAlgorithm.TRIPLEDES_CBC: "3DES",
}
_INI = """\
[all]
logLevel = warn
checkTime = -1000000000
[configuration]
type = File
dirName = {folder}/conf
localStorage = Cache::NullCache
[portal]
staticPrefix = /static
templateDir = /usr/share/lemonldap-ng/portal/templates
languages = en
"""


class LemonLdap(Fronted):
    """One identity provider under https://auth.sso.localhost:port."""

    host = f"auth.{_DOMAIN}"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        for name in ("conf", "sessions/lock", "psessions/lock", "saml/lock", "cache"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        self.url = f"{self.origin}/"
        self.entity_id = f"{self.url}saml/metadata"
        self._manners, self._people, self._sp_metadata = Manners(), [ALICE, BOB], ""
        self._number = 0
        (folder / "lemonldap-ng.ini").write_text(_INI.format(folder=folder))
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
        accounts = {
            one.login: {name: "; ".join(values) for name, values in one.attributes.items()}
            for one in self._people
        }
        # Perl takes its bytes for text, as it does with those of a directory.
        cipher = _CIPHERS[self._manners.cipher] if self._manners.cipher else ""
        state = {"people": accounts, "cipher": cipher}
        self.write("state.json", json.dumps(state, ensure_ascii=False))
        self._number += 1
        self.write(f"conf/lmConf-{self._number}.json", json.dumps(self._configuration()))

    def _configuration(self) -> dict[str, Any]:
        names = sorted({name for one in self._people for name in one.attributes})
        key, certificate = (
            (self.folder / f"{self._manners.key}.{kind}").read_text() for kind in ("key", "pem")
        )
        storage = "Apache::Session::File"
        return {
            "cfgNum": self._number,
            "cfgDate": int(time.time()),
            "cfgAuthor": "tests",
            "cfgVersion": "2.16.1",
            "portal": self.url,
            "domain": _DOMAIN,
            "cookieName": "lemonldap",
            "securedCookie": 1,
            "sameSite": "None",
            "authentication": "Demo",
            "userDB": "Same",
            "passwordDB": "Null",
            "registerDB": "Null",
            "whatToTrace": "uid",
            "requireToken": 0,
            "portalCheckLogins": 0,
            "captcha": "NoCaptcha",
            "applicationList": {},
            "locationRules": {self.host: {"default": "accept"}},
            "demoExportedVars": {name: name for name in names},
            "globalStorage": storage,
            "globalStorageOptions": self._storage("sessions"),
            "persistentStorage": storage,
            "persistentStorageOptions": self._storage("psessions"),
            "samlStorage": storage,
            "samlStorageOptions": self._storage("saml"),
            "localSessionStorage": "Cache::NullCache",
            "tokenUseGlobalStorage": 1,
            "issuerDBSAMLActivation": 1,
            "samlEntityID": "#PORTAL#/saml/metadata",
            "samlServicePrivateKeySig": key,
            "samlServicePublicKeySig": certificate,
            "samlServicePrivateKeyEnc": key,
            "samlServicePublicKeyEnc": certificate,
            "samlServiceUseCertificateInResponse": 1,
            "samlServiceSignatureMethod": _SIGNATURES[self._manners.signature],
            "samlNameIDFormatMapEmail": "mail",
            **(self._service_provider(names) if self._sp_metadata else {}),
        }

    def _service_provider(self, names: Sequence[str]) -> dict[str, Any]:
        manners = self._manners
        signed = manners.sign_response or manners.sign_assertion
        return {
            "samlSPMetaDataXML": {_SP: {"samlSPMetaDataXML": self._sp_metadata}},
            "samlSPMetaDataOptions": {
                _SP: {
                    "samlSPMetaDataOptionsSignSSOMessage": int(signed),
                    "samlSPMetaDataOptionsSignSLOMessage": 1,
                    "samlSPMetaDataOptionsCheckSSOMessageSignature": int(
                        'AuthnRequestsSigned="true"' in self._sp_metadata
                    ),
                    "samlSPMetaDataOptionsCheckSLOMessageSignature": 1,
                    "samlSPMetaDataOptionsNameIDFormat": (
                        _FORMATS[manners.name_id] if manners.name_id else ""
                    ),
                    "samlSPMetaDataOptionsSignatureMethod": _SIGNATURES[manners.signature],
                    "samlSPMetaDataOptionsEnableIDPInitiatedURL": 1,
                    "samlSPMetaDataOptionsEncryptionMode": (
                        "assertion" if manners.cipher else "none"
                    ),
                }
            },
            "samlSPMetaDataExportedAttributes": {_SP: {name: f"0;{name};;" for name in names}},
        }

    def _storage(self, name: str) -> dict[str, str]:
        folder = self.folder / name
        return {"Directory": str(folder), "LockDirectory": str(folder / "lock")}

    def command(self) -> Sequence[str]:
        """Perl's own server."""
        address = ["-o", "127.0.0.1", "-p", str(self.behind)]
        server = ["-E", "production", "-s", "HTTP::Server::PSGI"]
        return ["plackup", *server, *address, str(_PERL / "index.psgi")]

    def environment(self) -> Mapping[str, str]:
        """Where its configuration is."""
        return {
            **self.with_clock(),
            "STELLWERK_TEST_IDP": str(self.folder),
            "LLNG_DEFAULTCONFFILE": str(self.folder / "lemonldap-ng.ini"),
        }

    def metadata(self) -> str:
        """Its metadata, as it serves it at the moment."""
        return fetch(self.entity_id, self.ca_file)

    def sign_in_there(self, sp_entity_id: str, relay_state: str = "") -> str:
        """The address where a sign-in starts that nobody asked for."""
        query = {"IDPInitiated": "1", "sp": sp_entity_id}
        if relay_state:
            query["RelayState"] = relay_state
        return f"{self.url}saml/singleSignOn?{urlencode(query)}"

    def sign_out_there(self) -> str:
        """The address that signs out there, and with it everywhere."""
        return f"{self.url}?logout=1"
