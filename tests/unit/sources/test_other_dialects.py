"""OpenLDAP, 389 Directory Server and Active Directory under the same property names."""

from uuid import UUID

import pytest

from stellwerk.sources.base import Kind, ReadRecord
from stellwerk.sources.dialects.dialect import RawEntry
from stellwerk.sources.dialects.registry import UnknownDialect, dialect_by_name
from stellwerk.sources.dialects.translator import Translator


def record(dialect: str, entry: RawEntry) -> ReadRecord | None:
    """Translate an entry with lower-case names."""
    return Translator(dialect_by_name(dialect)).record("uid=a,dc=x", entry)


def person(dialect: str, **attributes: bytes | list[bytes]) -> dict[str, list[str]]:
    """Translate a person of a dialect; return its properties."""
    entry: RawEntry = {
        "openldap": {"objectclass": [b"inetOrgPerson"], "entryuuid": [b"1"]},
        "ds389": {"objectclass": [b"inetOrgPerson"], "nsuniqueid": [b"1-2-3-4"]},
        "active_directory": {"objectclass": [b"user"], "objectguid": [b"0" * 16]},
    }[dialect]
    for name, value in attributes.items():
        entry[name] = value if isinstance(value, list) else [value]
    found = record(dialect, entry)
    assert found is not None
    assert found.kind is Kind.PERSON
    return found.attributes


@pytest.mark.parametrize("dialect", ["openldap", "ds389", "active_directory"])
@pytest.mark.parametrize(
    ("attribute", "prop"),
    [
        ("givenname", "firstname"),
        ("sn", "lastname"),
        ("displayname", "displayName"),
        ("telephonenumber", "phone"),
        ("mobile", "mobileTelephoneNumber"),
        ("l", "city"),
        ("postalcode", "postcode"),
        ("facsimiletelephonenumber", "oxFaxBusiness"),
        ("oxaccess", "oxAccess"),
        ("oxcontextidnum", "oxContext"),
    ],
)
def test_usual_attributes(dialect: str, attribute: str, prop: str) -> None:
    assert person(dialect, **{attribute: b"value"})[prop] == ["value"]


@pytest.mark.parametrize("dialect", ["openldap", "ds389"])
def test_the_first_mail_is_the_primary_one(dialect: str) -> None:
    found = person(dialect, uid=b"a", mail=[b"a@x", b"b@x", b"A@X"])
    assert found["username"] == ["a"]
    assert found["mailPrimaryAddress"] == ["a@x"]
    assert found["mailAlternativeAddress"] == ["b@x"]


def test_a_primary_mail_of_its_own_goes_first() -> None:
    found = person("openldap", mailprimaryaddress=b"p@x", mail=[b"p@x", b"m@x"])
    assert found["mailPrimaryAddress"] == ["p@x"]
    assert found["mailAlternativeAddress"] == ["m@x"]


def test_the_common_name_stands_in_for_the_display_name() -> None:
    assert person("openldap", cn=[b"Anna", b"A."])["displayName"] == ["Anna"]
    assert person("openldap", cn=b"Anna", displayname=b"Frau Anna")["displayName"] == ["Frau Anna"]


@pytest.mark.parametrize(
    ("dialect", "attribute", "off", "on"),
    [
        ("openldap", "pwdaccountlockedtime", b"20260101000000Z", b"000001010000Z"),
        ("ds389", "nsaccountlock", b"false", b"TRUE"),
        ("active_directory", "useraccountcontrol", b"512", b"514"),
    ],
)
def test_disabled_accounts(dialect: str, attribute: str, off: bytes, on: bytes) -> None:
    assert "disabled" not in person(dialect)
    assert "disabled" not in person(dialect, **{attribute: off})
    assert person(dialect, **{attribute: on})["disabled"] == ["1"]


@pytest.mark.parametrize(
    ("name", "attribute"),
    [(b"groupOfNames", "member"), (b"groupOfUniqueNames", "uniquemember")],
)
def test_groups_of_names(name: bytes, attribute: str) -> None:
    entry = {"objectclass": [name], "cn": [b"g"], attribute: [b"uid=A", b""], "entryuuid": [b"1"]}
    found = record("openldap", entry)
    assert found is not None
    assert found.kind is Kind.GROUP
    assert found.attributes["members"] == ["uid=A"]


def test_389_is_known_by_nsuniqueid() -> None:
    entry = {"objectclass": [b"inetOrgPerson"], "nsuniqueid": [b"B0-1"], "entryuuid": [b"other"]}
    found = record("ds389", entry)
    assert found is not None
    assert found.ident == "b0-1"


def test_active_directory_is_known_by_its_guid_as_its_tools_write_it() -> None:
    guid = UUID("00112233-4455-6677-8899-aabbccddeeff")
    entry = {"objectclass": [b"user"], "objectguid": [guid.bytes_le], "samaccountname": [b"a"]}
    found = record("active_directory", entry)
    assert found is not None
    assert found.ident == str(guid)
    assert found.attributes["username"] == ["a"]


@pytest.mark.parametrize(
    "more",
    [
        {"objectclass": [b"user", b"computer"]},
        {"iscriticalsystemobject": [b"TRUE"]},
        {"useraccountcontrol": [b"4096"]},
    ],
)
def test_what_is_no_person_in_active_directory(more: RawEntry) -> None:
    entry = {"objectclass": [b"user"], "objectguid": [b"0" * 16], **more}
    assert record("active_directory", entry) is None


def test_exchange_addresses() -> None:
    found = person(
        "active_directory",
        mail=b"old@x",
        proxyaddresses=[b"smtp:b@x", b"SMTP:a@x", b"X400:c=DE"],
        othertelephone=[b"2"],
        telephonenumber=b"1",
    )
    assert found["mailPrimaryAddress"] == ["a@x"]
    assert found["mailAlternativeAddress"] == ["b@x", "old@x"]
    assert found["phone"] == ["1", "2"]


def test_an_unknown_dialect_is_named() -> None:
    assert dialect_by_name("nubus").name == "ucs"
    with pytest.raises(UnknownDialect, match="'novell'"):
        dialect_by_name("novell")
