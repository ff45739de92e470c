"""A question that was answered reaches its business: once a month, by itself."""

from datetime import date, datetime

from flask import Flask

from outreach import clock
from outreach.campaigns import queries
from outreach.helpdesk import actions, rules, signals
from tests import factories

MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 1)


def answered(business_id: int | None, *days: date) -> None:
    for day in days:
        signals.answered.send(
            None, conversation_id=1, business_id=business_id, procedure_id=None, answered_on=day, user_id=None
        )  # fmt: skip


def test_the_first_reply_of_a_conversation_is_an_exposure(app: Flask) -> None:
    business = factories.business()
    at = datetime(2026, 3, 2, 8, 0, tzinfo=clock.LOCAL)
    conversation = actions.begin(
        client_id="c", channel=rules.PORTAL, business_id=business.id, asked_at=at
    )  # fmt: skip
    for side, text in ((rules.BUSINESS, "Nộp ở đâu?"), (rules.STAFF, "Ở Cổng quốc gia"), (rules.STAFF, "Ạ")):
        actions.say(conversation_id=conversation.id, client_id=text, side=side, text=text, sent_at=at)
    exposure = queries.exposures(type="helpdesk")
    assert [(one.business_id, one.exposed_on, one.offered) for one in exposure] == [
        (business.id, MARCH, False)
    ]


def test_a_business_counts_once_a_month(app: Flask) -> None:
    one, other = factories.business(), factories.business()
    answered(one.id, MARCH, date(2026, 3, 9), APRIL)
    answered(other.id, date(2026, 3, 9))
    reached = sorted((each.business_id, each.exposed_on) for each in queries.exposures(type="helpdesk"))
    assert reached == sorted([(one.id, MARCH), (one.id, APRIL), (other.id, date(2026, 3, 9))])
    codes = [row.code for row in queries.list_interventions(type="helpdesk")]
    assert sorted(codes) == ["HOI-2026-03", "HOI-2026-04"]


def test_nobodys_question_reaches_nobody(app: Flask) -> None:
    answered(None, MARCH)
    assert queries.exposures(type="helpdesk") == []
