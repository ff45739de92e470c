"""A form sent twice makes one thing; another word makes another, and so does another person."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from outreach import clock
from outreach.businesses.models import Business
from outreach.campaigns.actions import campaigns, plans, questions
from outreach.campaigns.models import Campaign, Intervention, Plan, Question
from outreach.database import Base, db
from outreach.leaflets.actions.batches import Order, order_batch
from outreach.leaflets.models import LeafletBatch
from outreach.trainings.actions.sessions import create_session
from outreach.trainings.models import Session
from outreach.twins import WITHIN
from outreach.visits import actions as visits
from outreach.visits import rules
from outreach.visits.models import Promise, VisitDay
from tests import factories
from tests.leaflets import making
from tests.threads import at_once

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
START = clock.now().replace(microsecond=0) + timedelta(days=9)
Deed = Callable[[int, str], Any]


def a_session(by: int, words: str) -> Any:
    of = db.session.scalars(select(Intervention)).first() or factories.intervention("training")
    return create_session(
        intervention=of, starts_at=START, ends_at=START + timedelta(hours=3), notes=words, created_by_id=by
    )


def a_day(by: int, words: str) -> Any:
    return visits.plan_day(day=clock.today(), title=words, created_by_id=by)


def a_promise(by: int, words: str) -> Any:
    of = db.session.scalar(select(func.min(Business.id))) or factories.business().id
    made = rules.Promised(words, clock.today(), by)
    return visits.make_promise(business_id=of, promised=made, by=by)


def a_question(by: int, words: str) -> Any:
    of = db.session.scalars(select(Intervention)).first() or factories.intervention("dialogue")
    return questions.ask(intervention=of, text=words, answers="Ban Quản lý", recorded_by_id=by)


def a_campaign(by: int, words: str) -> Any:
    return campaigns.create_campaign(
        title="Đợt cao điểm", starts_on=FIRST, ends_on=LAST, purpose=words, created_by_id=by
    )


def a_plan(by: int, words: str) -> Any:
    return plans.create_plan(title=words, starts_on=FIRST, ends_on=LAST, created_by_id=by)


ALL: list[tuple[type[Base], str, Deed]] = [
    (Session, "created_at", a_session), (VisitDay, "created_at", a_day), (Promise, "made_at", a_promise),
    (Question, "asked_at", a_question), (Campaign, "created_at", a_campaign), (Plan, "created_at", a_plan),
]  # fmt: skip


@pytest.mark.parametrize(("table", "written", "deed"), ALL, ids=lambda one: getattr(one, "__name__", ""))
def test_said_twice_it_is_one(app: Flask, table: type[Base], written: str, deed: Deed) -> None:
    me, other = factories.user().id, factories.user().id

    def count() -> int:
        return db.session.scalar(select(func.count()).select_from(table)) or 0

    assert deed(me, "một").id == deed(me, "một").id
    assert count() == 1
    deed(me, "hai")
    deed(other, "một")
    assert count() == 3
    db.session.execute(update(table).values({written: clock.now() - WITHIN - timedelta(seconds=1)}))
    deed(me, "một")
    assert count() == 4, "later it is meant"


def test_two_at_the_same_time_are_one(app: Flask) -> None:
    me, of = factories.user().id, factories.intervention("dialogue").id
    db.session.commit()

    def ask() -> None:
        with app.app_context():
            intervention = db.session.get_one(Intervention, of)
            questions.ask(intervention=intervention, text="?", answers="Sở", recorded_by_id=me)
            db.session.commit()

    at_once(*(ask for _ in range(5)))
    assert db.session.scalar(select(func.count()).select_from(Question)) == 1


def test_copies_are_drawn_of_the_plan_itself_however_new_it_is(app: Flask) -> None:
    plan = a_plan(factories.user().id, "Kế hoạch")
    assert plans.copy_plan(plan=plan, created_by_id=plan.created_by_id).id != plan.id


def test_copies_ordered_twice_are_printed_once(app: Flask) -> None:
    me, leaflet = factories.user().id, making.leaflet()
    for _again in range(2):
        order_batch(
            leaflet=leaflet, order=Order(100, clock.today()), by=me,
            address_of=lambda code: f"https://cong.example.vn/t/{code}",
        )  # fmt: skip
    assert db.session.scalar(select(func.count()).select_from(LeafletBatch)) == 1
