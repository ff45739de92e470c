"""One open stream: what it knows, what it waits for, and the bytes it gives."""

import json
import random
import time
from threading import Event
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from outreach.helpdesk.live.hub import Hub
    from outreach.helpdesk.queries.news import Seen, State

HEARTBEAT = 15.0  # seconds; also how soon a page that went away is noticed
LIFE = (60.0, 120.0)  # seconds; between the two, so that streams do not all come back at once
RETRY = b"retry: 1000\n\n"
BEAT = b":\n\n"
BYE = b"event: bye\ndata: 60\n\n"  # seconds to stay away
MOST_KEYS = 50
EVERYTHING = "*"


class Wish(NamedTuple):
    """What a page wants to be told of, and for whom.

    `conversation_id` None: the desk, told of every conversation. `last`: the newest message the page knows.
    """

    person: str
    side: str
    conversation_id: int | None = None
    session: str | None = None  # the session's token; None for a private link
    last: int | None = None


class Stream:
    """An iterator for a server's thread: it waits, says what is new, and lets go of everything when closed.

    Told first, then asked: `wake` sets the flag after the news is there, `__next__` clears it before looking.
    """

    def __init__(self, hub: "Hub", wish: Wish) -> None:
        self.wish = wish
        self._hub = hub
        self._woken = Event()
        self._greeted = self._ended = self._nudged = False
        self._goodbye: bytes | None = None
        self._until = time.monotonic() + random.uniform(*LIFE)  # noqa: S311
        self._seen: Seen | None = None
        self._keys: set[str] = set()
        if wish.conversation_id is None and wish.last is not None:
            self._keys.add(EVERYTHING)  # across conversations ids promise nothing: it reads its list anew

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        """The next piece: news, a beat after 15 s without any, or the end."""
        if not self._greeted:
            self._greeted = True
            return RETRY
        while not self._ended:
            self._woken.clear()
            if news := self._news():
                return news
            left = self._until - time.monotonic()
            if left <= 0 or self._ended:
                break
            if not self._woken.wait(min(HEARTBEAT, left)) or self._nudged:
                self._nudged = False
                return BEAT
        self.close()
        goodbye, self._goodbye = self._goodbye, None
        if goodbye:
            return goodbye
        raise StopIteration

    def wake(self) -> None:
        """Look at what the hub knows by now."""
        self._woken.set()

    def tell(self, keys: set[str]) -> None:
        """These conversations changed; for a desk. The hub holds its lock."""
        self._keys |= keys
        if len(self._keys) > MOST_KEYS:
            self._keys = {EVERYTHING}
        self._woken.set()

    def nudge(self) -> None:
        """Beat at once: whoever went away is noticed then."""
        self._nudged = True
        self._woken.set()

    def end(self, goodbye: bytes | None = None) -> None:
        """Stop, at the latest with the next piece."""
        self._goodbye, self._ended = goodbye, True
        self._woken.set()

    def close(self) -> None:
        """Give the place back; servers call it when the page went away."""
        self._ended = True
        self._hub.leave(self)

    def _news(self) -> bytes | None:
        if self.wish.conversation_id is None:
            return self._of_desk()
        state = self._hub.states.get(self.wish.conversation_id)
        return self._of_conversation(state) if state else None

    def _of_conversation(self, state: "State") -> bytes | None:
        seen, before = state.seen_by(self.wish.side), self._seen
        if seen == before:
            return None
        self._seen = seen
        told = f"id: {seen.newest}\n"
        if before is None and self.wish.last in (None, seen.newest):
            return f"{told}\n".encode()  # it begins from here
        return f"{told}event: chat\ndata: {seen.newest}\n\n".encode()

    def _of_desk(self) -> bytes | None:
        keys, newest = self._hub.take_keys(self)
        return f"id: {newest}\nevent: desk\ndata: {json.dumps(keys)}\n\n".encode() if keys else None

    def taken(self) -> list[str]:
        """What it was told and did not say yet; the hub holds its lock."""
        keys, self._keys = sorted(self._keys), set()
        return keys
