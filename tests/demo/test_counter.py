"""The demo's weeks at the counter."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.counter.models import CounterHelp
from outreach.counter.queries import HelpFilter, list_helps, today_helps
from outreach.database import db
from tests.demo.conftest import DAYS, Furnished


@pytest.mark.parametrize("today", DAYS)
def test_the_counter_has_helped_for_months_and_has_something_to_complete(
    app: Flask, furnished: Furnished, today: date
) -> None:
    furnished(today)
    assert len(today_helps(today)) == 2
    count = {
        state: list_helps(HelpFilter(state=state), offset=0, limit=1)[1]
        for state in ("to_complete", "matched", "unmatched")
    }
    assert count["to_complete"] >= 2
    assert count["matched"] >= 10
    assert count["unmatched"] == 0
    assert db.session.scalar(select(func.count(func.distinct(CounterHelp.intervention_id)))) in (3, 4)
