"""People with values OX does not take: parked or sent without the value, and told which and why."""

import base64
import random
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageFile

from tests.factories import dn_of
from tests.integration.bad_input.told import Told
from tests.integration.sync.site_case import Site

EMOJI = "Anna 😀👩‍👧"
RIGHT_TO_LEFT = "\u200fאנה\u200e \u202egnp.exe"


PARKED: dict[str, tuple[dict[str, str], str, str]] = {
    "no-sn": ({"sn": ""}, "no-surname", "sur_name"),
    "blank-sn": ({"sn": " "}, "no-surname", "sur_name"),
    "long-sn": ({"sn": "x" * 129}, "too-long", "sur_name"),
    "no-mail": ({"mailPrimaryAddress": ""}, "no-mail", "email1"),
    "mail-word": ({"mailPrimaryAddress": "bad"}, "invalid-mail", "email1"),
    "mail-umlaut": ({"mailPrimaryAddress": "bäd@example.org"}, "invalid-mail", "email1"),
    "mail-named": ({"mailPrimaryAddress": "B <b@example.org>"}, "invalid-mail", "email1"),
    "mail-mark": ({"mailPrimaryAddress": "b\u202ed@example.org"}, "invalid-mail", "email1"),
    "mail-bell": ({"mailPrimaryAddress": "b\x07d@example.org"}, "invalid-mail", "email1"),
    "b d": ({}, "login-characters", "blank"),
    "b\x1b[2Jd": ({}, "login-characters", "U+001B"),
    "b\u202ed": ({}, "login-characters", "U+202E"),
    "b😀d": ({}, "login-characters", "😀"),
    "b" * 151: ({"mailPrimaryAddress": "long@example.org"}, "too-long", "name"),
    "profile": ({"oxAccess": "premum"}, "profile_unknown", "premum"),
    "context": ({"oxContextIDNum": "11"}, "context_undeclared", "11"),
    "context-2": ({"oxContextIDNum": "²"}, "context_undeclared", "²"),
    "context-minus": ({"oxContextIDNum": "-1"}, "context_undeclared", "-1"),
}
"""Login -> attributes, the code it is parked with, and what the words must name."""


def test_who_cannot_be_sent_is_parked_by_name_and_nobody_else(site: Site, told: Told) -> None:
    for number, (login, (attributes, _, _)) in enumerate(PARKED.items()):
        given = {
            "ident": f"id-{number}",
            "givenName": "P",
            "mailPrimaryAddress": f"p{number}@example.org",
        }
        site.directory.person(login, **(given | attributes))
    site.sync()
    assert set(site.users()) == {"good"}
    assert told.parked() == {login: code for login, (_, code, _) in PARKED.items()}
    for login, (_, _, named) in PARKED.items():
        assert named in told.error(login)
        assert "\x1b" not in told.error(login)
        assert "\u202e" not in told.error(login)
    for number, login in enumerate(PARKED):
        mail = f"p{number}@example.org"
        good = {
            "uid": f"p{number}",
            "givenName": "P",
            "ident": f"id-{number}",
            "mailPrimaryAddress": mail,
        }
        site.directory.person(login, **good)
    site.sync()
    assert set(site.users()) == {"good", *(f"p{number}" for number in range(len(PARKED)))}
    assert told.parked() == {}


LEFT_OUT = {
    "birthday": ("univentionBirthday", "31/12/1999", "31/12/1999 is no date"),
    "no-day": ("univentionBirthday", "1999-02-30", "1999-02-30 is no date"),
    "anniversary": ("oxAnniversary", "soon", "soon is no date"),
    "room_number": ("roomNumber", "x" * 65, "65 characters; OX stores 64"),
    "maxQuota": ("oxUserQuota", "much", "much is no number"),
    "aliases": ("mailAlternativeAddress", "a b@x.de", "a b@x.de is no mail address"),
    "title": ("title", "Dr\x01.", "Control characters were removed"),
    "given_name": ("givenName", "", "No first name"),
    "display_name": ("displayName", "An\x01na\x1b[2J", "Control characters were removed"),
}
"""Login -> attribute, value, and what is said of the field."""


def test_a_value_ox_does_not_take_is_left_out_and_the_rest_arrives(site: Site, told: Told) -> None:
    for login, (attribute, value, _) in LEFT_OUT.items():
        site.directory.person(login, **{"l": "Berlin", attribute: value})
    site.sync()
    users = site.users()
    assert set(users) == {"good", *LEFT_OUT}
    assert {users[login]["city_business"] for login in LEFT_OUT} == {"Berlin"}
    assert users["display_name"]["display_name"] == "Anna[2J"
    assert told.parked() == {}
    for login, (_, _, said) in LEFT_OUT.items():
        (note,) = told.notes(login)
        assert said in note
        assert note.startswith((f"{login}: ", "birthday: "))
    site.calls()
    assert site.sync().applied == 0
    assert site.calls() == {}


TEXTS = (EMOJI, RIGHT_TO_LEFT, "A\u0308nna", "Anna\u200b", "O'Neill & <Co>", "Anna\x7f", "]]>")


def test_names_ox_takes_arrive_as_they_are(site: Site, told: Told) -> None:
    for number, text in enumerate(TEXTS):
        names = {"displayName": text, "sn": text, "givenName": text, "title": text}
        site.directory.person(f"p{number}", **names)
    site.sync()
    for number, text in enumerate(TEXTS):
        user = site.users()[f"p{number}"]
        fields = ("display_name", "sur_name", "given_name", "title")
        assert {user[name] for name in fields} == {text}
    assert told.parked() == {}
    assert site.sync().applied == 0


def test_a_person_without_login_is_named_by_dn(site: Site, told: Told) -> None:
    site.directory.person("bad", uid="")
    site.sync()
    assert told.parked() == {dn_of("bad"): "no_login"}
    assert set(site.users()) == {"good"}


def test_an_optional_field_of_an_existing_account_keeps_its_value(site: Site, told: Told) -> None:
    site.directory.person("bad", univentionBirthday="1999-12-31")
    site.sync()
    site.directory.change(dn_of("bad"), univentionBirthday="31/12/1999", title="Dr.")
    site.sync()
    user = site.users()["bad"]
    assert (user["title"], user["birthday"]) == ("Dr.", "1999-12-31")
    assert len(told.notes("bad")) == 1


def test_a_person_who_becomes_bad_keeps_the_account_as_it_is(site: Site, told: Told) -> None:
    site.directory.person("bad")
    site.sync()
    site.directory.change(dn_of("bad"), sn="", title="Dr.")
    site.sync()
    assert not site.users()["bad"].get("title")
    assert told.parked() == {"bad": "no-surname"}


@pytest.mark.parametrize("attribute", ["mailPrimaryAddress", "mailAlternativeAddress"])
def test_two_people_with_one_mail_are_asked_about_and_nobody_is_guessed(
    site: Site, attribute: str
) -> None:
    site.sync()
    site.directory.person("bad", **{attribute: "GOOD@example.org"})
    site.directory.person("other")
    site.sync()
    assert set(site.users()) == {"good", "other"}
    (question,) = site.questions()
    assert question["value"] == "good@example.org"
    assert (question["record"], question["person"]) == (dn_of("bad"), "good")
    assert question["proposal"]


def bomb(width: int, height: int) -> bytes:
    """A picture of a few bytes that says it is this large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(3 * width + 1) * 4, 9))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def large_jpeg() -> bytes:
    """Some 2 MB of noise."""
    noise = random.Random(2).randbytes(1800 * 1200 * 3)
    out = BytesIO()
    Image.frombytes("RGB", (1800, 1200), noise).save(out, "JPEG", quality=92)
    return out.getvalue()


PHOTOS = {
    "text": (b"no picture", "The photo is no JPEG, PNG or GIF"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "The photo is no JPEG, PNG or GIF"),
    "bomb": (bomb(40_000, 40_000), "too many points"),
    "flat": (bomb(40_000, 1_001), "40000x1001 points, too many"),
    "large": (b"\xff\xd8\xff" + bytes(5_000_000), "5000003 bytes"),
}


def test_a_photo_ox_does_not_take_is_left_out_and_unpacked_by_nobody(
    site: Site, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpacked: list[tuple[int, int]] = []
    load = ImageFile.ImageFile.load

    def watched(image: ImageFile.ImageFile) -> object:
        unpacked.append(image.size)
        return load(image)

    monkeypatch.setattr(ImageFile.ImageFile, "load", watched)
    for login, (photo, _) in PHOTOS.items():
        site.directory.person(login, jpegPhoto=f":: {base64.b64encode(photo).decode()}")
    site.directory.person("fine", jpegPhoto=f":: {base64.b64encode(large_jpeg()).decode()}")
    site.sync()
    assert {login for login, user in site.users().items() if user.get("image1")} == {"fine"}
    assert set(site.users()) == {"good", "fine", *PHOTOS}
    assert unpacked == [(1800, 1200)]
    assert told.parked() == {}
    for login, (_, said) in PHOTOS.items():
        (note,) = told.notes(login)
        assert note.startswith("image1: ")
        assert said in note
    site.calls()
    assert site.sync().applied == 0
    assert site.calls() == {}
