"""Whatever a file holds, it is read to its end: what is legible arrives, nothing breaks."""

from pathlib import Path
from tracemalloc import get_traced_memory, start, stop

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stellwerk.sources.base import fold_dn
from stellwerk.sources.dn import BrokenDn, split_dn
from stellwerk.sources.ldif import blocks
from tests.unit.sources.ldif_text import person, reading

MANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = [
    b"dn: uid=x,dc=x", b"dn:: eD15", b"dn:: %", b"dn:< file:///etc/passwd", b"DN:x=y", b"dn", b":",
    b"objectClass: inetOrgPerson", b"univentionObjectType: users/user", b"uid: x", b"sn:: /w==",
    b"sn:< file:///etc/passwd", b"changetype: add", b"version: 1", b"# comment", b" ", b"\n", b"\r",
    b"\n\n", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"entryUUID: 1", b"entryUUID: 2", b"-",
    b"search: 2", b"result: 4 x", b"ref: ldap://x", b"# extended LDIF\n", b"jpegPhoto:: AA==",
]  # fmt: skip


@MANY
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.just(b"\n"), st.binary(max_size=6))))
@example([b"\n"] * 1_000)
@example([b"dn: x\n "] * 500)
def test_any_bytes_are_read_to_their_end(tmp_path: Path, pieces: list[bytes]) -> None:
    read = reading(tmp_path, b"".join(pieces))
    list(read)
    assert read.complete is not bool(read.reason)
    assert all(one.text and (one.hint or one.code == "cut") for one in read.problems)


@MANY
@given(st.integers(0, 400), st.integers(0, 30), st.binary(max_size=8), st.integers(2, 64))
def test_damage_at_one_place_costs_the_objects_it_touches_and_no_other(
    tmp_path: Path, at: int, cut: int, bytes_in: bytes, chunk: int
) -> None:
    middle = person("anna", "givenName: Anna", "sn:: TcO8bGxlcg==")
    at %= len(middle)
    damaged = middle.encode()[:at] + bytes_in + middle.encode()[at + cut :]
    before, after = person("before", "sn: Be"), "\n" + person("after", "sn: Af")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "CHUNK", chunk)
        read = reading(tmp_path, before.encode() + damaged + b"\n" + after.encode())
        people = {record.ident: record for record in read}
    assert people["id-of-before"].attributes["lastname"] == ["Be"]
    if "id-of-after" not in people:
        assert read.problem_count


def test_a_line_of_50_megabytes_is_read_in_bounded_memory(tmp_path: Path) -> None:
    file = tmp_path / "directory.ldif"
    with file.open("wb") as out:
        out.write(person("before", "sn: Be").encode())
        out.write(b"dn: uid=anna,cn=users,dc=x\nobjectClass: inetOrgPerson\njpegPhoto:: ")
        for _ in range(50):
            out.write(b"A" * 1_000_000)
        out.write(b"\nentryUUID: anna\n\n" + person("after", "sn: Af").encode())
    from stellwerk.sources.ldif import LdifSource

    read = LdifSource(file).read()
    start()
    try:
        names = [record.attributes["username"] for record in read]
        _, peak = get_traced_memory()
    finally:
        stop()
    assert names == [["before"], ["after"]]
    (problem,) = read.problems
    assert (problem.code, problem.dn) == ("too_long", "uid=anna,cn=users,dc=x")
    assert read.complete, read.reason
    assert peak < 3 * blocks.MAX_LINE


@given(st.text('abc=,+;\\"<># \t\n2cC3BC\0üß\u202e', max_size=60))
@example("\\" * 5_000)
@example('"' * 5_001)
@example("a=b," * 5_000)
@example("a=\\ff" * 1_000)
def test_any_text_is_a_dn_or_none_and_has_a_key(text: str) -> None:
    key = fold_dn(text)
    assert fold_dn(text) == key
    try:
        parts = split_dn(text)
    except BrokenDn:
        return
    assert all(name for rdn in parts for name, _ in rdn)


def test_an_attribute_of_a_hundred_thousand_values_is_read(tmp_path: Path) -> None:
    members = "".join(f"uniqueMember: uid=p{number},dc=x\n" for number in range(100_000))
    group = f"dn: cn=g,dc=x\nobjectClass: univentionGroup\ncn: g\n{members}entryUUID: g\n\n"
    (record,) = reading(tmp_path, group)
    assert len(record.attributes["members"]) == 100_000
