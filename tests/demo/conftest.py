"""Demo boards, each furnished once in a process and put back for the next test that reads it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from outreach.database import db
from outreach.demo.furnish import furnish
from tests.whole import WholeDatabase

Furnished = Callable[[date], None]
# What stands on a board differs from day to day; how a database keeps it does not.
DAYS = [
    date(2026, 11, 22),
    pytest.param(date(2026, 8, 3), marks=pytest.mark.alike),
    pytest.param(date(2027, 2, 28), marks=pytest.mark.alike),
]


@pytest.fixture(scope="session")
def boards(database_url: str) -> Iterator[dict[date, WholeDatabase]]:
    """What the database held after it was furnished for a day."""
    kept: dict[date, WholeDatabase] = {}
    yield kept
    for board in kept.values():
        board.close()


@pytest.fixture
def furnished(app: Flask, database_url: str, boards: dict[date, WholeDatabase]) -> Furnished:
    """Puts the rows of the demo board of a day into the empty database; its files are not there."""

    def on(today: date) -> None:
        if today in boards:
            boards[today].put_back()
            return
        furnish(today)
        db.session.commit()
        board = WholeDatabase(database_url)
        board.keep()
        boards[today] = board

    return on
