"""What OX answers, in the form it is compared in."""

import hashlib
from typing import Any

from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.codec import decode
from stellwerk.targets.ox.difference import diff_user, fields_at_creation
from stellwerk.targets.ox.mapping import UserSettings, user_fields
from stellwerk.targets.ox.readback import context_from, group_from, members_of, user_from
from stellwerk.targets.ox.types import USER, Kind
from tests.unit.targets.ox.test_ox_codec import answer
from tests.unit.targets.ox.test_ox_mapping import ANNA

PICTURE = b"\xff\xd8 picture"
HASH = hashlib.sha256(PICTURE).hexdigest()
RECORD: dict[str, Any] = {
    "id": 7,
    "name": "anna",
    "display_name": "Anna",
    "primaryEmail": "a@x.de",
    "email1": "a@x.de",
    "defaultSenderAddress": "z@x.de",
    "aliases": ["z@x.de", "B@x.de", "a@x.de"],
    "birthday": "1980-01-02Z",
    "anniversary": "2001-02-03+01:00",
    "imapSchema": "imap://",
    "imapServer": "mail.x.de",
    "imapPort": 143,
    "smtpSchema": "smtps://",
    "smtpServer": "mail.x.de",
    "smtpPort": 465,
    "mailenabled": True,
    "note": "a\r\nb",
    "image1": PICTURE,
    "image1ContentType": "image/jpeg",
    "folderTree": 1,
    "passwordMech": "{SHA-256}",
}


def test_a_user_reads_like_the_fields_that_were_sent() -> None:
    fields = user_from(RECORD)
    expected = {
        "name": "anna",
        "aliases": ["a@x.de", "B@x.de", "z@x.de"],
        "birthday": "1980-01-02",
        "anniversary": "2001-02-03",
        "imapServer": "imap://mail.x.de:143",
        "smtpServer": "smtps://mail.x.de:465",
        "mailenabled": "true",
        "maxQuota": "-1",
        "note": "a\nb",
        "image1": f"sha256:{HASH}",
        "imapLogin": "",
        "city_home": "",
        "defaultSenderAddress": "z@x.de",
    }
    assert {name: fields[name] for name in expected} == expected
    assert not {"folderTree", "passwordMech", "id", "imapPort"} & set(fields)


def test_an_empty_user_has_every_field() -> None:
    fields = user_from({})
    assert set(fields) == set(user_from(RECORD))
    assert fields["aliases"] == []
    assert fields["mailenabled"] == "false"


def test_what_was_created_and_is_read_back_needs_no_change() -> None:
    settings = UserSettings(
        imap_server="imap://m.x.de:143", smtp_server="smtp://m.x.de:587", imap_login="{}"
    )
    wanted = user_fields(
        ANNA | {"oxNote": ["a\r\nb <&>"], "oxUserQuota": ["500"]}, {"jpegPhoto": HASH}, settings
    ).fields
    sent: dict[str, Any] = fields_at_creation(wanted)
    for kind, host in (("imap", "m.x.de:143"), ("smtp", "m.x.de:587")):
        name, port = host.split(":")
        sent |= {f"{kind}Schema": f"{kind}://", f"{kind}Server": name, f"{kind}Port": port}
    sent["birthday"] += "Z"
    sent["image1"] = "/9ggcGljdHVyZQ=="
    assert diff_user(user_from(decode(as_ox_answers(sent), ox.USER_GET_DATA)), wanted).send == {}


def as_ox_answers(sent: dict[str, Any]) -> bytes:
    """Every field, nil where nothing was sent."""
    parts = []
    for field in USER.fields:
        value = sent.get(field.name)
        if value is None and field.type is Kind.STRING:
            parts.append(f'<{field.name} xsi:nil="true"/>')
            continue
        for one in value if isinstance(value, list) else [value] if value is not None else []:
            text = one.replace("&", "&amp;").replace("<", "&lt;")
            parts.append(f"<{field.name}>{text}</{field.name}>")
    return answer(ox.USER_GET_DATA, f"<ns2:return>{''.join(parts)}</ns2:return>")


def test_a_group_and_its_members() -> None:
    record = {"id": 4, "name": "bau", "displayname": "Bau", "members": [3, 5, 3]}
    assert group_from(record) == {"name": "bau", "displayname": "Bau"}
    assert members_of(record) == {3, 5}
    assert members_of({"id": 4}) == set()


def test_a_context_without_the_names_ox_adds() -> None:
    record = {
        "id": 20,
        "name": "ctx20",
        "loginMappings": ["stadt.de", "20", "CTX20", "alias"],
        "enabled": True,
    }
    assert context_from(record) == {
        "name": "ctx20",
        "maxQuota": "-1",
        "enabled": "true",
        "loginMappings": ["alias", "stadt.de"],
    }
    assert context_from({"id": 20, "enabled": False, "maxQuota": 500})["enabled"] == "false"
    assert context_from({"id": 20, "maxQuota": 500})["maxQuota"] == "500"
