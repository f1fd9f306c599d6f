"""An OX server and a data folder as Univention's OX Connector leaves them behind."""

import base64
import json
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stellwerk.core.masked import Masked
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.access import PROPERTIES, rights_from
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.queries import MASTER, client, credentials
from tests.factories import BASE
from tests.integration.sync.site_case import Site

ADMIN = Credentials("boss", Masked("boss-pw"))
RIGHTS = ("contacts", "webmail")
_NOT_SENT = {"OLOX20", "publication", "publicFolderEditable"}


@dataclass
class Predecessor:
    """What the connector did: OX objects by SOAP as it made them, and its own memory of them."""

    site: Site
    objects: list[dict[str, Any]] = field(default_factory=list)

    def _call(self, operation: Any, **parameters: Any) -> Any:
        with client(self.site.target) as connection:
            return connection.call(operation, {"ctx": {"id": 10}, **parameters}, ADMIN)

    def context(self, name: str) -> None:
        """Give the context the name it has in the directory."""
        with client(self.site.target) as connection:
            master = credentials(self.site.target)[MASTER]
            connection.call(ox.CONTEXT_CHANGE, {"ctx": {"id": 10, "name": name}}, master)

    def person(self, login: str, *, name: str = "", photo: bytes = b"", **udm: str) -> int:
        """A user made as it makes one: `create`, then all rights off but the profile's."""
        given = {
            "username": login, "firstname": login.capitalize(), "lastname": "Muster",
            "displayName": f"{login.capitalize()} Muster", "oxContext": "10",
            "mailPrimaryAddress": f"{login}@example.org", "oxAccess": "premium", **udm,
        }  # fmt: skip
        mail = given["mailPrimaryAddress"]
        usrdata = {
            "name": name or login, "password": Masked("dummy"), "contextadmin": False,
            "display_name": given.get("oxDisplayName") or given["displayName"],
            "given_name": given["firstname"], "sur_name": given["lastname"],
            "email1": mail, "primaryEmail": mail, "defaultSenderAddress": mail, "aliases": [mail],
            "gui_spam_filter_enabled": True, "mailenabled": True, "maxQuota": "-1",
            "language": "de_DE", "timezone": "Europe/Berlin", "imapLogin": mail,
            "imapServer": "imap://mail.example.org:143", "smtpServer": "smtp://mail.example.org:587",
            "room_number": given.get("roomNumber", ""), "city_business": given.get("city", ""),
        }  # fmt: skip
        if photo:
            usrdata |= {"image1": photo, "image1ContentType": "image/jpeg"}
        flags = {flag: False for flag in PROPERTIES.values() if flag not in _NOT_SENT}
        access = flags | {PROPERTIES[right]: True for right in RIGHTS}
        made = self._call(ox.USER_CREATE_BY_MODULE_ACCESS, usrdata=usrdata, access=rights_from([]))
        number = int(made["id"])
        user = {"id": number}
        self._call(ox.USER_CHANGE_BY_MODULE_ACCESS, user=user, moduleAccess=access)
        known = {**given, "oxDbId": number, "oxDbUsername": name or login}
        self._keep("users/user", f"uid={login},cn=users,{BASE}", f"id-{login}", known)
        return number

    def group(self, name: str, *numbers: int) -> None:
        """A group made as it makes one: name twice, all members at once."""
        grp = {"name": name, "displayname": name, "members": list(numbers)}
        self._call(ox.GROUP_CREATE, grp=grp)
        dn = f"cn={name},cn=groups,{BASE}"
        known = {"name": name, "oxDbGroupname": name}
        self._keep("groups/group", dn, f"id-group-{name}", known)

    def _keep(self, module: str, dn: str, ident: str, attributes: dict[str, Any]) -> None:
        self.objects.append({"module": module, "dn": dn, "id": ident, "object": attributes})

    def photo_of(self, login: str, sent: bytes) -> None:
        """Remember the picture that was sent for somebody."""
        for one in self.objects:
            if one["object"].get("username") == login:
                one["object"]["jpegPhoto"] = base64.b64encode(sent).decode()

    def cache(self, folder: Path) -> Path:
        """The data folder of a 2.x."""
        old = folder / "listener" / "old"
        old.mkdir(parents=True)
        for one in self.objects:
            content = {"id": one["id"], "udm_object_type": one["module"], "dn": one["dn"],
                       "object": one["object"], "options": []}  # fmt: skip
            (old / f"{one['id']}.json").write_text(json.dumps(content), encoding="utf-8")
        self._beside(folder)
        return folder

    def database(self, folder: Path) -> Path:
        """The data folder of a 3.x."""
        folder.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(folder / "ox-connector.db") as db:
            for table in ("tasks", "old", "morgue"):
                db.execute(
                    f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, obj_id VARCHAR,"
                    " udm_module VARCHAR, dn VARCHAR, attrs VARCHAR)"
                )
            db.executemany(
                "INSERT INTO old (obj_id, udm_module, dn, attrs) VALUES (?, ?, ?, ?)",
                [(o["id"], o["module"], o["dn"].lower(), json.dumps(o["object"]))
                 for o in self.objects],
            )  # fmt: skip
        db.close()
        self._beside(folder)
        return folder

    def _beside(self, folder: Path) -> None:
        (folder / "secrets").mkdir()
        logins = {
            "master": {"adminuser": "oxadminmaster", "adminpass": "secret"},
            "10": {"adminuser": "boss", "adminpass": "boss-pw"},
        }
        (folder / "secrets" / "contexts.json").write_text(json.dumps(logins), encoding="utf-8")
        text = f"premium={','.join(RIGHTS)}\nguests\\=few=webmail\n"
        (folder / "ModuleAccessDefinitions.properties").write_text(text, encoding="utf-8")
