"""What a server can do to a call, and what the client then knows."""

import socket
import threading
import time
from typing import Any

import pytest

from stellwerk.core.masked import Masked
from stellwerk.targets.ox import operations as ox
from stellwerk.targets.ox.client import OxClient
from stellwerk.targets.ox.credentials import Credentials
from stellwerk.targets.ox.errors import (
    Gone,
    InDoubt,
    Invalid,
    NotFoundService,
    OxError,
    Unavailable,
    Unreadable,
)
from tests.contract.ox.scripted import Script, always, answered, http, serving, soap

ADMIN = Credentials("oxadmin", Masked("s3cret"))
YES = http(answered(ox.USER_EXISTS, "true"))
DONE = http(soap(""))
READ: tuple[ox.Operation[Any], dict[str, Any]] = (
    ox.USER_EXISTS,
    {"ctx": {"id": 1}, "user": {"id": 2}},
)
WRITE: tuple[ox.Operation[Any], dict[str, Any]] = (
    ox.USER_CHANGE,
    {"ctx": {"id": 1}, "usrdata": {"id": 2}},
)


def outcome(script: Script, call: tuple[ox.Operation[Any], dict[str, Any]], **more: Any) -> OxError:
    """The error one call ends with."""
    with serving(script) as server, OxClient(server.url, **{"deadline": 5, **more}) as client:
        with pytest.raises(OxError) as caught:
            client.call(*call, ADMIN)
        return caught.value


def test_a_call_arrives_whole_and_its_answer_comes_back() -> None:
    with serving(always(YES)) as server, OxClient(f"{server.url}/webservices/") as client:
        assert client.call(*READ, ADMIN) is True
        assert client.call(*READ, ADMIN) is True
    head = server.requests[0].split(b"\r\n\r\n")[0].decode()
    assert head.startswith("POST /webservices/OXUserService HTTP/1.1\r\n")
    assert 'SOAPAction: "urn:exists"' in head
    assert "Content-Type: text/xml; charset=UTF-8" in head
    assert b"s3cret" in server.requests[0]
    assert server.connections == 1


def test_a_fault_is_raised_and_the_connection_kept() -> None:
    gone = soap(
        "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>No such user 2</faultstring>"
        '<detail><e:NoSuchUserException xmlns:e="x"/></detail></soap:Fault>'
    )
    script = always(http(gone, "500 Internal Server Error"))
    with serving(script) as server, OxClient(server.url) as client:
        for _ in range(3):
            with pytest.raises(Gone, match="No such user 2"):
                client.call(*WRITE, ADMIN)
    assert server.connections == 1


def hang_up(connection: socket.socket, request: bytes) -> bool:
    return False


def reset(connection: socket.socket, request: bytes) -> bool:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    return False


def hang(connection: socket.socket, request: bytes) -> bool:
    time.sleep(3)
    return False


def drip_body(connection: socket.socket, request: bytes) -> bool:
    for byte in YES:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)
    return True


def drip_head(connection: socket.socket, request: bytes) -> bool:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(60):
        connection.sendall(b"a")
        time.sleep(0.05)
    return True


def drip_continue(connection: socket.socket, request: bytes) -> bool:
    for _ in range(60):
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("script", [hang_up, reset])
def test_a_connection_cut_after_the_request_leaves_doubt_about_writes_only(script: Script) -> None:
    assert isinstance(outcome(script, WRITE), InDoubt)
    assert isinstance(outcome(script, READ), Unavailable)


@pytest.mark.parametrize("script", [hang, drip_body, drip_head, drip_continue])
def test_the_deadline_covers_the_whole_call(script: Script) -> None:
    started = time.monotonic()
    error = outcome(script, WRITE, deadline=0.5)
    assert time.monotonic() - started < 1.5
    assert isinstance(error, InDoubt)
    assert "no answer in time" in error.message


def cut_body(connection: socket.socket, request: bytes) -> bool:
    connection.sendall(DONE[:-30])
    return False


def cut_chunk(connection: socket.socket, request: bytes) -> bool:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n"
    connection.sendall(head + b"ff\r\n<soap:Envelope")
    return False


def cut_head(connection: socket.socket, request: bytes) -> bool:
    connection.sendall(b"HTTP/1.1 200")
    return False


def no_length(connection: socket.socket, request: bytes) -> bool:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" + soap("")[:-9])
    return False


@pytest.mark.parametrize("script", [cut_body, cut_chunk, cut_head, no_length])
def test_half_an_answer_is_none(script: Script) -> None:
    assert isinstance(outcome(script, WRITE), InDoubt)
    assert isinstance(outcome(script, READ), Unavailable | Unreadable)


@pytest.mark.parametrize(
    ("data", "reading", "writing"),
    [
        (http(b"<html>down</html>", "503 Service Unavailable"), Unavailable, Unavailable),
        (http(b"<html>gone</html>", "502 Bad Gateway", "text/html"), Unavailable, InDoubt),
        (http(b"", "504 Gateway Timeout"), Unavailable, InDoubt),
        (http(b"<html>", "404 Not Found"), NotFoundService, NotFoundService),
        (http(b"", "403 Forbidden"), NotFoundService, NotFoundService),
        (http(b"", "301 Moved", more="Location: https://x/\r\n"), NotFoundService, NotFoundService),
        (http(b"<html>Welcome</html>", kind="text/html"), NotFoundService, InDoubt),
        (http(b"<!DOCTYPE x>" + soap("")), Unreadable, InDoubt),
        (http(answered(ox.USER_LIST)), Unreadable, InDoubt),
        (http(soap("") * 500), Unreadable, InDoubt),
    ],
)
def test_an_answer_that_is_not_ours(
    data: bytes, reading: type[OxError], writing: type[OxError]
) -> None:
    assert type(outcome(always(data), READ)) is reading
    assert type(outcome(always(data), WRITE)) is writing


def test_an_answer_beyond_the_limit_is_not_read_on() -> None:
    data = http(b"<Envelope>" + b" " * 100_000)
    assert isinstance(outcome(always(data), READ, limit=50_000), Unreadable)
    assert isinstance(outcome(always(data), WRITE, limit=50_000), InDoubt)


def test_what_cannot_be_encoded_never_connects() -> None:
    with serving(always(DONE)) as server, OxClient(server.url) as client, pytest.raises(Invalid):
        client.call(ox.USER_CHANGE, {"usrdata": {"note": "\0"}}, ADMIN)
    assert server.connections == 0


def test_nothing_listens_and_nothing_happened() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unavailable, match="nothing listens"):
        OxClient(f"http://127.0.0.1:{port}").call(*WRITE, ADMIN)


def test_a_name_that_does_not_resolve() -> None:
    with pytest.raises(Unavailable, match="cannot be resolved"):
        OxClient("http://no-such-host.invalid").call(*WRITE, ADMIN)


def test_a_server_that_refuses_to_read_on_may_still_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            connection, _ = listener.accept()
            connection.recv(1000)
            connection.sendall(http(b"too big", "413 Content Too Large"))
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1 << 20):
                pass
            connection.close()

        thread = threading.Thread(target=refuse)
        thread.start()
        params = {"ctx": {"id": 1}, "usrdata": {"id": 2, "image1": b"x" * 4_000_000}}
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with OxClient(url) as client, pytest.raises(Invalid, match="413"):
            client.call(ox.USER_CHANGE, params, ADMIN)
        thread.join(5)


def test_a_request_that_could_not_leave_whole_changed_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def slam() -> None:
            connection, _ = listener.accept()
            connection.recv(1000)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            connection.close()

        thread = threading.Thread(target=slam)
        thread.start()
        params = {"ctx": {"id": 1}, "usrdata": {"id": 2, "image1": b"x" * 30_000_000}}
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with OxClient(url) as client, pytest.raises(Unavailable, match="not be sent whole"):
            client.call(ox.USER_CHANGE, params, ADMIN)
        thread.join(5)


def close_politely(connection: socket.socket, request: bytes) -> bool:
    connection.sendall(DONE)
    return False


def test_a_connection_the_server_closed_while_idle_causes_no_doubt() -> None:
    with serving(close_politely) as server, OxClient(server.url) as client:
        for _ in range(3):
            client.call(*WRITE, ADMIN)
            time.sleep(0.05)
    assert server.connections == 3


def test_a_connection_idle_for_too_long_is_dropped() -> None:
    with serving(always(DONE)) as server, OxClient(server.url, idle_seconds=0.1) as client:
        client.call(*WRITE, ADMIN)
        client.call(*WRITE, ADMIN)
        assert server.connections == 1
        time.sleep(0.2)
        client.call(*WRITE, ADMIN)
    assert server.connections == 2


def test_connection_close_is_honoured() -> None:
    script = always(http(soap(""), more="Connection: close\r\n"), keep=True)
    with serving(script) as server, OxClient(server.url) as client:
        client.call(*WRITE, ADMIN)
        client.call(*WRITE, ADMIN)
    assert server.connections == 2


def test_calls_in_flight_never_exceed_the_connections() -> None:
    lock = threading.Lock()
    running = [0, 0]

    def slow(connection: socket.socket, request: bytes) -> bool:
        with lock:
            running[0] += 1
            running[1] = max(running)
        time.sleep(0.02)
        with lock:
            running[0] -= 1
        connection.sendall(YES)
        return True

    with serving(slow) as server, OxClient(server.url, connections=3) as client:
        threads = [threading.Thread(target=client.call, args=(*READ, ADMIN)) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert running == [0, 3]
    assert server.connections <= 3
    assert len(server.requests) == 20


def test_waiting_for_a_connection_counts_against_the_deadline() -> None:
    with serving(hang) as server, OxClient(server.url, connections=1, deadline=5) as client:
        errors: list[OxError] = []

        def hold() -> None:
            with pytest.raises(OxError) as caught:
                client.call(*READ, ADMIN, deadline=1)
            errors.append(caught.value)

        other = threading.Thread(target=hold)
        other.start()
        time.sleep(0.2)
        with pytest.raises(Unavailable, match="busy"):
            client.call(*WRITE, ADMIN, deadline=0.2)
        other.join(5)
    assert [type(error) for error in errors] == [Unavailable]
    assert len(server.requests) == 1


def test_a_long_list_streams_and_its_connection_is_used_again() -> None:
    records = [f"<id>{n}</id>" for n in range(5000)]
    script = always(http(answered(ox.USER_LIST_ALL, *records)))
    with serving(script) as server, OxClient(server.url, limit=1000) as client:
        for _ in range(2):
            found = client.stream(ox.USER_LIST_ALL, {"ctx": {"id": 1}}, ADMIN)
            assert [one["id"] for one in found] == list(range(5000))
        first = client.stream(ox.USER_LIST_ALL, {"ctx": {"id": 1}}, ADMIN)
        assert next(first) == {"id": 0}
        first.close()  # type: ignore[attr-defined]
        assert len(list(client.stream(ox.USER_LIST_ALL, {"ctx": {"id": 1}}, ADMIN))) == 5000
    assert server.connections == 2


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (http(answered(ox.USER_LIST_ALL, "<id>1</id>"))[:-20], Unavailable),
        (http(answered(ox.USER_LIST_ALL, "<id>1</id>")[:-20]), Unreadable),
        (http(b"<html>", "503 Service Unavailable", "text/html"), Unavailable),
        (http(b"<html>", "404 Not Found", "text/html"), NotFoundService),
    ],
)
def test_a_list_cut_short_is_an_error(data: bytes, error: type[OxError]) -> None:
    script = always(data, keep=False)
    with serving(script) as server, OxClient(server.url) as client, pytest.raises(error):
        list(client.stream(ox.USER_LIST_ALL, {"ctx": {"id": 1}}, ADMIN))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ox.example.org",
        "ftp://ox.example.org",
        "https://",
        "https://user:pass@ox.example.org",
        "https://ox.example.org/?x=1",
        "https://ox.example.org:99999",
        "https://ox.example.org/a b",
        "https://ox.example.org/a\r\nX: y",
    ],
)
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(NotFoundService):
        OxClient(url)
