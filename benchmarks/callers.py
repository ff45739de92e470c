"""People at their browsers, in a process of their own so that they never wait for one another's Python.

As a module: `python -m benchmarks.callers` hears on one line what to ask, asks until its input ends, and then
says what it felt. Each person keeps a connection open, as a browser does.
"""

import http.client
import json
import random
import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
AT_ONCE = 32
TEXT = "Em không thấy nút nộp hồ sơ"

Headers = dict[str, str]
Ask = Callable[[int], None]


class Felt(NamedTuple):
    """What came of it: the milliseconds of each answer, how many there were a second, when each was sent."""

    took: list[float]
    a_second: float
    sent: dict[str, float]  # messages by the id that their sender gives them, as `time.perf_counter` tells


class Callers:
    """A process of people that are asking; `felt` ends it."""

    def __init__(self, wish: dict[str, Any]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.callers"], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()

    def felt(self) -> Felt:
        """What they felt until now."""
        told, _errors = self._process.communicate()
        assert self._process.returncode == 0, "an answer was none"
        return Felt(**json.loads(told))


def readers(port: int, cookies: list[str], paths: list[str], a_second: float | None = None) -> Callers:
    """Each cookie's person opens page after page as fast as they come, or all together so many a second."""
    return Callers({"port": port, "cookies": cookies, "paths": paths, "a_second": a_second})


def writers(port: int, headers: Headers, keys: list[str], a_second: float) -> Callers:
    """In each conversation somebody writes in turn, all together so many messages a second."""
    return Callers({"port": port, "headers": headers, "keys": keys, "a_second": a_second})


class _Line:
    """One person's open connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._connection.connect()
        self._mine = threading.Lock()
        self.last = 0  # the newest message on the page

    def ask(self, method: str, path: str, headers: Headers, form: Headers | None = None) -> str:
        with self._mine:
            self._connection.request(method, path, urlencode(form) if form else None, headers)
            response = self._connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        assert response.status == 200, (path, response.status)
        return text


def _reading(wish: dict[str, Any]) -> Iterator[Ask]:
    """For each person how they open their next page."""
    for cookie in wish["cookies"]:
        line, headers = _Line(wish["port"]), {"Cookie": cookie, "Accept-Encoding": "br, gzip"}

        def read(turn: int, line: _Line = line, headers: Headers = headers) -> None:
            line.ask("GET", wish["paths"][turn % len(wish["paths"])], headers)

        yield read


def _writing(wish: dict[str, Any]) -> Iterator[Ask]:
    """For each conversation how somebody says something there, and takes in what is new."""
    for key in wish["keys"]:
        line = _Line(wish["port"])

        def say(_turn: int, line: _Line = line, key: str = key) -> None:
            form = {"client_id": secrets.token_hex(16), "text": TEXT, "seen": str(line.last or "")}
            _sent[form["client_id"]] = time.perf_counter()
            part = line.ask("POST", f"/tro-giup/{key}/tin", wish["headers"], form)
            told = re.search(r'data-last="(\d+)"', part)
            assert told is not None
            line.last = int(told[1])

        yield say


def _all_the_time(people: list[Ask], over: threading.Event, took: list[float]) -> None:
    with ThreadPoolExecutor(len(people)) as pool:
        for person in people:
            pool.submit(_again_and_again, person, over, took).add_done_callback(_or_fail)


def _again_and_again(person: Ask, over: threading.Event, took: list[float]) -> None:
    turn = 0
    while not over.is_set():
        took.append(_milliseconds(person, turn))
        turn += 1


def _paced(people: list[Ask], a_second: float, over: threading.Event, took: list[float]) -> None:
    """Begun so often, each at any moment of its share of the second; nobody waits for somebody else."""
    chance, begun, number = random.Random(a_second), time.perf_counter(), 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while not over.wait(max(0.0, begun + (number + chance.random()) / a_second - time.perf_counter())):
            done = pool.submit(_milliseconds, people[number % len(people)], number)
            done.add_done_callback(lambda one: took.append(_or_fail(one)))
            number += 1


def _milliseconds(person: Ask, turn: int) -> float:
    begun = time.perf_counter()
    person(turn)
    return (time.perf_counter() - begun) * 1000


def _or_fail(done: Any) -> Any:
    if done.exception() is not None:
        _faults.append(done.exception())
        return 0.0
    return done.result()


_faults: list[BaseException] = []
_sent: dict[str, float] = {}


@contextmanager
def _until_told() -> Iterator[threading.Event]:
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), over.set()), daemon=True).start()
    yield over


def main() -> None:
    """Ask what the first line wishes for until the input ends; print what was felt."""
    wish, took = json.loads(sys.stdin.readline()), list[float]()
    people = list(_writing(wish) if "keys" in wish else _reading(wish))
    begun = time.perf_counter()
    with _until_told() as over:
        if wish["a_second"] is None:
            _all_the_time(people, over, took)
        else:
            _paced(people, wish["a_second"], over, took)
    for fault in _faults:
        raise fault
    print(json.dumps(Felt(took, len(took) / (time.perf_counter() - begun), _sent)._asdict()))


if __name__ == "__main__":
    main()
