"""What the hub and its streams promise, with threads that do the worst to each other."""

import gc
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask

from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.live import sources, stream
from outreach.helpdesk.live.hub import MOST_CHANGED, Hub
from outreach.helpdesk.live.stream import Stream, Wish
from outreach.helpdesk.queries.news import Seen, State
from tests.threads import at_once

MESSAGES = 2_000


@pytest.fixture
def hub(app: Flask) -> Iterator[Hub]:
    """One whose watcher never looks: the test tells it what was read."""
    made = Hub(app, db.engine)
    made._watching = True
    yield made
    made.end_all()


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def entered(hub: Hub, conversation_id: int | None = 1, person: str = "a", side: str = rules.STAFF) -> Stream:
    opened = hub.enter(Wish(person, side, conversation_id))
    assert opened is not None
    assert next(opened) == stream.RETRY
    return opened


def state(newest: int, conversation_id: int = 1, **values: int) -> State:
    zeros = dict.fromkeys(("newest_shown", "gone", "received_by_staff", "seen_by_staff"), 0)
    return State(conversation_id, f"key-{conversation_id}", newest, newest, **{**zeros, **values})


def test_no_wake_is_lost_between_looking_and_waiting(hub: Hub) -> None:
    """The worst moment: the reader has looked, found nothing, and does not wait yet."""
    reader, looked = entered(hub), 0

    def look() -> bytes | None:
        nonlocal looked
        found, looked = Stream._news(reader), looked + 1
        if looked == 1:
            hub.learn([state(7)])
        return found

    reader._news = look  # type: ignore[method-assign]
    assert next(reader) == b"id: 7\n\n"
    assert looked == 2


def test_threads_hear_all_in_their_order(hub: Hub, restless: None) -> None:
    """One message at a time, each only when the one before was heard: a lost wake would stop it all."""
    reader, desk = entered(hub), entered(hub, None)
    heard, at_desk = [0], [0]

    def write() -> None:
        for newest in range(1, MESSAGES + 1):
            end = time.monotonic() + 10
            while heard[-1] < newest - 1:
                assert time.monotonic() < end, "nobody heard it"
                time.sleep(0)
            hub.learn([state(newest)])

    def read(who: Stream, into: list[int]) -> None:
        while into[-1] < MESSAGES:
            into.append(int(next(who).split(b"\n")[0].removeprefix(b"id: ")))

    at_once(write, lambda: read(reader, heard), lambda: read(desk, at_desk))
    assert heard == list(range(MESSAGES + 1))
    assert at_desk == sorted(set(at_desk))


def test_places_come_free_however_streams_end(hub: Hub) -> None:
    hub.most = 30

    def come_and_go(person: str) -> None:
        for _ in range(50):
            opened = hub.enter(Wish(person, rules.STAFF, 1))
            if opened is not None:
                next(opened)
                opened.close()
                opened.close()

    at_once(*(lambda n=n: come_and_go(f"person {n}") for n in range(8)))
    assert not hub.counts()
    assert hub.states == {}
    assert len([entered(hub, person=str(n)) for n in range(30)]) == 30
    assert hub.enter(Wish("late", rules.STAFF, 1)) is None


def test_who_comes_later_knows_what_others_read(hub: Hub) -> None:
    first = entered(hub)
    hub.learn([state(7), state(9, 2)])
    assert next(first) == b"id: 7\n\n"
    assert set(hub.states) == {1}
    assert next(entered(hub, person="b")) == b"id: 7\n\n"


def test_the_same_again_wakes_nobody(hub: Hub) -> None:
    one = entered(hub)
    hub.learn([state(7)])
    next(one)
    hub.learn([state(7)])
    assert not one._woken.is_set()


def test_a_desk_that_does_not_keep_up_is_told_to_read_all_anew(hub: Hub) -> None:
    desk = entered(hub, None)
    for number in range(1, stream.MOST_KEYS + 2):
        hub.learn([state(number, number)])
    assert b'data: ["*"]' in next(desk)
    hub.learn([state(99, 1)])
    assert b'data: ["key-1"]' in next(desk)


def test_very_many_changes_at_once_are_one_look(hub: Hub) -> None:
    entered(hub, 3)
    hub.wanted()
    hub.wake(range(MOST_CHANGED + 1))
    ids, everything = hub.wanted()
    assert everything
    assert ids >= {3}
    assert hub.wanted() == (set(), False)


def test_without_streams_a_wake_is_forgotten(hub: Hub) -> None:
    hub.wake({1})
    assert hub.wanted() == (set(), False)


def test_once_it_stops_nobody_gets_in(hub: Hub) -> None:
    one = entered(hub)
    ended = threading.Thread(target=lambda: list(one))
    ended.start()
    hub.end_all(for_good=True)
    ended.join(5)
    assert not ended.is_alive()
    assert hub.enter(Wish("b", rules.STAFF, 1)) is None


def test_a_hub_takes_its_bell_with_it(app: Flask) -> None:
    bell = Hub(app, db.engine).bell
    gc.collect()
    assert bell.fileno() == -1


def test_a_business_sees_nothing_of_notes_and_arrangements() -> None:
    before, after = state(7, newest_shown=5), state(9, newest_shown=5)
    assert before.seen_by(rules.BUSINESS) == after.seen_by(rules.BUSINESS) == Seen(5, (0, 0, 0))
    assert before.seen_by(rules.STAFF) != after.seen_by(rules.STAFF)
    assert before.seen_by(rules.BUSINESS) != state(9, newest_shown=5, gone=1).seen_by(rules.BUSINESS)


def test_a_notification_fits() -> None:
    assert len(sources.payload(set(range(10**9, 10**9 + sources.MOST_IDS)))) < 8000
    assert sources.payload(set(range(sources.MOST_IDS + 1))).endswith(":*")


def test_strangers_leave_half_of_the_places_to_others(app: Flask) -> None:
    hub = Hub(app, db.engine, most=8)
    hub._watching = True
    strangers = [hub.enter(Wish(f"guest:{n}", rules.BUSINESS, n)) for n in range(6)]
    assert [one is not None for one in strangers] == [True] * 4 + [False] * 2
    assert all(hub.enter(Wish(f"user:{n}", rules.STAFF)) is not None for n in range(4))
    assert hub.enter(Wish("user:9", rules.STAFF)) is None
    hub.end_all()
