"""Who has a stream open in this process, what they watch, and who is woken by what.

Only the watcher reads the database; a stream waits without a transaction, a connection or a context.
"""

import contextlib
import socket
import threading
import weakref
from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from flask import Flask, current_app
from sqlalchemy import Engine

from outreach.database import db
from outreach.helpdesk.live.beside import LIST
from outreach.helpdesk.live.stream import BYE, EVERYTHING, Stream, Wish

if TYPE_CHECKING:
    from outreach.helpdesk.queries.news import State

MOST = 200  # open streams of a process; cli/serve.py gives them threads of their own
OF_ONE_PERSON = 6
STRANGER = "guest:"  # how whoever has a private link begins
MOST_CHANGED = 500  # conversations changed at once; beyond it everything is looked at


class Hub:
    """All streams of one application in one process. `most`: above it there is no place."""

    def __init__(self, app: Flask, engine: Engine, most: int = MOST) -> None:
        self.app, self.engine, self.most = app, engine, most
        self.states: dict[int, State] = {}  # of watched conversations, as last read
        self.newest = 0  # the newest message heard of
        self._lock = threading.Lock()
        self._streams: dict[Stream, None] = {}  # in the order in which they came
        self._changed: set[int] = set()
        self._everything = False
        self._closed = False
        self._watching = False
        self.bell, self._rope = socket.socketpair()
        self.bell.setblocking(False)
        self._rope.setblocking(False)
        weakref.finalize(self, _close, self.bell, self._rope)  # an application may end before its process

    # ── for views ──

    def enter(self, wish: Wish) -> Stream | None:
        """A stream; None when every place is taken, or the process is about to stop."""
        from outreach.helpdesk.live.watcher import watch

        with self._lock:
            if self._closed:
                return None
            if len(self._streams) >= self.most or self._too_many_strangers(wish):
                for one in self._streams:  # places of those who went away come free
                    one.nudge()
                return None
            mine = [one for one in self._streams if one.wish.person == wish.person]
            if len(mine) >= OF_ONE_PERSON:
                self._drop(mine[0], BYE)
            stream = Stream(self, wish)
            self._streams[stream] = None
            if wish.conversation_id is not None and wish.conversation_id not in self.states:
                self._changed.add(wish.conversation_id)
            starts, self._watching = not self._watching, True
        if starts:
            threading.Thread(target=watch, args=(self,), name="live", daemon=True).start()
        self._ring()
        return stream

    def _too_many_strangers(self, wish: Wish) -> bool:
        """Anybody may ask, and have as many private links as they like: half of the places are for others."""
        if not wish.person.startswith(STRANGER):
            return False
        return 2 * sum(one.wish.person.startswith(STRANGER) for one in self._streams) >= self.most

    # ── for streams ──

    def leave(self, stream: Stream) -> None:
        """Its place is free again; once or often."""
        with self._lock:
            self._drop(stream)

    def take_keys(self, stream: Stream) -> tuple[list[str], int]:
        """What a desk was told since it last asked, and the newest message heard of."""
        with self._lock:
            return stream.taken(), self.newest

    # ── for whoever changes conversations ──

    def wake(self, ids: Collection[int]) -> None:
        """These conversations changed, and it is committed."""
        with self._lock:
            if not self._streams:
                return
            self._changed |= set(ids)
            if len(self._changed) > MOST_CHANGED:
                self._everything = True
        self._ring()

    # ── for the watcher ──

    def wanted(self) -> tuple[set[int], bool]:
        """What is to be read now: conversations that changed or are new here, and whether all are."""
        with contextlib.suppress(BlockingIOError):
            while self.bell.recv(4096):
                pass
        with self._lock:
            changed, self._changed = self._changed, set()
            everything, self._everything = self._everything, False
            return (changed | self._watched(), True) if everything else (changed, False)

    def learn(self, states: Iterable["State"], *, everything: bool = False, beside: bool = False) -> None:
        """What was read: those who watch it look, desks are told; `beside`: of other rows of their list."""
        with self._lock:
            watched = self._watched()
            keys = {EVERYTHING} if everything else {LIST} if beside else set()
            touched = set()
            for state in states:
                self.newest = max(self.newest, state.newest)
                if self.states.get(state.id) != state:
                    touched.add(state.id)
                    keys |= {state.key}
                if state.id in watched:
                    self.states[state.id] = state
            for stream in self._streams:
                if stream.wish.conversation_id in touched:
                    stream.wake()
                elif stream.wish.conversation_id is None and keys:
                    stream.tell(keys)

    def watched(self) -> set[int]:
        """The conversations that streams are open for."""
        with self._lock:
            return self._watched()

    def has_desks(self) -> bool:
        """Whether somebody wants to be told of every conversation."""
        with self._lock:
            return any(one.wish.conversation_id is None for one in self._streams)

    def sessions(self) -> set[str]:
        """The sessions behind the streams."""
        with self._lock:
            return {one.wish.session for one in self._streams if one.wish.session}

    def end_sessions(self, over: Collection[str]) -> None:
        """Whoever has signed out, or may no longer come in, is told nothing more."""
        with self._lock:
            for one in [one for one in self._streams if one.wish.session in over]:
                self._drop(one)

    def end_all(self, *, for_good: bool = False) -> None:
        """The pages ask by themselves until they get in again; `for_good`: nobody gets in any more."""
        with self._lock:
            self._closed = self._closed or for_good
            for one in list(self._streams):
                self._drop(one)

    def rest(self) -> bool:
        """Whether the watcher may go: nobody is there. The next to come starts another one."""
        with self._lock:
            if self._streams:
                return False
            self._watching = False
            self.states.clear()
            return True

    def counts(self) -> Counter[str]:
        """How many streams each person has open."""
        with self._lock:
            return Counter(one.wish.person for one in self._streams)

    def _drop(self, stream: Stream, goodbye: bytes | None = None) -> None:
        if stream not in self._streams:
            return
        del self._streams[stream]
        stream.end(goodbye)
        if stream.wish.conversation_id not in self._watched():
            self.states.pop(stream.wish.conversation_id or 0, None)

    def _watched(self) -> set[int]:
        return {one.wish.conversation_id for one in self._streams if one.wish.conversation_id is not None}

    def _ring(self) -> None:
        with contextlib.suppress(BlockingIOError):  # it rings already
            self._rope.send(b".")


def _close(*ends: socket.socket) -> None:
    for end in ends:
        end.close()


def hub() -> Hub:
    """That of the running application; made when the first stream is asked for."""
    known: Hub | None = current_app.extensions.get("live")
    if known is None:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        known = app.extensions.setdefault("live", Hub(app, db.engine))
    return known
