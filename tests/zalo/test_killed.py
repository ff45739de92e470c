"""A worker killed (kill -9) at each point of sending, against the stand-in of Zalo's server.

Killed between Zalo's answer and our commit, or just before the body goes out: unknown, never sent again by
itself. Killed anywhere else: the next worker sends each part exactly once.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from outreach.database import db
from outreach.zalo.actions import queueing
from outreach.zalo.sending_job import send_messages
from tests.processes import LONGEST_SECONDS
from tests.zalo.stand_in import APP_SECRET, Zalo
from tests.zalo.talking import answer, message_of, person, sending_of

ROOT = Path(__file__).resolve().parents[2]

# A worker that ends itself as `kill -9` does, at the point that it is told.
WORKER = """
import os, signal, sys
from config import Config
from outreach import create_app, outgoing
from outreach.zalo import api, sending_job
from outreach.zalo.actions import claiming, finishing

point, count, url = sys.argv[1], int(sys.argv[2]), sys.argv[3]
left = [count]

def die(*_args, **_values):
    os.kill(os.getpid(), signal.SIGKILL)

def at(module, name, before):
    real = getattr(module, name)
    def wrapped(*args, **values):
        left[0] -= 1
        if before and left[0] == 0:
            die()
        done = real(*args, **values)
        if left[0] == 0:
            die()
        return done
    setattr(module, name, wrapped)

{
    "before the claim": lambda: at(claiming, "claim_next", True),
    "after the claim": lambda: at(claiming, "claim_next", False),
    "before the request": lambda: at(api, "send", True),
    "before the mark": lambda: at(claiming, "mark_handed_over", True),
    "after the mark": lambda: at(claiming, "mark_handed_over", False),
    "after the answer": lambda: at(claiming, "mark_part_sent", True),
    "after our commit": lambda: at(claiming, "mark_part_sent", False),
    "before the end": lambda: at(finishing, "finish_if_whole", True),
}[point]()
app = create_app()
app.config.update(
    ZALO_BASES={"oauth": url, "openapi": url}, ZALO_APP_SECRET=os.environ["ZALO_APP_SECRET"],
)
with app.app_context():
    sending_job.send_messages()
"""
ONCE = ("before the claim", "after the claim", "before the request", "before the mark", "after our commit",
        "before the end")  # fmt: skip


def killed(app: Flask, zalo: Zalo, point: str, count: int = 1) -> None:
    """Let a worker in a process of its own begin to send, and die there at the `count`-th time."""
    db.session.commit()
    environment = {
        **os.environ,
        "DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "DATA_DIR": str(app.config["DATA_DIR"]),
        "SECRET_KEY": str(app.config["SECRET_KEY"]),
        "ZALO_APP_ID": str(app.config["ZALO_APP_ID"]),
        "ZALO_APP_SECRET": APP_SECRET,
    }
    command = [sys.executable, "-c", WORKER, point, str(count), zalo.url]
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=False, timeout=LONGEST_SECONDS)
    assert ended.returncode == -signal.SIGKILL
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
