"""Open streams: how soon and how surely they wake, what they cost, and what happens above their number."""

import http.client
import os
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import psutil

from benchmarks.listeners import Listeners, Who
from benchmarks.servers import server
from benchmarks.talks import Talks, furnished

STREAMS, TALKS = 200, 10
P99_MS, TWO_PROCESSES_P99_MS = 60, 300
STREAM_KB, IDLE_SHARE, PAGES_KEPT, TAIL_RATIO = 100, 0.01, 0.8, 3.0
PEOPLE, EVERY = 300, 20.0  # people who open an ordinary page, each every so many seconds
POLL = 4.0  # seconds between two looks of a page without a stream (static/js/chat.js)
LOST_AFTER = 5.0  # seconds


def run() -> bool:
    """Print all figures; True when within the limits."""
    print(f"chat (load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)")
    with furnished(TALKS) as talks, server(talks.environment, "--no-worker") as (port, process):
        fine = [_one_process(talks, port, process)]
        fine.append(_above_the_cap(talks, port))
    fine.append(_two_processes())
    return all(fine)


def _one_process(talks: Talks, port: int, process: psutil.Process) -> bool:
    _pages_in_a_window(port, talks)  # what is loaded when first asked for is there now
    _pages_in_a_window(port, talks, browsers=16)  # and so is the memory that a busy server keeps
    alone, idle_before = _pages_a_second(port, talks), _idle(process)
    everybody = _people(talks, port, STREAMS)
    with Listeners(everybody[:TALKS]) as first:
        _deliver(talks, port, first, messages=0)
        before = _memory(process)
        with Listeners(everybody[TALKS:]) as listeners:
            kilobytes = (_memory(process) - before) / max(1, listeners.open) / 1000
            delivery, lost = _deliver(talks, port, listeners, messages=40)
            idle = _idle(process) - idle_before
            held = _pages_a_second(port, talks)
            opened = first.open + listeners.open
    kept = held / statistics.mean((alone, _pages_a_second(port, talks)))
    return all(
        (
            _told("streams open", opened, STREAMS, "", at_least=True),
            _told("told nothing of a message", lost, 0, ""),
            _told("sent → told, p99", _p99(delivery), P99_MS, " ms", _p50(delivery)),
            _told("a stream weighs", kilobytes, STREAM_KB, " kB"),
            _told("idle, of a core", idle * 100, IDLE_SHARE * 100, " %"),
            _told("pages a second kept", kept * 100, PAGES_KEPT * 100, " %", f"{alone:.0f}/s", at_least=True),
        )
    )


def _two_processes() -> bool:
    """Two servers over one PostgreSQL: what is sent to one is told by both."""
    with furnished(TALKS, postgresql=True) as talks, ExitStack() as stack:
        ports = [stack.enter_context(server(talks.environment, "--no-worker"))[0] for _ in range(2)]
        people = [one for port in ports for one in _people(talks, port, 50)]
        with Listeners(people) as listeners:
            delivery, lost = _deliver(talks, ports[0], listeners, messages=30)
    return all(
        (
            _told("two processes on PostgreSQL: told nothing", lost, 0, ""),
            _told("sent → told by either, p99", _p99(delivery), TWO_PROCESSES_P99_MS, " ms", _p50(delivery)),
        )
    )


def _above_the_cap(talks: Talks, port: int) -> bool:
    """All places are taken, a hundred more ask every few seconds, and people go on opening pages."""
    page = f"/tro-giup/{talks.keys[0]}"
    idle = _paced(lambda: _seconds(port, page, talks.business), 5.0)
    with Listeners(_people(talks, port, STREAMS + 50)) as listeners:
        refused, opened = listeners.refused, listeners.open
        polls = f"{page}/tin-nhan?after=999999&poll=1"
        ask = partial(_paced, lambda: _seconds(port, polls, talks.business), 100 / POLL)
        asking = threading.Thread(target=ask)
        asking.start()
        tail = _p95(_paced(lambda: _seconds(port, page, talks.business), PEOPLE / EVERY))
        asking.join()
    return all(
        (
            _told("open at the cap", opened, STREAMS, ""),
            _told("sent to ask by themselves", refused, 50, "", at_least=True),
            _told("pages then, p95", tail / _p95(idle), TAIL_RATIO, "×", f"idle {_p95(idle) * 1000:.0f} ms"),
        )
    )


def _people(talks: Talks, port: int, streams: int) -> list[Who]:
    return [
        Who(port, f"/tro-giup/{talks.keys[n % TALKS]}/dong", talks.cookies[n % len(talks.cookies)])
        for n in range(streams)
    ]


def _deliver(talks: Talks, port: int, listeners: Listeners, *, messages: int) -> tuple[list[float], int]:
    """Milliseconds from sending to each stream that should be told, and how many were not."""
    took: list[float] = []
    lost = 0
    for number in range(messages + 5):
        path = f"/tro-giup/{talks.keys[number % TALKS]}/dong"
        since, begun = listeners.heard(path), time.perf_counter()
        talks.say(port, talks.keys[number % TALKS])
        end = begun + LOST_AFTER
        while None in (moments := listeners.moments(path, since)) and time.perf_counter() < end:
            time.sleep(0.005)
        if number >= 5:  # the first load what is needed
            took += [(at - begun) * 1000 for at in moments if at is not None]
            lost += moments.count(None)
        time.sleep(0.03)
    return took, lost


def _paced(deed: Callable[[], float], a_second: float, seconds: float = 8.0) -> list[float]:
    """What the deed gave each time, begun so often whether or not the one before has ended."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(32) as pool:
        waiting = []
        for number in range(int(seconds * a_second)):
            time.sleep(max(0.0, begun + number / a_second - time.perf_counter()))
            waiting.append(pool.submit(deed))
        return [one.result() for one in waiting]


def _seconds(port: int, path: str, cookie: str) -> float:
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie, "HX-Request": "true"})
    response = connection.getresponse()
    response.read()
    connection.close()
    assert response.status in (200, 204), response.status
    return time.perf_counter() - begun


def _pages_a_second(port: int, talks: Talks) -> float:
    """Of three windows the one between: other work on the machine comes and goes."""
    return statistics.median(_pages_in_a_window(port, talks) for _ in range(3))


def _pages_in_a_window(port: int, talks: Talks, seconds: float = 1.5, browsers: int = 4) -> float:
    """Some browsers, one page after another."""
    end, counts = time.perf_counter() + seconds, [0] * browsers

    def browse(number: int) -> None:
        while time.perf_counter() < end:
            _seconds(port, "/tro-giup", talks.business)
            counts[number] += 1

    threads = [threading.Thread(target=browse, args=(number,)) for number in range(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def _memory(process: psutil.Process) -> float:
    return float(sum(one.memory_full_info().pss for one in [process, *process.children(recursive=True)]))


def _idle(process: psutil.Process, seconds: float = 6.0) -> float:
    """The share of a core that the server takes while nobody does anything."""
    before, begun = _processor(process), time.perf_counter()
    time.sleep(seconds)
    return (_processor(process) - before) / (time.perf_counter() - begun)


def _processor(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in family)


def _p50(values: list[float]) -> str:
    return f"p50 {statistics.median(values):.0f}"


def _p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


def _told(
    what: str, value: float, limit: float, unit: str, more: str = "", *, at_least: bool = False
) -> bool:
    within = value >= limit if at_least else value <= limit
    shown = f"  {what}: {value:.1f}{unit} (limit {limit:g}{unit}{', ' + more if more else ''})"
    print(shown + ("" if within else "  ← OVER"))
    return within
