"""Absent, nil and empty on change; what is read back; what cannot be cleared."""

import base64
import io

import pytest
from PIL import Image


def photo(format_: str = "JPEG", size: tuple[int, int] = (12, 16)) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, format_)
    return base64.b64encode(buffer.getvalue()).decode()


FULL = {
    "city_home": "Köln",
    "language": "de_DE",
    "timezone": "UTC",
    "gui_spam_filter_enabled": True,
    "uploadFileSizeLimit": 7,
    "birthday": "1980-01-02",
    "aliases": ["alice@example.org", "al@example.org"],
    "image1": photo(),
    "image1ContentType": "image/jpeg",
}


@pytest.fixture
def full(sim):
    assert sim.change(**FULL).status == 200
    return sim


@pytest.mark.parametrize(
    "field", [*FULL, "primaryEmail", "display_name", "mailenabled", "maxQuota"]
)
def test_nil_leaves_everything_unchanged(full, field):
    before = full.alice()
    assert full.change(**{field: None}).status == 200
    assert full.alice() == before


@pytest.mark.parametrize("field", ["city_home", "display_name", "given_name", "email2"])
def test_empty_clears_strings_even_the_display_name(full, field):
    full.change(email2="x@y")
    assert full.alice()[field]
    assert full.change(**{field: ""}).status == 200
    assert full.alice()[field] is None


def test_cleared_display_name_is_free_again(full):
    full.change(display_name="")
    assert full.create("carol", display_name="Alice Person").status == 200


@pytest.mark.parametrize("value", ["", "TRUE", "True", "yes"])
def test_unreadable_boolean_is_ignored(full, value):
    assert full.change(gui_spam_filter_enabled=value).status == 200
    assert full.alice()["gui_spam_filter_enabled"] == "true"


@pytest.mark.parametrize(("value", "read"), [("0", "false"), (" false ", "false"), ("1", "true")])
def test_boolean_in_all_its_forms(full, value, read):
    assert full.change(gui_spam_filter_enabled=value).status == 200
    assert full.alice()["gui_spam_filter_enabled"] == read


def test_integers(full):
    assert full.change(imapPort="").status == 200
    assert full.change(imapPort=993).status == 200
    assert full.alice()["imapPort"] == "143"
    assert full.change(uploadFileSizeLimit="99999999999").status == 200
    assert full.alice()["uploadFileSizeLimit"] == "7"
    assert full.change(uploadFileSizeLimit="").status == 200
    assert full.alice()["uploadFileSizeLimit"] == "0"


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("uploadFileSizeLimit", "abc", "Unmarshalling Error: Not a number: abc"),
        ("maxQuota", "", 'For input string: ""'),
        ("birthday", "", "Unmarshalling Error: "),
        ("birthday", "1980-13-01", "Unmarshalling Error: 1980-13-01"),
        ("birthday", "31/12/1999", "Unmarshalling Error: 31/12/1999"),
        ("anniversary", "0000-00-00", "Unmarshalling Error: 0000-00-00"),
    ],
)
def test_bad_value_is_a_client_fault_without_detail(full, field, value, text):
    before = full.alice()
    answer = full.change(**{field: value})
    assert (answer.status, answer.code, answer.kind) == (500, "soap:Client", None)
    assert answer.message == text
    assert full.alice() == before


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("1980-01-03T00:00:00", "1980-01-03Z"),
        ("1980-01-03+02:00", "1980-01-03Z"),
        ("0001-01-01", "0001-01-01Z"),
        ("2099-12-31Z", "2099-12-31Z"),
    ],
)
def test_dates_read_back_with_z(full, sent, read):
    assert full.change(birthday=sent).status == 200
    assert full.alice()["birthday"] == read


def test_photo_can_be_replaced_but_not_cleared(full):
    for nothing in ({"image1": ""}, {"image1": "", "image1ContentType": "image/jpeg"}):
        assert full.change(**nothing).status == 200
        assert full.alice()["image1"] == FULL["image1"]
    other = photo("PNG", (1, 1))
    assert full.change(image1=other, image1ContentType="image/jpeg").status == 200
    assert full.alice()["image1"] == other


def test_defaults_of_a_new_user(sim):
    alice = sim.alice()
    expected = {
        "language": "en_US",
        "timezone": "Europe/Berlin",
        "mailenabled": "true",
        "aliases": ["alice@example.org"],
        "defaultSenderAddress": "alice@example.org",
        "maxQuota": "-1",
        "imapServerString": "imap://localhost:143",
        "smtpPort": "25",
        "contextadmin": "false",
        "password": None,
        "birthday": None,
    }
    assert {name: alice[name] for name in expected} == expected


def test_create_echoes_the_request_and_adds_the_id(sim):
    value = sim.create("carol", title="Dr.", id=77).value
    assert (value["id"], value["password"], value["title"]) == ("7", "pw", "Dr.")
    assert value["language"] is None


def test_sender_and_primary_join_the_aliases(sim):
    assert sim.create("carol", aliases=["c@x"], defaultSenderAddress="s@x").status == 200
    carol = sim.call("OXUserService.getData", user={"name": "carol"}).value
    assert carol["aliases"] == ["c@x", "carol@example.org", "s@x"]


def test_primary_mail_changes_with_all_four_fields(sim):
    fields = dict.fromkeys(("primaryEmail", "email1", "defaultSenderAddress"), "new@x")
    assert sim.change(**fields, aliases=["new@x"]).status == 200
    assert sim.alice()["aliases"] == ["new@x"]
    old = "alice@example.org"
    assert sim.create("carol", primaryEmail=old, email1=old).status == 200


def test_email1_alone_may_be_any_alias(full):
    assert full.change(email1="al@example.org").status == 200
    assert full.alice()["primaryEmail"] == "alice@example.org"


def test_administrator_escapes_the_mail_checks(sim):
    change = {"id": 2, "primaryEmail": "boss@x"}
    assert sim.call("OXUserService.change", usrdata=change).status == 200
    admin = sim.call("OXUserService.getContextAdmin").value
    assert (admin["primaryEmail"], admin["aliases"]) == ("boss@x", ["oxadmin@example.org"])


def test_collisions_that_are_accepted(sim):
    assert sim.create("carol", aliases=["alice@example.org"]).status == 200
    assert sim.create("ALICE", display_name="x", primaryEmail="n@x", email1="n@x").status == 200
    assert sim.create("t1").status == 200
    assert sim.create("dave", display_name="ALICE PERSON").status == 200


def test_quota_decides_about_a_file_store_at_create(sim):
    sim.create("carol", maxQuota=1000)
    for quota in (500, -1, 600):
        change = {"name": "carol", "maxQuota": quota}
        assert sim.call("OXUserService.change", usrdata=change).status == 200
        read = sim.call("OXUserService.getData", user={"name": "carol"}).value["maxQuota"]
        assert read == str(quota)
    assert sim.change(maxQuota=-1).status == 200


def test_imap_server_given_as_address_is_split(sim):
    sim.change(imapServer="imaps://mail.example.org:994")
    alice = sim.alice()
    assert alice["imapServer"] == "mail.example.org"
    assert (alice["imapSchema"], alice["imapPort"]) == ("imaps://", "994")
    assert alice["imapServerString"] == "imaps://mail.example.org:994"


def test_attributes_are_merged_by_key(sim):
    def sent(**entries):
        pairs = [{"key": key, "value": value} for key, value in entries.items()]
        return {"entries": [{"key": "config", "value": {"entries": pairs}}]}

    sim.change(userAttributes=sent(a="1", b="2"))
    sim.change(userAttributes=sent(b="", c="3"))
    entries = sim.alice()["userAttributes"]["entries"][0]["value"]["entries"]
    assert entries == [{"key": "a", "value": "1"}, {"key": "c", "value": "3"}]


def test_id_wins_over_a_name_that_is_answered_all_the_same(sim):
    value = sim.call("OXUserService.getData", user={"id": 3, "name": "bob"}).value
    assert (value["id"], value["name"], value["sur_name"]) == ("3", "bob", "Person")
    assert value["display_name"] == "Alice Person"


@pytest.mark.parametrize("text", ["😀 ä&<>\"'", " x ", "a\u200bb\u202e", "e\u0301", "/\\:*?"])
def test_text_is_stored_unchanged(sim, text):
    assert sim.change(note=text).status == 200
    assert sim.alice()["note"] == text


def test_empty_password_is_ignored_a_new_one_counts_at_once(sim):
    login = {"login": "alice", "password": "pw"}
    sim.change(password="")
    assert sim.call("OXUserService.getData", user={"id": 3}, auth=login).status == 200
    sim.change(password="new")
    assert sim.call("OXUserService.getData", user={"id": 3}, auth=login).status == 500


@pytest.mark.parametrize(
    ("field", "limit"),
    [
        ("display_name", 320),
        ("city_home", 128),
        ("telephone_business1", 64),
        ("street_home", 256),
        ("company", 512),
        ("userfield07", 64),
        ("postal_code_home", 64),
    ],
)
def test_lengths_are_counted_in_characters(sim, field, limit):
    assert sim.change(**{field: "ä" * limit}).status == 200
    assert sim.change(**{field: "ä" * (limit + 1)}).kind == "StorageException"
