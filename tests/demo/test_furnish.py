"""The demo board, on whatever day it is furnished, tells what the product is for."""

from datetime import date, timedelta

import pytest
from flask import Flask

from outreach.campaigns.models import Intervention
from outreach.campaigns.queries import draw_of
from outreach.database import db
from outreach.demo.furnish import furnish
from outreach.dossiers.queries import outages_between
from outreach.rates.effects.compute import entry_of
from outreach.rates.models import ReportedTotal
from outreach.rates.queries.inputs import effect_inputs
from outreach.rates.rules.ledger import Entry, Outcome, Verdict


def entry(code: str) -> Entry:
    intervention = db.session.query(Intervention).filter_by(code=code).one()
    return entry_of(effect_inputs(), intervention.id, Outcome.ONLINE)


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 2, 28), date(2027, 8, 3)])
def test_a_training_by_lot_speaks_and_a_hand_picked_one_is_refused(app: Flask, today: date) -> None:
    furnish(today)
    by_lot, hand_picked = entry("TH-01"), entry("TH-03")
    assert by_lot.by_lot
    assert by_lot.verdict is Verdict.UP
    assert hand_picked.verdict is Verdict.NO_FAIR_COMPARISON
    assert hand_picked.checks is not None
    assert not hand_picked.checks.passed


def test_the_lot_was_drawn_before_the_training_and_is_its_list(app: Flask) -> None:
    furnish(date(2026, 11, 22))
    intervention = db.session.query(Intervention).filter_by(code="TH-01").one()
    drawn = draw_of(intervention.id)
    assert drawn is not None
    assert drawn.drawn_at.date() < intervention.held_on


def test_what_staff_note_by_hand_is_there_too(app: Flask) -> None:
    today = date(2026, 11, 22)
    furnish(today)
    noted = outages_between(today - timedelta(days=365), today)
    assert [one.recorded_by for one in noted] == ["Phạm Văn Mẫu Tâm"] * 2
    (total,) = db.session.query(ReportedTotal).all()
    assert (total.received, total.online, total.online_first) == (301, 91, 2)
