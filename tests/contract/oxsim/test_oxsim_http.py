"""The HTTP side: kept connections, many at once, chunks, closing, trouble on the wire."""

import concurrent.futures
import http.client
import json
import socket
import time
import urllib.error
import urllib.request

import pytest
from oxsim_zeep import ADMIN, CTX, person, service

from oxsim.options import Seed
from oxsim.testing import running

EXISTS = b"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<o:exists xmlns:o="http://soap.admin.openexchange.com" xmlns:r="http://dataobjects.rmi.admin.openexchange.com/xsd"
 xmlns:d="http://dataobjects.soap.admin.openexchange.com/xsd"><o:ctx><d:id>10</d:id></o:ctx>
<o:auth><r:login>oxadminmaster</r:login><r:password>secret</r:password></o:auth></o:exists>
</s:Body></s:Envelope>"""
PATH = "/webservices/OXContextService"


def connect(served):
    return http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)


def exists(connection):
    connection.request("POST", PATH, EXISTS, {"Content-Type": "text/xml; charset=UTF-8"})
    answer = connection.getresponse()
    return answer.status, b">true<" in answer.read()


def test_one_connection_serves_many_calls(served):
    connection = connect(served)
    assert exists(connection) == (200, True)
    used = connection.sock.getsockname()
    assert [exists(connection) for _ in range(5)] == [(200, True)] * 5
    assert connection.sock.getsockname() == used
    connection.close()


def test_a_hundred_connections_at_once():
    with running(latency=0.5, seeds=(Seed(10, "oxadmin", "pw"),)) as slow:

        def call(_):
            connection = connect(slow)
            try:
                return exists(connection)
            finally:
                connection.close()

        start = time.perf_counter()
        with concurrent.futures.ThreadPoolExecutor(100) as pool:
            assert list(pool.map(call, range(100))) == [(200, True)] * 100
        assert time.perf_counter() - start < 100 * 0.5 / 4
        assert slow.stats()["calls"] == {"OXContextService.exists": 100}


def test_chunked_body_and_requests_in_a_row(served):
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as raw:
        head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        chunks = b"".join(
            b"%x\r\n%s\r\n" % (len(part), part) for part in (EXISTS[:100], EXISTS[100:])
        )
        raw.sendall((head + chunks + b"0\r\n\r\n") * 2)
        got = b""
        while got.count(b"</soap:Envelope>") < 2:
            got += raw.recv(65536)
    assert got.count(b"HTTP/1.1 200 OK") == 2


def test_connection_ends_when_asked_and_when_idle():
    with running(idle=0.2) as stand_in:
        with socket.create_connection(("127.0.0.1", stand_in.port), timeout=20) as raw:
            raw.sendall(b"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert raw.recv(65536).startswith(b"HTTP/1.1 404")
            assert raw.recv(1) == b""
        with socket.create_connection(("127.0.0.1", stand_in.port), timeout=20) as idle:
            assert idle.recv(1) == b""


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"NONSENSE\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", b"413"),
        (b"GET / HTTP/1.1\r\n" + b"x" * 70000, b"431"),
        (b"DELETE /webservices/OXUserService HTTP/1.1\r\n\r\n", b"405"),
        (b"GET /webservices/OXNoService?wsdl HTTP/1.1\r\n\r\n", b"404"),
    ],
)
def test_odd_requests(served, sent, status):
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as raw:
        raw.sendall(sent)
        assert raw.recv(65536).split()[1] == status


def test_client_that_hangs_up_is_served_all_the_same():
    with running(latency=0.2, seeds=(Seed(10, "oxadmin", "admin-pw"),)) as slow:
        with socket.create_connection(("127.0.0.1", slow.port)) as raw:
            change = EXISTS.replace(b"o:exists", b"o:disable")
            head = f"POST {PATH} HTTP/1.1\r\nContent-Length: {len(change)}\r\n\r\n".encode()
            raw.sendall(head + change)
        deadline = time.time() + 20
        while slow.state()["contexts"]["10"]["enabled"] and time.time() < deadline:
            time.sleep(0.02)
        assert slow.state()["contexts"]["10"]["enabled"] is False


@pytest.mark.parametrize(
    ("do", "error"),
    [
        ("reset", ConnectionResetError),
        ("lost", http.client.RemoteDisconnected),
        ("truncate", http.client.IncompleteRead),
    ],
)
def test_trouble_on_the_wire(served, do, error):
    served.faults([{"operation": "*.exists", "do": do}])
    connection = connect(served)
    with pytest.raises(error):
        exists(connection)
    connection.close()
    connection = connect(served)
    assert exists(connection) == (200, True)
    connection.close()


def test_control(served):
    users = service(served.url, "OXUserService")
    users.create(ctx=CTX, usrdata=person("alice"), auth=ADMIN)
    stats = served.stats(arrivals=True)
    assert stats["calls"] == stats["creates"] == {"OXUserService.create": 1}
    (at, operation, context) = stats["arrivals"][0]
    assert (operation, context) == ("OXUserService.create", 10)
    assert abs(at - time.time()) < 60
    state = served.state()["contexts"]["10"]
    assert [user["name"] for user in state["users"]] == ["oxadmin", "alice"]
    assert state["groups"][0]["members"] == [2, 3]
    assert [one["kind"] for one in served.log()] == ["context", "user"]

    served.faults([{"operation": "OXUser*", "do": "503", "next": 3}])
    assert served.faults()[0]["next"] == 3
    served.clear_faults()
    assert served.faults() == []
    served.reset()
    assert served.stats()["calls"] == {}
    assert served.state()["contexts"]
    served.reset(state=True)
    assert served.state()["contexts"] == {}


def test_control_refuses_what_it_does_not_know(served):
    for path, data, status in (("nothing", None, 404), ("faults", b"[{}]", 400)):
        request = urllib.request.Request(f"{served.url}/_sim/{path}", data)
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request)
        assert caught.value.code == status
        assert "error" in json.loads(caught.value.read())
        caught.value.close()
