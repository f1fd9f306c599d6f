"""Nothing is fetched but from where an administrator may have meant."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stellwerk.core.outbound.errors import (
    BadAddress,
    BadAnswer,
    Forbidden,
    NotEncrypted,
    NotFetched,
    TooLarge,
    TooManyTurns,
    TooSlow,
    UnknownHost,
    Unreachable,
    Untrusted,
)
from stellwerk.core.outbound.fetching import Trust, fetch
from tests.contract.core.web_place import NAME, Names, certificate, ok, serving, to

_HERE = Names(idp_example_org=[["127.0.0.1"]])


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return certificate(tmp_path)


@pytest.fixture
def trust(files: tuple[Path, Path]) -> Trust:
    return Trust(private=True, ca_file=str(files[0]))


@pytest.fixture
def port(files: tuple[Path, Path]) -> Iterator[int]:
    long = b"x" * 300_000
    pages = {
        "/metadata?entity=1&b=%2F": ok(b"<here/>"),
        "/turn": to("/metadata?entity=1&b=%2F"),
        "/endless": to("/endless"),
        "/inside": to("https://169.254.169.254/latest/meta-data/"),
        "/mapped": to("https://[::ffff:169.254.169.254]/"),
        "/file": to("file:///etc/passwd"),
        "/plain": to(f"http://{NAME}/metadata"),
        "/secret": b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno",
        "/packed": ok(b"\x1f\x8b", "Content-Encoding: gzip"),
        "/short": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort",
        "/nonsense": b"SSH-2.0-OpenSSH\r\n",
        "/long": ok(long),
        "/chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"%x\r\n%s\r\n" % (len(long), long) * 2
        + b"0\r\n\r\n",
    }
    with serving(lambda path: pages[path], files) as port:
        yield port


def read(address: str, trust: Trust, names: Names = _HERE) -> bytes:
    with fetch(address, trust, look_up=names) as content:
        return content.read()


def test_a_file_is_fetched_as_it_is(port: int, trust: Trust) -> None:
    address = f"https://{NAME}:{port}/metadata?entity=1&b=%2F"
    assert read(address, trust) == b"<here/>"


def test_redirects_are_followed(port: int, trust: Trust) -> None:
    assert read(f"https://{NAME}:{port}/turn", trust) == b"<here/>"


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("endless", TooManyTurns),
        ("inside", Forbidden),
        ("mapped", Forbidden),
        ("file", BadAddress),
        ("plain", NotEncrypted),
        ("secret", BadAnswer),
        ("packed", BadAnswer),
        ("short", BadAnswer),
        ("nonsense", BadAnswer),
        ("long", TooLarge),
        ("chunks", TooLarge),
    ],
)
def test_what_is_not_meant_is_refused(
    port: int, trust: Trust, path: str, error: type[NotFetched]
) -> None:
    with pytest.raises(error):
        fetch(f"https://{NAME}:{port}/{path}", trust, largest=250_000, look_up=_HERE)


@pytest.mark.parametrize(
    "address",
    ["https://127.0.0.1/", "https://[::1]/", "https://10.0.0.7/", "https://[::ffff:10.0.0.7]/",
     "https://[64:ff9b::a00:7]/"],
)  # fmt: skip
def test_private_networks_need_to_be_allowed(address: str) -> None:
    with pytest.raises(Forbidden) as caught:
        fetch(address, Trust(), look_up=Names())
    assert "tick" in caught.value.hint


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("address", ["https://169.254.169.254/", "https://[fe80::1]/"])
def test_the_services_of_clouds_are_asked_never(address: str, private: bool) -> None:
    with pytest.raises(Forbidden) as caught:
        fetch(address, Trust(private=private), look_up=Names())
    assert "never" in caught.value.message


def test_a_name_that_leads_elsewhere_the_second_time_changes_nothing(
    port: int, trust: Trust
) -> None:
    names = Names(idp_example_org=[["127.0.0.1"], ["169.254.169.254"]])
    address = f"https://{NAME}:{port}/metadata?entity=1&b=%2F"
    assert read(address, trust, names) == b"<here/>"
    assert names.asked == [NAME]
    with pytest.raises(Forbidden):
        fetch(address, trust, look_up=names)


def test_each_step_of_a_redirect_is_looked_up_and_checked(port: int, trust: Trust) -> None:
    names = Names(idp_example_org=[["127.0.0.1"], ["169.254.169.254"]])
    with pytest.raises(Forbidden):
        fetch(f"https://{NAME}:{port}/turn", trust, look_up=names)
    assert names.asked == [NAME, NAME]


def test_of_several_addresses_only_those_allowed_are_asked(files: tuple[Path, Path]) -> None:
    asked = threading.Event()

    def answer(_path: str) -> bytes:
        asked.set()
        return ok(b"")

    with serving(answer, files) as port:
        names = Names(idp_example_org=[["127.0.0.1", "169.254.169.254"]])
        with pytest.raises(Forbidden):
            fetch(f"https://{NAME}:{port}/", Trust(ca_file=str(files[0])), look_up=names)
    assert not asked.is_set()


def test_a_certificate_of_nobody_known_is_refused(port: int) -> None:
    with pytest.raises(Untrusted):
        fetch(f"https://{NAME}:{port}/turn", Trust(private=True), look_up=_HERE)


def test_a_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    files = certificate(tmp_path, "other.example.org")
    with serving(lambda _path: ok(b"x"), files) as port, pytest.raises(Untrusted):
        fetch(f"https://{NAME}:{port}/", Trust(True, str(files[0])), look_up=_HERE)


def test_an_authority_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(Untrusted, match=r"holds no authority"):
        fetch(f"https://{NAME}/", Trust(True, str(tmp_path / "none.pem")), look_up=_HERE)


def test_without_encryption_only_this_machine_is_asked() -> None:
    with serving(lambda _path: ok(b"x")) as port:
        here = f"http://127.0.0.1:{port}/"
        assert read(here, Trust(private=True), Names()) == b"x"
        with pytest.raises(NotEncrypted):
            fetch(here, Trust(), look_up=Names())
    with pytest.raises(NotEncrypted):
        fetch("http://10.0.0.7/", Trust(private=True), look_up=Names())


@pytest.mark.parametrize(
    "address",
    ["", "idp.example.org", "ftp://idp.example.org/", "file:///etc/passwd", "https://",
     "https://user:secret@idp.example.org/", "https://idp.example.org:99999/",
     "https://idp.example.org/a b", "https://idp.example.org/\r\nX: y", "https://idp.exämple.org/",
     "https://[::1", "https://idp.example.org:0/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    names = Names()
    with pytest.raises(BadAddress):
        fetch(address, Trust(), look_up=names)
    assert names.asked == []


def test_a_server_that_drips_is_not_waited_for(files: tuple[Path, Path], trust: Trust) -> None:
    over = threading.Event()

    def answer(_path: str) -> bytes:
        over.wait(10)
        return b""

    with serving(answer, files) as port:
        with pytest.raises(TooSlow):
            fetch(f"https://{NAME}:{port}/", trust, seconds=0.3, look_up=_HERE)
        over.set()


def test_nobody_there_is_said(trust: Trust) -> None:
    with serving(lambda _path: b"") as port:
        pass
    with pytest.raises(Unreachable):
        fetch(f"https://{NAME}:{port}/", trust, look_up=_HERE)


def test_a_name_that_is_not_known_is_said() -> None:
    def nobody(_host: str, _port: int) -> list[object]:
        raise OSError("Name or service not known")

    with pytest.raises(UnknownHost):
        fetch(f"https://{NAME}/", Trust(), look_up=nobody)  # type: ignore[arg-type]
