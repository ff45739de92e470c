"""CPU of the hot pages against a bare Flask view with the same signed cookie, in the same process."""

import statistics
import time
from collections.abc import Callable
from contextvars import Context

from flask import Flask, session
from sqlalchemy import event

from benchmarks.boards import SECRET, TOKEN, board
from outreach.database import db

ROUNDS = 40
LIMITS = {"businesses list": 18.0, "business page": 10.0, "tutorial step": 10.0}
PATHS = {
    "businesses list": "/doanh-nghiep?zone=1&q=do+luong",
    "business page": "/doanh-nghiep/7",
    "tutorial step": "/huong-dan/cap-giay-phep-lao-dong/ky-so",
}


def floor() -> Callable[[], None]:
    """A bare view that reads the signed cookie and says hello."""
    app = Flask("bare")
    app.secret_key = SECRET

    @app.get("/")
    def hello() -> str:
        return f"hello {session['_user_id'][:3]}"

    return getter(app, "/")


def getter(app: Flask, path: str, token: str = TOKEN, *, alone: bool = True) -> Callable[[], None]:
    """Asks for a page as somebody who has signed in with that token.

    `alone`: each request has a context of its own, as in a server, so it looks up who has signed in; else it
    shares the board's, which knows that already: what the limits here were set for.
    """
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["csrf_token"] = "0" * 40

    def get() -> None:
        response = Context().run(client.get, path) if alone else client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        response.get_data()

    return get


def cpu(run: Callable[[], None], times: int = 1) -> float:
    """Seconds of CPU that it takes, on average."""
    begun = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - begun) / times


def run() -> bool:
    """Print ratio and statements of each page at 20 and 2,000 businesses; True when within the limits."""
    fine = True
    statements: dict[str, list[int]] = {name: [] for name in PATHS}
    for size in (20, 2000):
        with board(size) as app:
            pages = {name: getter(app, path, alone=False) for name, path in PATHS.items()}
            bare = floor()
            for get in (bare, *pages.values()):
                for _ in range(5):
                    get()
            for name, get in pages.items():
                statements[name].append(count(get))
            times: dict[str, list[float]] = {name: [] for name in ("floor", *pages)}
            for _ in range(ROUNDS):
                times["floor"].append(cpu(bare, 10))
                for name, get in pages.items():
                    times[name].append(cpu(get))
            base = statistics.median(times["floor"])
            for name in pages:
                ratio = statistics.median(times[name]) / base
                within = ratio <= LIMITS[name]
                fine &= within
                print(
                    f"{name:<18} {size:>5} businesses: {ratio:5.1f}× bare view (limit {LIMITS[name]:.0f}×), "
                    f"{statements[name][-1]} statements{'' if within else '  ← OVER'}"
                )
    for name, counts in statements.items():
        if len(set(counts)) > 1:
            fine = False
            print(f"{name}: statements grow with the board: {counts}")
    return fine


def count(get: Callable[[], None]) -> int:
    """Statements that a page sends to the database, those of signing in among them."""
    seen = 0

    def see(*_: object) -> None:
        nonlocal seen
        seen += 1

    event.listen(db.engine, "before_cursor_execute", see)
    try:
        get()
    finally:
        event.remove(db.engine, "before_cursor_execute", see)
    return seen
