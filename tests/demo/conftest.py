"""Demo boards, each furnished once in a process and put back for the next test that reads it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask

from outreach.database import db
from outreach.demo.furnish import furnish
from tests.whole import WholeDatabase

Furnished = Callable[[date], None]


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
