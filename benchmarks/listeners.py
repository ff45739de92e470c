"""Many open streams in one thread, and when each heard what."""

import selectors
import socket
import threading
import time
from types import TracebackType
from typing import NamedTuple, Self

OPENING = 30.0  # seconds in which all must be open
AT_ONCE = 10  # that wait for their first word, as people come and not as a storm does


class Who(NamedTuple):
    """Where a stream is opened, and as whom."""

    port: int
    path: str
    cookie: str


class Listeners:
    """Holds a stream per `Who` from entering to leaving; `refused` are those that got no place."""

    def __init__(self, people: list[Who]) -> None:
        self._people = people
        self._selector = selectors.DefaultSelector()
        self._rest = dict.fromkeys(range(len(people)), b"")
        self._heard: dict[int, list[float]] = {number: [] for number in range(len(people))}
        self._open, self.refused = 0, 0
        self._sockets: list[socket.socket] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        end = time.monotonic() + OPENING
        for number, who in enumerate(self._people):
            self._wait_for(number - AT_ONCE, end)
            one = socket.create_connection(("127.0.0.1", who.port))
            lines = (f"GET {who.path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {who.cookie}", "", "")
            one.sendall("\r\n".join(lines).encode())
            one.setblocking(False)
            self._sockets.append(one)
            self._selector.register(one, selectors.EVENT_READ, number)
        self._wait_for(len(self._people), end)
        return self

    def _wait_for(self, answers: int, end: float) -> None:
        while self._open + self.refused < answers and time.monotonic() < end:
            time.sleep(0.002)

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        for one in self._sockets:
            one.close()
        self._selector.close()

    @property
    def open(self) -> int:
        """How many have said something."""
        return self._open

    def heard(self, path: str) -> list[int]:
        """How many wakes each stream of an address has heard so far."""
        return [len(self._heard[n]) for n, who in enumerate(self._people) if who.path == path]

    def moments(self, path: str, since: list[int]) -> list[float | None]:
        """When each stream of an address heard its first wake after `since`; None: not yet."""
        streams = [self._heard[n] for n, who in enumerate(self._people) if who.path == path]
        return [heard[n] if len(heard) > n else None for heard, n in zip(streams, since, strict=True)]

    def _listen(self) -> None:
        while not self._stop.is_set():
            for key, _events in self._selector.select(0.05):
                self._read(key)

    def _read(self, key: selectors.SelectorKey) -> None:
        piece, at, number = key.fileobj.recv(65536), time.perf_counter(), key.data  # type: ignore[union-attr]
        if not piece:
            self._selector.unregister(key.fileobj)
            return
        text = self._rest[number] + piece
        if b"204 No Content" in text:
            self.refused += 1
        if b"retry: " in text:
            self._open += 1
        *blocks, self._rest[number] = text.split(b"\n\n")
        self._heard[number] += [at for block in blocks if b"event: " in block]
