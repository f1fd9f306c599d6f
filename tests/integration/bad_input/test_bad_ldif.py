"""Directory files that are damaged: what is legible arrives, the rest is named, nobody is lost."""

from stellwerk.jobs.models import Job
from stellwerk.sources.models import Record
from tests.factories import Directory, dn_of
from tests.integration.bad_input.ldif_files import PEOPLE, encoded, entry, run, town, with_line
from tests.integration.bad_input.told import Told, untouched
from tests.integration.sync.site_case import Site

EVERYBODY = set(PEOPLE)


DAMAGED = {
    "base64-0": (b"sn:: TcO8b", "base64", "sn"),
    "base64-1": (b"jpegPhoto:: !!!", "base64", "jpegphoto"),
    "latin-0": (b"title: M\xfcller", "not_utf8", "title"),
    "latin-1": (b"title" + encoded("Müller".encode("latin-1")), "not_utf8", "title"),
    "nul": (b"title" + encoded(b"a\0b"), "nul", "title"),
    "url-0": (b"jpegPhoto:< file:///etc/passwd", "url_value", "jpegphoto"),
    "url-1": (b"title:< http://127.0.0.1:1/", "url_value", "title"),
    "line-0": (b"a line without a colon", "broken_line", "a line without a colon"),
    "line-1": (b"b\xc3\xa4d: value", "broken_line", "b"),
    "id": (b"entryUUID: " + b"x" * 5_000, "bad_id", "xxx"),
}
"""Login -> the line that damages the entry, the code it is named with, and what is named."""


def with_damage(directory: Directory) -> bytes:
    """The file with an entry for each kind of damage."""
    for login in DAMAGED:
        directory.person(login)
    content = directory.ldif.encode() + b"\n"
    for login, (line, _, _) in DAMAGED.items():
        content = with_line(content, login, line)
    return content


def test_damaged_objects_are_named_with_line_and_field_and_the_rest_arrives(
    site: Site, told: Told
) -> None:
    directory = site.directory
    directory.group("team", *(dn_of(login) for login in ("good", *DAMAGED)))
    content = with_damage(directory)
    run(site, content)
    assert set(site.users()) == {"good"}
    assert site.groups() == {"team": {"good"}}
    assert told.parked() == {dn_of(login): code for login, (_, code, _) in DAMAGED.items()}
    for login, (_, _, named) in DAMAGED.items():
        said = told.error(dn_of(login))
        assert named in said
        first = content[: content.index(entry(content, login))].count(b"\n") + 1
        line = int(said.split(":")[0].removeprefix("line "))
        assert first <= line < first + entry(content, login).count(b"\n")
    # The next file is whole: then they are changed to what it says, and damaged once more.
    site.sync()
    assert site.groups() == {"team": {"good", *DAMAGED}}
    assert told.parked() == {}
    directory.change(dn_of("good"), displayName="Better")
    run(site, with_damage(directory))
    assert site.users()["good"]["display_name"] == "Better"
    assert site.groups() == {"team": {"good", *DAMAGED}}
    assert set(told.parked()) == {dn_of(login) for login in DAMAGED}
    assert not Record.objects.exclude(absent_since=None).exists()
    assert site.plan_as_is().counts["held"] == 0


def test_a_duplicate_dn_is_named_and_the_first_one_counts(site: Site, told: Told) -> None:
    twin = entry(town(), "bert").replace(b"id-bert", b"id-other").replace(b"Bert M", b"Other M")
    run(site, town() + twin + b"\n")
    assert set(site.users()) == EVERYBODY
    assert site.users()["bert"]["display_name"] == "Bert Muster"
    assert told.parked() == {dn_of("bert"): "duplicate_dn"}


def test_a_file_cut_anywhere_removes_nobody_and_changes_nobody(site: Site) -> None:
    whole = town()
    run(site, whole)
    start = whole.index(b"dn: uid=carl")
    for end in range(start + 1, len(whole) - 1, 61):
        if whole[:end].endswith(b"\n\n"):
            continue  # behind an empty line nothing tells it from a whole file: gates are for that
        site.file.write_bytes(whole[:end])
        drawn = site.plan_as_is()
        removing = [change for change in drawn.changes() if change["action"] != "update"]
        assert removing == [], whole[end - 40 : end]
        assert all(not change["remove"] or change["held"] for change in drawn.changes())
    run(site, whole)
    assert set(site.users()) == EVERYBODY
    assert site.groups() == {"team": EVERYBODY}


def test_a_cut_is_told(site: Site) -> None:
    whole = town()
    site.file.write_bytes(whole[: whole.index(b"dn: uid=carl") + 40])
    site.plan_as_is()
    result = Job.objects.filter(kind="read").latest("pk").result
    assert result["complete"] is False
    assert "ends in the middle of" in result["reason"]


def test_the_output_of_ldapsearch_without_its_result_is_cut(site: Site) -> None:
    head = b"# extended LDIF\n#\n# LDAPv3\n# base <dc=test> with scope subtree\n#\n\n"
    tail = b"# search result\nsearch: 2\nresult: 0 Success\n\n# numEntries: 7\n"
    run(site, head + town() + tail)
    assert set(site.users()) == EVERYBODY
    cut = town()[: town().index(b"dn: uid=carl")]
    with untouched(site):
        run(site, head + cut)
    result = Job.objects.filter(kind="read").latest("pk").result
    assert "without the result" in result["reason"]
    assert site.plan_as_is().counts["held"] == 0


NO_DIRECTORY = (
    b"",
    b"\n\n",
    b"\0" * 4096,
    b"\xff\xfe" + "dn: uid=x".encode("utf-16-le"),
    b"\x89PNG\r\n\x1a\n",
    b"PK\x03\x04" + b"\0" * 100,
    b"dn: uid=x,dc=x\nchangetype: delete\n\n",
    b"dn: uid=anna,cn=users,dc=test\nchangetype: modify\nreplace: sn\nsn: X\n-\n\n",
    b"[portal]\nname = 'x'\n",
    b"<?xml version='1.0'?>\n<a/>\n",
    town().replace(b"\n", b"\r"),
)


def test_a_file_that_is_no_directory_at_all_changes_nothing(site: Site, told: Told) -> None:
    run(site, town())
    with untouched(site):
        for content in NO_DIRECTORY:
            site.file.write_bytes(content)
            assert sum(site.plan_as_is().counts.values()) == 0, content[:40]
            told.parked()
        run(site, NO_DIRECTORY[-1])


SPELLINGS = (
    town().replace(b"\n", b"\r\n"),
    b"\xef\xbb\xbf" + town(),
    town().replace(b"displayName: ", b"displayName:\n  "),
    town().replace(b"sn: Muster", b"sn: Mu\n s\n t\n er"),
    town().replace(b"sn: Muster", b"sn:: TXVz\n dGVy"),
    town().replace(b"sn: Muster", b"SN:Muster"),
    town().replace(b"sn: Muster", b"sn;lang-de: Falsch\nsn: Muster\nsn;lang-fr: Faux"),
    town().replace(b"sn: Muster", b"sn: Muster\nother:< file:///etc/passwd\nmore:: %%%"),
    town().replace(b"sn: Muster", b"sn: Muster\n" + b"attribute%d: x\n" * 3 % (1, 2, 3) + b"z: 1"),
    town().replace(b"version: 1\n", b"version: 1\n# a comment\n#  folded\n"),
    town().replace(b"uid=anna,cn=users,dc=test", b"UID = anna , CN=Users,dc=TEST"),
    town().replace(b"uniqueMember: uid=anna,", b"uniqueMember: uid=\\61nn\\61,"),
)


def test_all_spellings_of_a_file_say_the_same(site: Site, told: Told) -> None:
    run(site, town())
    assert {user["sur_name"] for user in site.users().values()} == {"Muster"}
    with untouched(site):
        for content in SPELLINGS:
            assert content != town()
            site.file.write_bytes(content)
            drawn = site.plan_as_is()
            assert sum(drawn.counts.values()) == 0, list(drawn.changes())
            assert told.parked() == {}


def test_where_one_value_is_expected_the_first_counts(site: Site, told: Told) -> None:
    content = with_line(town(), "bert", b"sn: Second\ndisplayName: Second\noxContextIDNum: 99")
    run(site, content)
    assert site.users()["bert"]["sur_name"] == "Muster"
    assert site.users()["bert"]["display_name"] == "Bert Muster"
    assert told.parked() == {}


def test_ten_thousand_attributes_of_one_object_are_no_trouble(site: Site, told: Told) -> None:
    lines = b"\n".join(b"some%d;lang-%d: value" % (number, number) for number in range(10_000))
    run(site, with_line(town(), "bert", lines))
    assert set(site.users()) == EVERYBODY
    assert told.parked() == {}
