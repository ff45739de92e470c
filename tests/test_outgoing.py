"""The way out: named hosts alone, within bounds, and nothing taken before the last moment."""

from collections.abc import Iterator

import pytest

from outreach import outgoing
from outreach.outgoing import Broken, NotAllowed, NotReached, allowed, ask
from tests.zalo import stand_in
from tests.zalo.stand_in import Zalo

HOSTS = ("api.example.vn", ".cdn.example.vn")
PATH = "/v3.0/oa/message/cs"


@pytest.fixture
def server() -> Iterator[Zalo]:
    with stand_in.running() as server:
        yield server


@pytest.mark.parametrize(
    "url",
    ["https://api.example.vn/a?b=c", "https://api.example.vn:443/", "https://a.cdn.example.vn/x",
     "https://a.b.cdn.example.vn/x", "https://API.example.vn/"],
)  # fmt: skip
def test_named_hosts_may_be_asked(url: str) -> None:
    assert allowed(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    ["http://api.example.vn/", "https://api.example.vn:8443/", "https://other.example.vn/",
     "https://cdn.example.vn/", "https://xcdn.example.vn/", "https://api.example.vn.evil.example/",
     "https://api.example.vn@evil.example/", "https://evil.example#api.example.vn",
     "https://evil.example/api.example.vn", "https://evil.example\\.cdn.example.vn/", "https:///x",
     "https://api.example.vn:port/", "https://[::1", "https://ápi.example.vn/", "https://api.example.vn/\n",
     "", "api.example.vn", "javascript:alert(1)", "https://127.0.0.1/", "https://api.example.vn:0x1bb/",
     "https://[::1%25a.cdn.example.vn]/", "https://[v1.cdn.example.vn]/", "https://evil.example%2f.cdn.example.vn/",
     "https://evil.example;.cdn.example.vn/", "https://*.cdn.example.vn/", "https://.cdn.example.vn/"],
)  # fmt: skip
def test_nothing_else_may(url: str) -> None:
    assert not allowed(url, HOSTS)
    with pytest.raises(NotAllowed):
        ask("GET", url, hosts=HOSTS)


def test_the_last_moment_comes_once_and_before_anything_is_taken(server: Zalo) -> None:
    moments: list[int] = []
    body = b'{"recipient": {"user_id": "1"}, "message": {"text": "a"}}'
    answer = ask(
        "POST", server.url + PATH, hosts=(server.url,), headers={"access_token": server.access}, body=body,
        last_moment=lambda: moments.append(len(server.messages)),
    )  # fmt: skip
    assert (answer.status, moments, len(server.messages)) == (200, [0], 1)


def test_what_the_last_moment_raises_goes_through_and_nothing_is_sent(server: Zalo) -> None:
    class TooLate(Exception):
        pass

    def refuse() -> None:
        raise TooLate

    with pytest.raises(TooLate):
        ask("POST", server.url + PATH, hosts=(server.url,), body=b"{}", last_moment=refuse)
    assert not server.messages


def test_without_a_connection_the_last_moment_never_comes() -> None:
    here = "http://127.0.0.1:9"
    moments: list[bool] = []
    with pytest.raises(NotReached):
        ask("POST", here + PATH, hosts=(here,), body=b"{}", last_moment=lambda: moments.append(True))
    assert not moments


@pytest.mark.parametrize("way", [stand_in.CUT, stand_in.TOO_LARGE])
def test_without_a_whole_answer_it_is_broken(server: Zalo, way: str) -> None:
    server.fail(PATH, way)
    with pytest.raises(Broken):
        ask("POST", server.url + PATH, hosts=(server.url,), body=b"{}")


def test_an_answer_that_drips_ends(server: Zalo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", -1)
    with pytest.raises(Broken, match="slow"):
        ask("POST", server.url + PATH, hosts=(server.url,), body=b"{}")


def test_nothing_of_the_surroundings_is_used(server: Zalo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask("GET", server.url + "/x", hosts=(server.url,)).status == 200


def test_a_fault_tells_no_address(server: Zalo) -> None:
    server.fail("/secret-path", stand_in.CUT)
    with pytest.raises(Broken) as caught:
        ask("GET", f"{server.url}/secret-path?token=abc", hosts=(server.url,))
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_what_is_no_json_object_is_none(server: Zalo) -> None:
    for body in (b"", b"[]", b"{", b"\xff", b"[" * 100_000):
        assert outgoing.Answer(200, {}, body).json() is None
    assert outgoing.Answer(200, {}, b'{"a": 1}').json() == {"a": 1}
