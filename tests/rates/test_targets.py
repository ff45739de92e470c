"""How far a plan's target has come: from the monthly counts, and the same as counting every dossier."""

import random
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.campaigns.rules.plans import Measured
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.actions import recount
from outreach.dossiers.models import Dossier
from outreach.dossiers.rules import NOT_RECEIVED
from outreach.rates.queries.targets import measured
from tests import factories

BEGINS, ENDS = date(2025, 11, 3), date(2026, 4, 22)


@pytest.fixture
def register(app: Flask) -> None:
    """Dossiers of three businesses and of none, in every state, on the days around months' ends."""
    chance = random.Random(3)
    owners = [factories.business() for _ in range(3)] + [None]
    days = [BEGINS + timedelta(days=turn) for turn in range((ENDS - BEGINS).days + 1)]
    for day in days:
        for _turn in range(chance.randrange(2, 5)):
            factories.dossier(
                chance.choice(owners), day, chance.choice(("online", "counter", "post", None)),
                status=chance.choice((*NOT_RECEIVED, "processing", "returned", "sent_back", None)),
                assistance=chance.choice(("alone", "assisted", "filed_for", None)),
                paid_vnd=chance.choice((None, 0, 5000)),
            )  # fmt: skip
    recount()
    db.session.commit()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 1, 20), date(2026, 2, 19)),
        (date(2026, 2, 2), date(2026, 2, 27)),
        (date(2026, 2, 28), date(2026, 3, 1)),
        (date(2026, 3, 8), date(2026, 3, 8)),
        (date(2020, 5, 7), date(2025, 12, 31)),
        (BEGINS, ENDS),
    ],
)
def test_the_online_rate_of_any_period_is_that_of_its_dossiers(
    register: None, first: date, last: date
) -> None:
    inside = measures.is_received_in(first, min(last, ENDS))
    counts = select(func.count(), func.count().filter(measures.is_online())).where(inside)
    received, online = db.session.execute(counts.select_from(Dossier)).one()
    found = measured("online", first, last)
    assert (found.total, found.number, found.unknown) == (received, online, 0)
    assert found.total
    assert found.last is not None
    assert found.last <= last


def test_single_dossiers_tell_the_other_outcomes(register: None) -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 31)
    whole = measured("online", first, last).total
    for outcome in ("alone", "paid_online", "not_sent_back"):
        found = measured(outcome, first, last)
        assert 0 < found.number < found.total
        assert found.total + found.unknown == whole


def test_before_the_register_nothing_is_measured(register: None, app: Flask) -> None:
    assert measured("online", ENDS + timedelta(days=30), date(2027, 1, 1)) == Measured(0, 0, 0, None)
