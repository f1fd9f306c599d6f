"""A person becomes an OX user."""

import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stellwerk.targets.ox.fields import DEFAULT_RULES, Form
from stellwerk.targets.ox.mailbox import is_address, ordered, server_url
from stellwerk.targets.ox.mapping import Mapped, Photo, UserSettings, parse_date, user_fields
from stellwerk.targets.ox.types import USER
from stellwerk.targets.ox.values import ILLEGAL

ANNA = {
    "username": ["anna"],
    "firstname": ["Anna"],
    "lastname": ["Müller-Lüdenscheidt"],
    "displayName": ["Anna Müller-Lüdenscheidt"],
    "mailPrimaryAddress": ["Anna@Stadt.example"],
    "mailAlternativeAddress": ["z@stadt.example", "anna@stadt.example", "B@stadt.example"],
    "phone": ["+49 1", "+49 2", "+49 3"],
    "birthday": ["02.01.1980"],
    "oxAccess": ["premium"],
    "oxUserQuota": ["-1"],
}
SETTINGS = UserSettings()
HASH = hashlib.sha256(b"picture").hexdigest()


def mapped(settings: UserSettings = SETTINGS, blobs: Any = None, **changes: list[str]) -> Mapped:
    return user_fields({**ANNA, **changes}, blobs or {}, settings)


def codes(result: Mapped) -> set[tuple[str, str]]:
    return {(one.field, one.code) for one in [*result.problems, *result.notes]}


def test_the_fields_of_an_ordinary_person() -> None:
    result = mapped(blobs={"jpegPhoto": HASH})
    assert (result.problems, result.notes) == ([], [])
    fields = result.fields
    expected = {
        "name": "anna",
        "given_name": "Anna",
        "sur_name": "Müller-Lüdenscheidt",
        "display_name": "Anna Müller-Lüdenscheidt",
        "email1": "Anna@Stadt.example",
        "primaryEmail": "Anna@Stadt.example",
        "defaultSenderAddress": "Anna@Stadt.example",
        "aliases": ["Anna@Stadt.example", "B@stadt.example", "z@stadt.example"],
        "telephone_business1": "+49 1",
        "telephone_business2": "+49 2",
        "birthday": "1980-01-02",
        "mailenabled": "true",
        "maxQuota": "-1",
        "image1": f"sha256:{HASH}",
        "image1ContentType": "image/jpeg",
    }
    assert {name: fields[name] for name in expected} == expected
    assert {value for name, value in fields.items() if name not in expected} == {""}


def test_every_line_of_the_table_is_written_and_known_to_ox() -> None:
    fields = mapped().fields
    known = {field.name for field in USER.fields}
    assert {rule.field for rule in DEFAULT_RULES} <= set(fields) <= known
    assert "usedQuota" not in fields
    assert not {"language", "timezone", "imapServer", "imapLogin"} & set(fields)


@pytest.mark.parametrize(
    "rule", [r for r in DEFAULT_RULES if r.form is Form.TEXT], ids=lambda rule: rule.field
)
def test_a_text_is_carried_and_one_too_long_is_left_out(rule: Any) -> None:
    source, _, index = rule.sources[0].rstrip("]").partition("[")
    before = [""] * int(index or 0)
    fits = mapped(**{source: [*before, "ü" * rule.limit]})
    assert fits.fields[rule.field] == "ü" * rule.limit
    long = mapped(**{source: [*before, "ü" * (rule.limit + 1)]})
    assert rule.field not in long.fields
    assert codes(long) == {(rule.field, "too-long")}
    assert long.problems == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"mailPrimaryAddress": []}, ("email1", "no-mail")),
        ({"mailPrimaryAddress": [" "]}, ("email1", "no-mail")),
        ({"mailPrimaryAddress": ["anna"]}, ("email1", "invalid-mail")),
        ({"mailPrimaryAddress": ["ä@stadt.example"]}, ("email1", "invalid-mail")),
        ({"mailPrimaryAddress": ["a" * 251 + "@b.de"]}, ("email1", "invalid-mail")),
        ({"lastname": []}, ("sur_name", "no-surname")),
        ({"lastname": ["x" * 129]}, ("sur_name", "too-long")),
        ({"firstname": ["x" * 129]}, ("given_name", "too-long")),
        ({"displayName": ["x" * 321]}, ("display_name", "too-long")),
        ({"username": []}, ("name", "no-login")),
        ({"username": ["anna müller"]}, ("name", "login-characters")),
        ({"username": ["a" * 151]}, ("name", "too-long")),
    ],
)
def test_who_cannot_be_sent_is_told_why(
    changes: dict[str, list[str]], problem: tuple[str, str]
) -> None:
    result = mapped(**changes)
    assert [(one.field, one.code) for one in result.problems] == [problem]
    assert result.problems[0].text.endswith((".", "blank", "ü"))
    assert result.problems[0].hint.endswith(".")


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"birthday": ["31.02.1980"]}, "birthday", "invalid-date"),
        ({"birthday": ["soon"]}, "birthday", "invalid-date"),
        ({"oxAnniversary": ["1/2/80"]}, "anniversary", "invalid-date"),
        ({"oxUserQuota": ["lots"]}, "maxQuota", "invalid-quota"),
    ],
)
def test_a_value_ox_would_refuse_is_left_out_and_the_rest_is_sent(
    changes: dict[str, list[str]], field: str, code: str
) -> None:
    result = mapped(**changes)
    assert codes(result) == {(field, code)}
    assert result.problems == []
    assert field not in result.fields
    assert result.fields["sur_name"]


def test_names_have_fallbacks() -> None:
    assert mapped(oxDisplayName=["Dr. Anna"]).fields["display_name"] == "Dr. Anna"
    assert mapped(displayName=[]).fields["display_name"] == "Anna Müller-Lüdenscheidt"
    nobody = mapped(firstname=[" "], displayName=[" "], lastname=["Empfang"])
    assert nobody.fields["given_name"] == "-"
    assert nobody.fields["display_name"] == "Empfang"
    assert codes(nobody) == {("given_name", "no-given-name")}


def test_invalid_aliases_are_dropped_and_named() -> None:
    result = mapped(mailAlternativeAddress=["a b@c.de", "ok@c.de", "", "x@y@z"])
    assert result.fields["aliases"] == ["Anna@Stadt.example", "ok@c.de"]
    assert [note.text.split()[0] for note in result.notes] == ["a", "x@y@z"]


@pytest.mark.parametrize(
    ("changes", "enabled"),
    [
        ({"oxAccess": ["none"]}, "false"),
        ({"oxAccess": ["None"]}, "false"),
        ({"oxAccess": []}, "true"),
        ({"disabled": ["1"]}, "true"),
    ],
)
def test_whose_account_is_open(changes: dict[str, list[str]], enabled: str) -> None:
    assert mapped(**changes).fields["mailenabled"] == enabled


@pytest.mark.parametrize(
    ("disabled", "enabled"),
    [("1", "false"), ("all", "false"), ("TRUE", "false"), ("0", "true"), ("none", "true")],
)
def test_who_is_disabled_is_closed_where_the_setting_says_so(disabled: str, enabled: str) -> None:
    settings = UserSettings(close_disabled=True)
    assert mapped(settings, disabled=[disabled]).fields["mailenabled"] == enabled


def test_servers_and_the_mail_login_are_written_only_if_set() -> None:
    settings = UserSettings(
        identifier="uid",
        imap_server="imap://mail.example:143",
        smtp_server="smtps://mail.example",
        imap_login="{}*{uid}*master",
    )
    fields = mapped(settings, uid=["u1"]).fields
    assert fields["name"] == "u1"
    assert fields["imapServer"] == "imap://mail.example:143"
    assert fields["smtpServer"] == "smtps://mail.example:465"
    assert fields["imapLogin"] == "Anna@Stadt.example*u1*master"
    home = mapped(settings, uid=["u1"], mailHomeServer=["b.example"]).fields
    assert home["imapServer"] == "imap://b.example:143"
    assert home["smtpServer"] == "smtps://b.example:465"
    assert mapped(UserSettings(imap_login="shared")).fields["imapLogin"] == "shared"
    missing = mapped(UserSettings(imap_login="{entryUUID}"))
    assert "imapLogin" not in missing.fields
    assert codes(missing) == {("imapLogin", "empty-placeholder")}


@pytest.mark.parametrize(
    "server", ["mail.example", "http://x", "imap://", "imap://a b:1", "imap://a:x"]
)
def test_a_server_that_is_no_url_is_refused_when_it_is_set(server: str) -> None:
    with pytest.raises(ValueError, match="must be like"):
        UserSettings(imap_server=server)


def test_language_and_time_zone_are_for_the_creation_only() -> None:
    assert SETTINGS.at_creation == {"language": "de_DE", "timezone": "Europe/Berlin"}


def test_a_picture_that_ox_cannot_take_is_left_out() -> None:
    bad = mapped(blobs={"jpegPhoto": Photo(HASH, "", "The photo is no JPEG, PNG or GIF.")})
    assert codes(bad) == {("image1", "invalid-photo")}
    assert not {"image1", "image1ContentType"} & set(bad.fields)
    png = mapped(blobs={"jpegPhoto": Photo(HASH, "image/png")})
    assert png.fields["image1ContentType"] == "image/png"


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\ufffe", "\ud800"])
def test_control_characters_are_removed_and_named(bad: str) -> None:
    result = mapped(oxNote=[f"a{bad}b\tc\r\nd\re"], lastname=[f"Mei{bad}er"])
    assert result.fields["note"] == "ab\tc\nd\ne"
    assert result.fields["sur_name"] == "Meier"
    assert codes(result) == {("note", "control-characters"), ("sur_name", "control-characters")}


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\x7f", "\u200b", "\u202e", "😀", "\ufeff"])
def test_what_names_somebody_is_never_altered_into_another_name(bad: str) -> None:
    login = mapped(username=[f"an{bad}na"])
    assert [(one.field, one.code) for one in login.problems] == [("name", "login-characters")]
    assert f"U+{ord(bad):04X}" in login.problems[0].text or bad == "😀"
    mail = mapped(mailPrimaryAddress=[f"an{bad}na@stadt.example"])
    assert [(one.field, one.code) for one in mail.problems] == [("email1", "invalid-mail")]
    alias = mapped(mailAlternativeAddress=[f"an{bad}na@stadt.example", "z@stadt.example"])
    assert alias.fields["aliases"] == ["Anna@Stadt.example", "z@stadt.example"]
    assert codes(alias) == {("aliases", "invalid-alias")}


@pytest.mark.parametrize(
    "text", ["Anna 😀", "Anna\u200b", "ann\u202eA", "\u200fAnna", "A\u0308nna", "日本"]
)
def test_names_ox_takes_are_carried_as_they_are(text: str) -> None:
    result = mapped(displayName=[text], lastname=[text], firstname=[text])
    assert (result.problems, result.notes) == ([], [])
    assert {result.fields[name] for name in ("display_name", "sur_name", "given_name")} == {text}


def test_a_mail_login_with_a_control_character_is_left_as_it_is() -> None:
    result = mapped(UserSettings(imap_login="{uid}"), uid=["a\x01b"])
    assert "imapLogin" not in result.fields
    assert codes(result) == {("imapLogin", "control-characters")}


@pytest.mark.parametrize("home", ["a b", "x/y", "user@host", "[::1]", "host:99", "-x", "\u202eh"])
def test_a_home_server_that_is_none_is_left_out_and_named(home: str) -> None:
    settings = UserSettings(imap_server="imap://mail.example:143")
    result = mapped(settings, mailHomeServer=[home])
    assert "imapServer" not in result.fields
    assert codes(result) == {("imapServer", "invalid-server")}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1980-01-02", "1980-01-02"),
        ("02.01.1980", "1980-01-02"),
        ("2.1.1980", "1980-01-02"),
        ("1980-01-02T00:00:00", "1980-01-02"),
        ("1980-01-02Z", "1980-01-02"),
        ("29.02.2000", "2000-02-29"),
        ("29.02.1900", ""),
        ("1980-13-01", ""),
        ("31/12/1999", ""),
        ("0000-00-00", ""),
        ("02.01.80", ""),
        ("", ""),
    ],
)
def test_dates_in_both_forms(text: str, day: str) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("a@b", True),
        ("anna.müller@x.de", False),
        ("anna+tag@bücher.de", True),
        ("o'neill@x.de", True),
        ("nodomain", False),
        ("a..b@x.de", False),
        (".a@x.de", False),
        ("Foo <a@b>", False),
        ("a@b,c@d", False),
        ("a@b@c", False),
        ("a b@c.de", False),
        ("a@-b.de", False),
        ("a@b..de", False),
        ('"a b"@c.de', False),
        ("a@b\n", False),
        ("", False),
    ],
)
def test_what_counts_as_a_mail_address(text: str, good: bool) -> None:
    assert is_address(text) is good


def test_aliases_hold_each_address_once_and_in_one_order() -> None:
    assert ordered("B@x", ["c@x", "b@x", "A@x", "C@x", "a@x"]) == ["B@x", "A@x", "C@x"]


def test_a_server_keeps_an_ipv6_address() -> None:
    assert server_url("imap://[::1]:10143") == "imap://[::1]:10143"


texts = st.text(max_size=200)


@given(
    st.dictionaries(
        st.sampled_from([r.sources[0].partition("[")[0] for r in DEFAULT_RULES] + ["username"]),
        st.lists(texts, max_size=3),
    )
)
def test_whatever_a_directory_holds_what_is_mapped_can_be_sent(
    attributes: dict[str, list[str]],
) -> None:
    result = user_fields(attributes, {}, SETTINGS)
    limits = {rule.field: rule.limit for rule in DEFAULT_RULES}
    for name, value in result.fields.items():
        for text in value if isinstance(value, list) else [value]:
            if not result.problems:
                assert not ILLEGAL.search(text)
                assert len(text) <= limits.get(name, 255)
    if not result.problems:
        assert result.fields["display_name"]
        assert result.fields["given_name"]
        assert result.fields["aliases"][0] == result.fields["primaryEmail"]
    assert user_fields(attributes, {}, SETTINGS) == result
