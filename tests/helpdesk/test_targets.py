"""What the board promises: how it is written, and what follows for open conversations."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from outreach import clock
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.models import Conversation
from outreach.refusals import Refused
from outreach.workdays import actions as workdays
from outreach.workdays.rules import USUAL_HOURS, Interval, day_minutes
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats

PAGE = "/ban-ho-tro/muc-tieu"
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 08:00 in Việt Nam
DAY = 450


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("", None), ("240", 240), ("2 giờ", 120), ("2h30", 150), ("2 giờ 30 phút", 150), ("1,5 giờ", 90),
        ("1 ngày", DAY), ("1 ngày 2 giờ", DAY + 120), ("45 phút", 45), (" 2 GIỜ ", 120), ("3 hours", 180),
    ],
)  # fmt: skip
def test_time_as_people_write_it(written: str, minutes: int | None) -> None:
    assert rules.read_minutes(written, DAY) == minutes


@pytest.mark.parametrize("written", ["0", "nhanh", "2 tuần", "-5", "2 giờ nhanh", "9" * 30, "giờ"])
def test_what_is_no_time(written: str) -> None:
    with pytest.raises(ValueError, match="no "):
        rules.read_minutes(written, DAY)


@given(st.integers(1, rules.LONGEST_PROMISE))
def test_what_is_shown_can_be_typed_again(minutes: int) -> None:
    assert rules.read_minutes(rules.minutes_words(minutes), DAY) == minutes


def test_a_usual_day_is_that_of_most_days() -> None:
    saturday = {5: (Interval(time(8), time(11)),)}
    assert day_minutes(USUAL_HOURS) == DAY
    assert day_minutes({**USUAL_HOURS, **saturday}) == DAY
    assert day_minutes({}) == 0


@pytest.fixture
def asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    talk = chats.conversation()
    chats.said(talk)
    return talk


def test_targets_hold_for_what_is_open(asked: Conversation) -> None:
    closed = chats.conversation(state=rules.CLOSED)
    assert asked.due_at is None
    before = asked.version
    wanted = {"first_reply": 120, "next_reply": None, "resolution": None}
    assert actions.set_targets(minutes=wanted, by=None) == 1
    assert [asked.due_at, asked.due_for] == [datetime(2026, 3, 2, 3, 0, tzinfo=UTC), "first_reply"]
    assert asked.version == before + 1
    assert closed.due_at is None
    assert queries.targets() == {"first_reply": 120}
    assert actions.set_targets(minutes=dict.fromkeys(wanted), by=None) == 1
    assert (asked.due_at, queries.targets()) == (None, {})


def test_an_end_before_the_first_reply_is_refused(asked: Conversation) -> None:
    with pytest.raises(Refused):
        actions.set_targets(minutes={"first_reply": 120, "resolution": 60}, by=None)


def test_other_hours_and_days_off_move_what_is_due(asked: Conversation) -> None:
    actions.set_targets(minutes={"first_reply": 120}, by=None)
    workdays.note_days(first=date(2026, 3, 2), last=None, off=True, name="Nghỉ", decided_by=None, by=None)
    assert asked.due_at == datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
    workdays.forget_day(day=date(2026, 3, 2))
    assert asked.due_at == datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    workdays.set_hours(week=[(Interval(time(10), time(16)),)] * 5, by=None)
    assert asked.due_at == datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def test_many_open_conversations_need_few_statements(app: Flask, count_queries: Callable[[], int]) -> None:
    for _ in range(30):
        chats.said(chats.conversation())
    count_queries()
    assert actions.set_targets(minutes={"first_reply": 120}, by=None) == 30
    assert count_queries() <= 12


def test_an_officer_writes_them(officer: CheckedClient) -> None:
    chats.said(chats.conversation())
    page = officer.post(PAGE, data={"first_reply": "2 giờ", "next_reply": "", "resolution": "2 ngày"})
    assert page.status_code == 303
    assert "Hạn của 1 cuộc đang mở đã tính lại" in words_of(officer.get(page.location))
    assert queries.targets() == {"first_reply": 120, "resolution": 900}
    assert 'value="15 giờ"' in officer.get(PAGE).text


def test_what_cannot_be_read_comes_back(officer: CheckedClient) -> None:
    page = officer.post(PAGE, data={"first_reply": "sớm thôi"})
    assert page.status_code == 422
    assert "sớm thôi" in page.text
    assert queries.targets() == {}
