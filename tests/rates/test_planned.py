"""How large a campaign that begins now would be for the board."""

from datetime import date

from flask import Flask
from sqlalchemy import insert

from outreach.database import db
from outreach.dossiers import actions
from outreach.dossiers.actions.counts import COLUMNS, COUNTS
from outreach.rates.queries.planned import board
from tests import factories

DAY = date(2026, 3, 5)


def test_counts_that_lie_beside_each_other_are_one_business(app: Flask) -> None:
    """An import lays what it adds, or takes away, beside what is counted already."""
    one, other = factories.business(), factories.business()
    for of, channel in ((one, "online"), (one, "counter"), (other, "counter")):
        factories.dossier(of, DAY, channel)
    actions.recount(None)
    before = board()
    assert (before.businesses, before.share) == (2, 1 / 3)
    sums = dict.fromkeys(COLUMNS[2:], 0)
    for of, possible, online in ((one, 2, 2), (other, -1, 0)):
        added = {**sums, "received": possible, "possible": possible, "possible_online": online}
        place = {"business_id": of.id, "month": DAY.replace(day=1), "curtain": 7}
        db.session.execute(insert(COUNTS).values(**place, **added))
    assert (board().businesses, board().share) == (1, 3 / 4)
