"""The one thread that looks while streams are open: it hears of changes, reads what changed, and wakes."""

import select
import time
from typing import Any

from sqlalchemy import Connection

from outreach.accounts import queries as accounts
from outreach.helpdesk.live import beside, ending
from outreach.helpdesk.live.hub import Hub
from outreach.helpdesk.live.sources import Heard, Source, source
from outreach.helpdesk.queries import news

CHECK_SESSIONS = 15.0  # seconds
LINGER = 1.0  # seconds after the last stream has gone


def watch(hub: Hub) -> None:
    """Look until nobody has been there for a while. A fault ends all streams: pages ask by themselves."""
    while True:
        try:
            if _look(hub):
                return
        except Exception:
            hub.app.logger.exception("streams were ended: nothing is heard of the database")
            hub.end_all()
            if hub.rest():
                return


def _look(hub: Hub) -> bool:
    """Until nobody is there (True)."""
    heard = source(hub.engine)  # listening first, reading then: what comes between is heard
    try:
        return _Watch(hub, heard).run()
    finally:
        heard.close()


class _Watch:
    def __init__(self, hub: Hub, heard: Source) -> None:
        self.hub, self.source = hub, heard
        self.versions: dict[int, int] | None = None  # of open conversations, while desks are there
        self.beside: tuple[Any, ...] | None = None  # how the rest of the desk's list stands, likewise
        self.checked = self.alone = self.looked = time.monotonic()
        with hub.engine.connect().execution_options(immediate=False) as connection, connection.begin():
            self.newest = hub.newest = news.newest_message(connection)
            hub.learn(news.states(connection, hub.watched()))

    def run(self) -> bool:
        while True:
            ears = [self.hub.bell, *ending.ears(), *self.source.ears()]
            select.select(ears, [], [], self.source.seconds)
            if ending.is_near():
                self.hub.end_all(for_good=True)
            self.read(self.source.news())
            now = time.monotonic()
            if now - self.checked > CHECK_SESSIONS:
                self.checked = now
                self.check_sessions()
            if self.hub.counts():
                self.alone = now
            elif now - self.alone > LINGER and self.hub.rest():
                return True

    def read(self, heard: Heard) -> None:
        """What changed, by a handful of statements whoever watches."""
        ids, everything = self.hub.wanted()
        ids |= heard.ids
        looks = self._looks(heard)
        if not (ids or everything or heard.anything or looks):
            return
        with self.hub.engine.connect().execution_options(immediate=False) as connection, connection.begin():
            if heard.anything:
                self.newest, said = news.said_after(connection, self.newest)
                ids |= said | self.hub.watched() | self._moved(connection)
            changed = looks and self._others(connection)
            self.hub.learn(news.states(connection, ids), everything=everything, beside=changed)

    def _moved(self, connection: Connection) -> set[int]:
        """Open conversations that are not what they were, for desks; those that were closed count too."""
        if not self.hub.has_desks():
            self.versions = None
            return set()
        before, self.versions = self.versions, news.open_versions(connection)
        if before is None:
            return set()
        return {id for id, _version in before.items() ^ self.versions.items()}

    def _looks(self, heard: Heard) -> bool:
        """Whether to see how the rest of the list stands: for the first desk, then when it may differ."""
        if not self.hub.has_desks():
            self.beside = None
            return False
        every = self.source.looks
        late = every is not None and time.monotonic() - self.looked > every
        return self.beside is None or heard.anything or late

    def _others(self, connection: Connection) -> bool:
        self.looked = time.monotonic()
        before, self.beside = self.beside, beside.look(connection)
        return before is not None and before != self.beside

    def check_sessions(self) -> None:
        """End the streams of whoever signed out or lost the way in."""
        tokens = self.hub.sessions()
        if tokens:
            with self.hub.app.app_context():
                self.hub.end_sessions(tokens - accounts.open_sessions(tokens))
