"""The helpdesk in numbers: what is counted, and the way from each number to its conversations."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.models import Rating
from outreach.helpdesk.rules.figures import times
from tests import factories
from tests.client import CheckedClient, words_of
from tests.helpdesk import chats

PAGE, ROWS = "/ban-ho-tro/so-lieu", "/ban-ho-tro/so-lieu/cuoc-trao-doi"
NOW = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)  # Friday, 10:00 in Việt Nam


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: date(2026, 3, 20))
    return NOW


def answered(minutes: int, **values: Any) -> None:
    begun = NOW - timedelta(days=1)
    talk = chats.conversation(asked_at=begun, **values)
    chats.said(talk, sent_at=begun)
    by = factories.user(Role.HELPDESK)
    chats.said(talk, "Dạ được ạ", by=by, sent_at=begun + timedelta(minutes=minutes))


@given(st.lists(st.integers(0, 10_000) | st.none(), max_size=60), st.integers(1, 5_000) | st.none())
def test_half_take_no_longer_than_the_middle_one(minutes: list[int | None], target: int | None) -> None:
    found = times(minutes, target)
    known = [one for one in minutes if one is not None]
    assert found.known == len(known)
    if known:
        assert found.median in known
        assert found.ninety in known
        assert sum(one <= (found.median or 0) for one in known) * 2 >= len(known)
        assert sum(one <= (found.ninety or 0) for one in known) * 10 >= 9 * len(known)
        assert sum(one < (found.ninety or 0) for one in known) * 10 < 9 * len(known)
    assert (found.share is None) == (target is None or not known)


def test_numbers_and_what_they_lead_to(officer: CheckedClient, now: datetime) -> None:
    actions.set_targets(minutes={"first_reply": 60}, by=None)
    answered(10)
    answered(20)
    answered(90)
    waiting = chats.conversation(asked_at=now - timedelta(hours=1))
    chats.said(waiting)
    old = chats.conversation(asked_at=now - timedelta(days=200))
    merged = chats.conversation(asked_at=now, state=rules.MERGED)
    db.session.commit()
    words = words_of(officer.get(PAGE))
    assert "20 phút" in words
    assert "1 giờ 30 phút" in words
    assert "66,67%" in words
    assert officer.get(f"{ROWS}?only=late").text.count('scope="row"') == 1
    assert officer.get(f"{ROWS}?only=answered").text.count('scope="row"') == 3
    unanswered = officer.get(f"{ROWS}?only=unanswered").text
    assert waiting.public_id in unanswered
    every = officer.get(ROWS).text
    assert old.public_id not in every
    assert merged.public_id not in every
    assert old.public_id in officer.get(f"{ROWS}?from=01/08/2025").text


def test_next_replies_stand_against_their_target(officer: CheckedClient, now: datetime) -> None:
    actions.set_targets(minutes={"next_reply": 15}, by=None)
    begun, by = NOW - timedelta(days=1), factories.user(Role.HELPDESK)
    for number, waits in enumerate((5, 30)):
        talk = chats.conversation(asked_at=begun)
        for minutes, who in ((0, None), (3, by), (10, None), (10 + waits, by)):
            chats.said(talk, by=who, sent_at=begun + timedelta(minutes=minutes))
        assert talk.first_reply_minutes == 3, number
    db.session.commit()
    words = words_of(officer.get(PAGE))
    assert "50,00% đúng mục tiêu 15 phút" in words
    assert "1/2 đúng mục tiêu" in words
    late = officer.get(f"{ROWS}?only=late_again").text
    assert talk.public_id in late
    assert "30 phút" in late
    assert late.count('scope="row"') == 1
    assert officer.get(f"{ROWS}?only=replied_again").text.count('scope="row"') == 2
    assert ";30;" in officer.get(f"{PAGE}?format=csv").data.decode().replace(",", ";")


def test_a_number_counts_as_many_as_its_list_has(officer: CheckedClient, now: datetime) -> None:
    zone, procedure = factories.zone(), factories.procedure()
    for _number in range(2):
        answered(10, procedure_id=procedure.id, business_id=None)
    answered(10, of=factories.business(zone_id=zone.id))
    db.session.commit()
    assert officer.get(f"{ROWS}?procedure={procedure.id}").text.count('scope="row"') == 2
    assert officer.get(f"{ROWS}?procedure=0").text.count('scope="row"') == 1
    assert officer.get(f"{ROWS}?zone={zone.id}").text.count('scope="row"') == 1
    assert officer.get(f"{ROWS}?zone=0").text.count('scope="row"') == 2
    assert officer.get(f"{ROWS}?zone=x&procedure=999999999999&step=%00&from=nein&only=x").status_code == 200


def test_nothing_asked_is_no_data(officer: CheckedClient) -> None:
    words = words_of(officer.get(PAGE))
    assert "Chưa có câu hỏi nào trong kỳ này" in words
    assert "Chưa có đánh giá" in words


def test_small_numbers_of_satisfaction_are_hidden(officer: CheckedClient, now: datetime) -> None:
    def rated(month: date, level: str, count: int) -> None:
        for number in range(count):
            words = "Chờ lâu quá" if level == "dissatisfied" else None
            db.session.add(Rating(id=f"{month}{level}{number}", month=month, level=level, words=words))

    rated(date(2026, 1, 1), "satisfied", 4)
    rated(date(2026, 2, 1), "satisfied", 9)
    rated(date(2026, 2, 1), "dissatisfied", 2)
    rated(date(2026, 3, 1), "satisfied", 30)
    db.session.commit()
    months, opinions = queries.satisfaction(date(2026, 1, 1), date(2026, 3, 20))
    found = {one.month.month: one for one in months}
    assert sorted(found) == [1, 2]
    assert found[1].levels is None
    assert found[2].levels is not None
    assert found[2].levels["dissatisfied"] is None
    assert opinions == []
    words = words_of(officer.get(PAGE))
    assert "chưa đủ 5 câu trả lời" in words
    assert "Chờ lâu quá" not in words
    rated(date(2026, 1, 1), "dissatisfied", 3)
    db.session.commit()
    assert words_of(officer.get(PAGE)).count("Chờ lâu quá") == 5


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_tell_no_names_and_no_words(officer: CheckedClient, now: datetime, kind: str) -> None:
    answered(10, of=factories.business(name="Công ty Bí Mật"))
    db.session.commit()
    file = officer.get(f"{PAGE}?format={kind}").data
    if kind == "csv":
        text = file.decode("utf-8-sig")
    else:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0)
        text = "\n".join(str(cell) for row in sheet.to_python() for cell in row)
    assert "Trên cổng" in text
    for secret in ("Bí Mật", "nút nộp", "Dạ được", "2026-03-19T"):
        assert secret not in text


def test_a_big_board_needs_few_statements(
    app: Flask, officer: CheckedClient, now: datetime, count_queries: Callable[[], int]
) -> None:
    seen = []
    for _round in range(2):
        for number in range(8):
            answered(number, procedure_id=factories.procedure().id)
        db.session.commit()
        officer.get(PAGE)
        count_queries()
        officer.get(PAGE)
        seen.append(count_queries())
    assert seen[0] == seen[1] <= 10
    count_queries()
    officer.get(ROWS)
    assert count_queries() <= 6
