"""Answers that were damaged or forged on their way: nothing is lost, and nothing taken as done."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from oxsim.testing import running
from stellwerk.core.clock import Hand
from stellwerk.sync.models import Applied, History
from stellwerk.targets.actions import start
from stellwerk.targets.ox.types import OPERATIONS_NS
from tests.contract.ox.scripted import http, soap
from tests.factories import dn_of
from tests.integration.faults.meddling import Meddler, meddling
from tests.integration.faults.working import paused, settled, work_until
from tests.integration.sync.site_case import Site

Answer = Callable[[bytes], bytes]
BOMB = (
    b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def _body(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2] or soap("")


def _doctype(answer: bytes) -> bytes:
    return http(b"<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x'>" + _body(answer))


def _bomb(answer: bytes) -> bytes:
    return http(BOMB + _body(answer).replace(b"</soap:Body>", b"&c;</soap:Body>"))


def _wrong_encoding(answer: bytes) -> bytes:
    return http(b"<?xml version='1.0' encoding='UTF-16'?>" + _body(answer))


def _latin(answer: bytes) -> bytes:
    return http(_body(answer).replace(b"</soap:Body>", b"\xe4\xf6\xfc</soap:Body>"))


def _truncated(answer: bytes) -> bytes:
    return http(_body(answer)[:-15])


def _far_too_long(answer: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<Envelope>" + b"a" * 70_000_000


def _packed(answer: bytes) -> bytes:
    more = "Content-Encoding: gzip\r\n"
    return http(gzip.compress(b"<Envelope>" + b" " * 20_000_000), more=more)


def _page(answer: bytes) -> bytes:
    return http(b"<html><h1>Please sign in</h1></html>", kind="text/html")


def _empty(answer: bytes) -> bytes:
    return http(b"")


def _other_namespace(answer: bytes) -> bytes:
    return http(_body(answer).replace(b"http://schemas.xmlsoap.org/soap/envelope/", b"urn:other"))


def _other_operation(answer: bytes) -> bytes:
    return http(soap(f'<o:deleteResponse xmlns:o="{OPERATIONS_NS}"/>'))


def _success_with_an_error(answer: bytes) -> bytes:
    return http(soap(""), "500 Internal Server Error")


ANSWERS: tuple[Answer, ...] = (
    _doctype,
    _bomb,
    _wrong_encoding,
    _latin,
    _truncated,
    _far_too_long,
    _packed,
    _page,
    _empty,
    _other_namespace,
    _other_operation,
    _success_with_an_error,
)


@pytest.fixture
def between(db: None, tmp_path: Path) -> Iterator[tuple[Site, Meddler]]:
    """A site whose target's address is that of somebody between."""
    with running(lock_wait=0.01) as ox, meddling(ox.port) as meddler:
        site = Site(tmp_path, ox)
        site.target.settings["url"] = meddler.url
        site.target.save()
        yield site, meddler


def test_no_answer_but_the_right_one_counts_for_a_write(
    between: tuple[Site, Meddler], hand: Hand
) -> None:
    """Each answer once for a create and once for a change, in turn carried out before or not."""
    site, meddler = between
    start(site.target, actor="test")
    site.read()
    work_until(site, settled, hand, seconds=1)
    for number, answer in enumerate(ANSWERS):
        login, carried = f"p{number}", number % 2 == 0
        _strike(meddler, b"createByModuleAccess", answer, carried=carried)
        site.directory.person(login)
        _send(site, meddler, hand)
        _strike(meddler, b"urn:change", answer, carried=not carried)
        site.directory.change(dn_of(login), title="Dr.")
        _send(site, meddler, hand)
        assert site.users()[login]["title"] == "Dr.", answer.__name__
    assert site.parked() == {}
    assert paused(site) == set()
    made = [line["name"] for line in site.ox.log() if line["kind"] == "user"]
    assert sorted(made) == sorted(site.users())
    assert not Applied.objects.exclude(stamp="").exists()
    said = History.objects.exclude(result="ok").values_list("result", flat=True)
    assert set(said) == {"ox_in_doubt"}
    assert len(said) == 2 * len(ANSWERS)


def _strike(meddler: Meddler, operation: bytes, answer: Answer, *, carried: bool) -> None:
    meddler.operation, meddler.answer, meddler.carried = operation, answer, carried
    meddler.left = 1


def _send(site: Site, meddler: Meddler, hand: Hand) -> None:
    site.read()
    work_until(site, settled, hand, seconds=2)
    assert meddler.left == 0


@pytest.mark.parametrize("answer", [_bomb, _far_too_long, _other_operation])
def test_a_read_that_is_damaged_is_read_again(
    between: tuple[Site, Meddler], hand: Hand, answer: Answer
) -> None:
    site, meddler = between
    site.directory.person("anna")
    site.sync()
    site.directory.change(dn_of("anna"), title="Dr.")
    site.trouble("OXUserService.change", "lost")
    _strike(meddler, b"urn:getData", answer, carried=True)
    _send(site, meddler, hand)
    assert site.users()["anna"]["title"] == "Dr."
    assert site.parked() == {}
