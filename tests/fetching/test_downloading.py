"""Files from servers that misbehave: whole, or not at all, within bounds of size and time."""

import io
import time
from collections.abc import Iterator

import pytest

from outreach import outgoing
from outreach.outgoing import (
    Answer,
    Arrived,
    Broken,
    NotAllowed,
    NotReached,
    TooLarge,
    TooSlow,
    ask,
    download,
)
from tests.fetching import server as servers
from tests.fetching.server import Server

CONTENT = b"a;b\r\n1;2\r\n" * 5_000
MOST = 1024 * 1024


@pytest.fixture
def server() -> Iterator[Server]:
    with servers.running(CONTENT) as one:
        yield one


def fetch(
    server: Server, *, most_bytes: int = MOST, seconds: float = 20, **headers: str
) -> tuple[Arrived, bytes]:
    into = io.BytesIO()
    arrived = download(
        server.url + "/so.csv?ky=2026", hosts=(server.url,), into=into, headers=headers,
        most_bytes=most_bytes, longest_seconds=seconds,
    )  # fmt: skip
    assert arrived.size == len(into.getvalue())
    return arrived, into.getvalue()


@pytest.mark.parametrize(
    ("way", "whole"),
    [("well", True), ("chunks", True), ("gzip", True), ("without length", False), ("wrong number", False)],
)
def test_a_file_arrives_and_it_is_known_whether_whole(server: Server, way: str, whole: bool) -> None:
    server.way = way
    arrived, content = fetch(server)
    assert (content, arrived.status, arrived.whole) == (CONTENT, 200, whole)
    assert server.asked[0][""] == "GET /so.csv?ky=2026 HTTP/1.1"
    assert server.asked[0]["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "way",
    ["cut", "cut chunks", "too long", "gzip cut", "gzip damaged", "packed oddly", "closed",
     "garbage"],
)  # fmt: skip
def test_what_is_not_whole_is_broken(server: Server, way: str) -> None:
    server.way = way
    with pytest.raises(Broken) as caught:
        fetch(server)
    assert not isinstance(caught.value, TooLarge | TooSlow)
    assert "so.csv" not in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)


def test_an_endless_answer_and_a_bomb_end_where_they_are_too_large(server: Server) -> None:
    for way in ("endless", "bomb"):
        server.way = way
        began = time.monotonic()
        with pytest.raises(TooLarge):
            fetch(server)
        assert time.monotonic() - began < 10


def test_a_bomb_never_lies_in_memory(server: Server) -> None:
    """Of 60 MB in 60 KB no piece is larger than a piece."""
    largest = 0

    class Measured(io.BytesIO):
        def write(self, content: object) -> int:
            nonlocal largest
            largest = max(largest, len(content))  # type: ignore[arg-type]
            return 0

    server.way = "bomb"
    with pytest.raises(TooLarge):
        download(server.url, hosts=(server.url,), into=Measured(), most_bytes=20 * MOST, longest_seconds=20)
    assert 0 < largest <= outgoing.PIECE


@pytest.mark.parametrize("way", ["drip", "drip chunks"])
def test_a_drip_ends_however_patient_each_read_is(server: Server, way: str) -> None:
    server.way = way
    began = time.monotonic()
    with pytest.raises(TooSlow):
        fetch(server, seconds=0.5)
    assert time.monotonic() - began < 5


def test_an_answer_to_a_question_may_not_drip_either(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.5)
    server.way = "drip"
    began = time.monotonic()
    with pytest.raises(TooSlow):
        ask("GET", server.url, hosts=(server.url,))
    assert time.monotonic() - began < 5


def test_silence_ends(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "READ_SECONDS", 0.3)
    server.way = "silent"
    with pytest.raises(TooSlow):
        fetch(server)


def test_nobody_there_and_no_such_name_are_not_reached() -> None:
    for origin in ("http://127.0.0.1:9", "http://nobody.invalid"):
        with pytest.raises(NotReached):
            download(origin, hosts=(origin,), into=io.BytesIO(), most_bytes=1, longest_seconds=1)


def test_no_redirect_is_followed(server: Server) -> None:
    server.way = "moved"
    arrived, content = fetch(server)
    assert (arrived.status, content) == (302, b"")
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [204, 206, 304, 401, 404, 500])
def test_of_other_statuses_nothing_is_kept(server: Server, status: int) -> None:
    server.way = str(status)
    arrived, content = fetch(server)
    assert (arrived.status, content) == (status, b"")


def test_only_named_hosts_are_asked(server: Server) -> None:
    with pytest.raises(NotAllowed):
        download(server.url, hosts=("so.mau.vn",), into=io.BytesIO(), most_bytes=1, longest_seconds=1)
    assert not server.asked


def test_questions_are_unpacked_as_before(server: Server) -> None:
    server.way = "gzip"
    answer = ask("GET", server.url, hosts=(server.url,))
    assert answer == Answer(200, answer.headers, CONTENT)
