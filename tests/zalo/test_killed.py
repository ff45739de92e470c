"""A worker killed (kill -9) at each point of sending, against the stand-in of Zalo's server.

Killed between Zalo's answer and our commit, or just before the body goes out: unknown, never sent again by
itself. Killed anywhere else: the next worker sends each part exactly once.
"""

import pytest
from flask import Flask

from outreach.database import db
from outreach.zalo.actions import queueing
from outreach.zalo.sending_job import send_messages
from tests.processes import Fork
from tests.zalo import dying, making
from tests.zalo.stand_in import Zalo
from tests.zalo.talking import answer, message_of, person, sending_of

CLAIMING, FINISHING, API = (
    "outreach.zalo.actions.claiming", "outreach.zalo.actions.finishing", "outreach.zalo.api",
)  # fmt: skip
POINTS = {
    "before the claim": (CLAIMING, "claim_next", "before"),
    "after the claim": (CLAIMING, "claim_next", "after"),
    "before the request": (API, "send", "before"),
    "before the mark": (CLAIMING, "mark_handed_over", "before"),
    "after the mark": (CLAIMING, "mark_handed_over", "after"),
    "after the answer": (CLAIMING, "mark_part_sent", "before"),
    "after our commit": (CLAIMING, "mark_part_sent", "after"),
    "before the end": (FINISHING, "finish_if_whole", "before"),
}
ONCE = ("before the claim", "after the claim", "before the request", "before the mark", "after our commit",
        "before the end")  # fmt: skip


def killed(app: Flask, zalo: Zalo, point: str, count: int = 1) -> None:
    """Let a worker in a process of its own begin to send, and die there at the `count`-th time."""
    db.session.commit()
    Fork(app, dying.send, (*POINTS[point], count), zalo.url, **making.SETTINGS).dies()
    db.session.expire_all()


@pytest.mark.faults
@pytest.mark.parametrize("point", ONCE)
def test_killed_there_it_is_sent_exactly_once(app: Flask, connected: Zalo, point: str) -> None:
    message_id = answer(person(), "dạ")
    killed(app, connected, point)
    for _ in range(3):
        send_messages()
    assert connected.texts == ["dạ"]
    assert (sending_of(message_id).state, message_of(message_id).delivery) == ("sent", "sent")


@pytest.mark.faults
@pytest.mark.parametrize(("point", "arrived"), [("after the answer", 1), ("after the mark", 0)])
def test_killed_there_nobody_knows_and_nothing_is_sent_again(
    app: Flask, connected: Zalo, point: str, arrived: int
) -> None:
    message_id = answer(person(), "dạ")
    killed(app, connected, point)
    for _ in range(3):
        assert send_messages() == 0
    assert len(connected.texts) == arrived
    assert (sending_of(message_id).state, message_of(message_id).delivery) == ("unknown", "unknown")
    queueing.send_again(on_its_way=sending_of(message_id))  # a person decides
    db.session.commit()
    assert send_messages() == 1
    assert connected.texts == ["dạ"] * (arrived + 1)


@pytest.mark.faults
@pytest.mark.parametrize("point", ["before the mark", "after our commit"])
def test_killed_between_two_parts_each_is_sent_once(app: Flask, connected: Zalo, point: str) -> None:
    message_id = answer(person(), "a" * 2_000 + "b" * 2_000)
    killed(app, connected, point, 2)
    for _ in range(3):
        send_messages()
    assert [text[0] for text in connected.texts] == ["a", "b"]
    assert sending_of(message_id).state == "sent"


@pytest.mark.faults
def test_several_that_died_are_all_made_up_for(app: Flask, connected: Zalo) -> None:
    for user in ("1", "2", "3"):
        answer(person(user=user), user)
    for _ in range(3):
        killed(app, connected, "after the claim")
    send_messages()
    assert sorted(connected.texts) == ["1", "2", "3"]
