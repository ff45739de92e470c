"""Two officers who decide about the same name at the same moment."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import make_transient_to_detached

from outreach.businesses.models import Business, NameDecision
from outreach.database import db
from outreach.dossiers.actions import matching
from outreach.refusals import Refused
from tests.dossiers.matched import MISTYPED, officer_id, waiting_pair
from tests.dossiers.registering import assert_rollup_is_a_full_recount


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here writes."""


def as_another_request_sees_it(decision: NameDecision) -> NameDecision:
    """The same decision, read before somebody else's deed."""
    values = {column.key: getattr(decision, column.key) for column in NameDecision.__table__.columns}
    read = NameDecision(**values)
    make_transient_to_detached(read)
    return read


def test_a_decision_taken_back_twice_makes_one_business() -> None:
    waits, known = waiting_pair()
    decision = matching.say_same(business=waits, into=known, by=officer_id())
    db.session.commit()
    late = as_another_request_sees_it(decision)
    matching.undo(decision)
    db.session.commit()
    db.session.expunge_all()
    with pytest.raises(Refused):
        matching.undo(late)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).where(Business.name == MISTYPED)) == 1
    assert_rollup_is_a_full_recount()
