"""Processes that end themselves as `kill -9` does, before or after a function is called for the n-th time."""

import importlib
import os
import signal
from collections.abc import Callable
from typing import Any

from flask import Flask

from outreach import create_app

Point = tuple[str, str, str, int]  # module, function, 'before' or 'after', at which call


def send(at: Point, url: str) -> None:
    """Begin to send messages, and die there."""
    from outreach.zalo import sending_job

    _do(at, url, lambda _app: sending_job.send_messages())


def hear(at: Point, url: str) -> None:
    """Begin to hear what was stored, and die there."""
    from outreach.zalo.job import hear_events

    _do(at, url, lambda _app: hear_events())


def refresh(at: Point, url: str) -> None:
    """Begin to ask for new tokens, and die there."""
    from outreach.zalo import tokens

    _do(at, url, lambda _app: tokens.refresh("access-0"))


def take(at: Point, delivered: list[tuple[str, dict[str, str]]]) -> None:
    """Begin to store what is delivered, and die there."""

    def post(app: Flask) -> None:
        for raw, headers in delivered:
            app.test_client().post("/webhook/zalo", data=raw.encode(), headers=headers)

    _do(at, "", post, in_context=False)


def _do(at: Point, url: str, deed: Callable[[Flask], object], *, in_context: bool = True) -> None:
    app = create_app()
    app.config["ZALO_BASES"] = {"oauth": url, "openapi": url}
    _die_at(at)
    if not in_context:
        deed(app)
        return
    with app.app_context():
        deed(app)


def _die_at(at: Point) -> None:
    module, name, moment, left = importlib.import_module(at[0]), *at[1:]
    real = getattr(module, name)

    def wrapped(*args: Any, **values: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = real(*args, **values)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(module, name, wrapped)
