"""Satisfaction after the end: once, and leading back to nobody."""

from datetime import date

import pytest
from sqlalchemy import inspect, select

from outreach import clock
from outreach.accounts.models import AccessRecord
from outreach.businesses.models import Business
from outreach.database import db
from outreach.helpdesk import actions, rules
from outreach.helpdesk.models import Conversation, Rating
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats


@pytest.fixture
def closed(clerk: CheckedClient) -> Conversation:
    talk = chats.conversation(db.session.get_one(Business, clerk.user.business_id), secret="bi-mat")
    chats.said(talk)
    actions.close(conversation_id=talk.id, by=None)
    db.session.commit()
    return talk


def rating() -> Rating:
    return db.session.scalars(select(Rating)).one()


def test_a_business_says_how_it_was_once(clerk: CheckedClient, closed: Conversation) -> None:
    page = f"/tro-giup/{closed.public_id}"
    assert "Gửi đánh giá" in clerk.get(page).text
    version = closed.version
    answer = clerk.post(f"{page}/danh-gia", data={"level": "very_satisfied"})
    assert answer.status_code == 303
    assert "Cảm ơn Anh/Chị" in words_of(clerk.get(answer.location))
    again = clerk.post(f"{page}/danh-gia", data={"level": "dissatisfied", "reason": "slow"})
    shown = clerk.get(again.location)
    assert "đã được đánh giá" in words_of(shown)
    assert "Gửi đánh giá" not in shown.text
    assert (rating().level, rating().month.day) == ("very_satisfied", 1)
    db.session.refresh(closed)
    assert closed.rated
    assert closed.version == version + 1


def test_whoever_has_the_private_link_may(anonymous: CheckedClient, closed: Conversation) -> None:
    assert "Gửi đánh giá" in anonymous.get(f"/tro-giup/k/{closed.public_id}/bi-mat").text
    asked = {"level": "satisfied", "own_words": "Gọi 0912345678 giúp"}
    answer = anonymous.post(f"/tro-giup/{closed.public_id}/danh-gia?k=bi-mat", data=asked)
    assert answer.location.startswith("/tro-giup/k/")
    assert rating().words == "Gọi 09xx xxx x78 giúp"


def test_dissatisfaction_has_a_reason(clerk: CheckedClient, closed: Conversation) -> None:
    address = f"/tro-giup/{closed.public_id}/danh-gia"
    assert clerk.post(address, data={}).status_code == 422
    page = clerk.post(address, data={"level": "dissatisfied"})
    assert page.status_code == 422
    assert "chọn lý do" in words_of(page)
    assert clerk.post(address, data={"level": "dissatisfied", "reason": "slow"}).status_code == 303


def test_what_is_open_is_not_rated(clerk: CheckedClient, closed: Conversation) -> None:
    chats.said(closed, "Vẫn chưa được")
    db.session.commit()
    assert "Gửi đánh giá" not in clerk.get(f"/tro-giup/{closed.public_id}").text
    clerk.post(f"/tro-giup/{closed.public_id}/danh-gia", data={"level": "satisfied"})
    assert db.session.scalars(select(Rating)).all() == []


def test_nothing_leads_back_to_anybody(clerk: CheckedClient, closed: Conversation) -> None:
    records = select(AccessRecord)
    before = len(db.session.scalars(records).all())
    clerk.post(f"/tro-giup/{closed.public_id}/danh-gia", data={"level": "satisfied"})
    assert {column.key for column in inspect(Rating).columns} == {"id", "month", "level", "reason", "words"}
    assert isinstance(rating().month, date)
    assert rating().month == clock.today().replace(day=1)
    assert len(db.session.scalars(records).all()) == before
    last = db.session.get_one(Conversation, closed.id)
    assert last.last_at < clock.now()
    assert not any(
        str(getattr(rating(), name) or "") == closed.public_id for name in ("id", "words", "reason")
    )


def test_staff_do_not_rate(officer: CheckedClient, closed: Conversation) -> None:
    page = f"/tro-giup/{closed.public_id}"
    assert "Gửi đánh giá" not in officer.get(page).text
    assert officer.post(f"{page}/danh-gia", data={"level": "satisfied"}).status_code == 403


def test_the_levels_are_those_of_the_centre() -> None:
    assert list(rules.LEVELS) == ["very_satisfied", "satisfied", "dissatisfied"]
