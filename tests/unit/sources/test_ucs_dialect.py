"""What UDM writes, under UDM's names."""

import pytest

from stellwerk.sources.base import Kind
from stellwerk.sources.dialects.dialect import BadEntry, RawEntry
from stellwerk.sources.dialects.translator import Translator
from stellwerk.sources.dialects.ucs import UCS

ID = {"univentionobjectidentifier": [b"AB-1"], "entryuuid": [b"cd-2"]}


def entry(kind: str, **attributes: bytes | list[bytes]) -> RawEntry:
    """Return an entry of a UDM object type with ids."""
    found: RawEntry = {"univentionobjecttype": [kind.encode()], **ID}
    for name, value in attributes.items():
        found[name.lower()] = value if isinstance(value, list) else [value]
    return found


def attributes(found: RawEntry) -> dict[str, list[str]]:
    """Return the properties of an entry without its ids."""
    record = Translator(UCS).record("cn=x", found)
    assert record is not None
    ids = ("entryUUID", "univentionObjectIdentifier")
    return {name: values for name, values in record.attributes.items() if name not in ids}


def test_a_person() -> None:
    record = Translator(UCS).record(
        "uid=anna,dc=x",
        entry(
            "users/user",
            uid=b"anna",
            givenName=b"Anna",
            sn="Groß".encode(),
            mailPrimaryAddress=b"a@x.example",
            mailAlternativeAddress=[b"b@x.example", b"c@x.example"],
            telephoneNumber=[b"1", b"2"],
            o=b"Stadt",
            univentionBirthday=b"2000-01-31",
            oxContextIDNum=b"10",
            isOxUser=b"OK",
            oxUserfield07=b"seven",
            oxMarialStatus=b"single",
            jpegPhoto=b"\xff\xd8\xff",
            userPassword=b"{crypt}x",
        ),
    )
    assert record is not None
    assert (record.kind, record.ident) == (Kind.PERSON, "ab-1")
    assert record.blobs == {"jpegPhoto": b"\xff\xd8\xff"}
    assert record.attributes == {
        "univentionObjectIdentifier": ["AB-1"],
        "entryUUID": ["cd-2"],
        "username": ["anna"],
        "firstname": ["Anna"],
        "lastname": ["Groß"],
        "mailPrimaryAddress": ["a@x.example"],
        "mailAlternativeAddress": ["b@x.example", "c@x.example"],
        "phone": ["1", "2"],
        "organisation": ["Stadt"],
        "birthday": ["2000-01-31"],
        "oxContext": ["10"],
        "isOxUser": ["OK"],
        "oxUserfield07": ["seven"],
        "oxMarialStatus": ["single"],
    }


@pytest.mark.parametrize(
    ("flags", "disabled"),
    [
        ({}, False),
        ({"sambaAcctFlags": b"[U          ]"}, False),
        ({"sambaAcctFlags": b"[UD         ]"}, True),
        ({"krb5KDCFlags": b"126"}, False),
        ({"krb5KDCFlags": b"254"}, True),
        ({"shadowExpire": b"1"}, True),
        ({"shadowExpire": b"20000"}, False),
    ],
)
def test_a_disabled_account(flags: dict[str, bytes], disabled: bool) -> None:
    found = attributes(entry("users/user", uid=b"anna", **flags))
    assert (found.get("disabled") == ["1"]) is disabled


@pytest.mark.parametrize("flag", [b"hidden", b"functional", b"Hidden"])
def test_accounts_of_machines_are_dropped(flag: bytes) -> None:
    found = entry("users/user", uid=b"x", univentionObjectFlag=[b"other", flag])
    assert Translator(UCS).record("uid=x", found) is None


def test_a_hidden_group_stays() -> None:
    assert attributes(entry("groups/group", cn=b"g", univentionObjectFlag=b"hidden"))


def test_a_group() -> None:
    found = entry(
        "groups/group",
        cn="Straßen & Grünflächen".encode(),
        uniqueMember=[b"uid=A,dc=x", b"cn=G,dc=x"],
        memberUid=b"A",
        mailPrimaryAddress=b"g@x.example",
        isOxGroup=b"OK",
    )
    assert attributes(found) == {
        "name": ["Straßen & Grünflächen"],
        "members": ["uid=A,dc=x", "cn=G,dc=x"],
        "mailAddress": ["g@x.example"],
        "isOxGroup": ["OK"],
    }


def test_a_context() -> None:
    found = entry("oxmail/oxcontext", cn=b"Stadt", oxContextIDNum=b"10", oxQuota=b"500")
    assert attributes(found) == {"name": ["Stadt"], "contextid": ["10"], "oxQuota": ["500"]}


def test_an_access_profile_always_has_all_24_rights() -> None:
    found = entry("oxmail/accessprofile", cn=b"pim", oxRightWebmail=b"TRUE", oxRightUsm=b"0")
    rights = attributes(found)
    assert rights.pop("name") == ["pim"]
    assert len(rights) == 24
    assert [name for name, value in rights.items() if value == ["TRUE"]] == ["webmail"]
    assert set(map(tuple, rights.values())) == {("TRUE",), ("FALSE",)}


def test_a_functional_account() -> None:
    found = entry(
        "oxmail/functional_account",
        cn=b"info",
        mailPrimaryAddress=b"info@x.example",
        oxPersonal=b"Info",
        uniqueMember=b"uid=a,dc=x",
    )
    assert attributes(found) == {
        "name": ["info"],
        "mailPrimaryAddress": ["info@x.example"],
        "personal": ["Info"],
        "users": ["uid=a,dc=x"],
    }


def test_a_resource() -> None:
    found = entry(
        "oxresources/oxresources", cn=b"beamer", displayName=b"Beamer", mailPrimaryAddress=b"b@x"
    )
    assert attributes(found) == {
        "name": ["beamer"],
        "displayname": ["Beamer"],
        "resourceMailAddress": ["b@x"],
    }


@pytest.mark.parametrize(
    "kind", ["computers/windows", "container/ou", "settings/extended_attribute"]
)
def test_other_objects_are_passed_over(kind: str) -> None:
    assert Translator(UCS).record("cn=x", entry(kind, objectClass=[b"inetOrgPerson"])) is None


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        ([b"top", b"inetOrgPerson", b"univentionMail"], Kind.PERSON),
        ([b"posixGroup", b"univentionGroup"], Kind.GROUP),
        ([b"oxContext"], Kind.CONTEXT),
        ([b"OXACCESSPROFILE"], Kind.ACCESS_PROFILE),
        ([b"inetOrgPerson", b"univentionHost"], None),
        ([b"organizationalUnit"], None),
    ],
)
def test_without_an_object_type_the_classes_decide(classes: list[bytes], kind: Kind | None) -> None:
    record = Translator(UCS).record("cn=x", {"objectclass": classes, **ID})
    assert (record and record.kind) == kind


def test_the_entry_uuid_is_the_id_where_udm_gave_none() -> None:
    found = entry("users/user", uid=b"a")
    del found["univentionobjectidentifier"]
    record = Translator(UCS).record("uid=a", found)
    assert record is not None
    assert record.ident == "cd-2"


def test_an_object_without_id_is_refused() -> None:
    with pytest.raises(BadEntry, match="immutable id"):
        Translator(UCS).record("uid=a", {"univentionobjecttype": [b"users/user"], "uid": [b"a"]})


def test_names_from_a_server_may_be_spelled_in_any_case_and_have_options() -> None:
    record = Translator(UCS).record(
        "uid=a",
        {"UID": [b"a"], "sn;lang-de": [b"x"], "jpegPhoto;binary": [b"p"], "entryUUID": [b"1"]},
        Kind.PERSON,
    )
    assert record is not None
    assert record.attributes == {"username": ["a"], "entryUUID": ["1"]}
    assert record.blobs == {"jpegPhoto": b"p"}


def test_empty_values_are_left_out() -> None:
    found = entry("users/user", uid=b"a", title=b"", telephoneNumber=[b"", b"1"], jpegPhoto=b"")
    assert attributes(found) == {"username": ["a"], "phone": ["1"]}


def test_more_attributes_can_be_read() -> None:
    dialect = UCS.extended(Kind.PERSON, {"carLicense": "licence"})
    assert "carlicense" in dialect.wanted()
    assert "carlicense" not in UCS.wanted()
    record = Translator(dialect).record("uid=a", entry("users/user", carLicense=b"LI-1"))
    assert record is not None
    assert record.attributes["licence"] == ["LI-1"]
