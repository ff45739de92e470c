"""The demo's campaign: forms of many kinds, questions in every state, proofs missing here and there."""

from datetime import date

import pytest
from flask import Flask

from outreach.campaigns.models import Campaign, Evidence, Intervention
from outreach.campaigns.queries.campaigns import sums_of
from outreach.campaigns.queries.evidence import QuestionFilter, list_questions
from outreach.campaigns.queries.proofs import campaign_lines
from outreach.database import db
from tests.demo.conftest import DAYS, Furnished


@pytest.mark.parametrize("today", DAYS)
def test_the_campaign_is_believable_on_any_day(app: Flask, furnished: Furnished, today: date) -> None:
    furnished(today)
    campaign = db.session.query(Campaign).one()
    lines = campaign_lines(campaign.id)
    assert len({line.type for line in lines}) >= 10
    assert [line.code for line in lines if line.state == "cancelled"] == ["CT-01"]
    assert {bool(line.missing) for line in lines} == {True, False}
    sums = sums_of([campaign.id])[campaign.id]
    assert sums.businesses > 40
    assert sums.attendances is not None
    questions, _total = list_questions(QuestionFilter())
    assert {bool(row.answered_on) for row in questions} == {True, False}
    assert {row.business_id is None for row in questions} == {True, False}
    assert {proof.mime is None for proof in db.session.query(Evidence)} == {True, False}
    assert db.session.query(Intervention).filter(Intervention.minutes.is_not(None)).count() == 1
