"""What comes between decisions about names: another officer, or a business that bears the very name."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import make_transient_to_detached

from outreach.businesses import actions as businesses
from outreach.businesses.models import Business, NameDecision
from outreach.database import db
from outreach.dossiers.actions import matching
from outreach.dossiers.models import Dossier
from outreach.refusals import Refused
from tests import factories
from tests.dossiers.matched import MISTYPED, named, officer_id, take, waiting_pair
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


@pytest.mark.parametrize("way", ["list", "by hand", "confirmed"])
def test_a_registered_business_is_meant_by_its_name_whatever_was_said_before_it_came(way: str) -> None:
    """Its dossiers would be shown to the business that somebody meant by the name."""
    waits, known = waiting_pair()
    matching.say_same(business=waits, into=known, by=officer_id())
    db.session.commit()
    take(("N-1", MISTYPED))
    if way == "list":
        businesses.take_in_businesses([{"row": 2, "name": MISTYPED, "tax_code": "0101248141"}])
    else:
        columns = {"tax_code": "0101248141", "own_code": None, "zone_id": None, "employees": None}
        if way == "by hand":
            businesses.create_business(name=MISTYPED, **columns)
        else:
            found = factories.business("Công ty khác")
            businesses.update_business(business=found, name=MISTYPED, note=None, active=True, **columns)
    db.session.commit()
    take(("N-2", MISTYPED), ("W-1", MISTYPED))
    assert [whose(code) for code in ("N-1", "N-2")] == [known.id, named(MISTYPED).id]
    assert whose("W-1") == known.id, "what the register has keeps whom it was said to mean"


def test_of_two_that_bear_the_name_the_one_that_was_meant_keeps_it() -> None:
    first = factories.business(MISTYPED)
    factories.business(MISTYPED)
    take(("A-1", MISTYPED))
    waits = db.session.scalars(select(Business).where(Business.provisional)).one()
    matching.say_same(business=waits, into=first, by=officer_id())
    businesses.create_business(name=MISTYPED, tax_code="0101248141")
    db.session.commit()
    take(("A-2", MISTYPED))
    assert whose("A-2") == first.id


def whose(code: str) -> int | None:
    return db.session.scalars(select(Dossier.business_id).where(Dossier.code == code)).one()
