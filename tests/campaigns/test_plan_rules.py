"""Rules of plans: paragraphs as typed, quarters, days proposed, goals."""

from datetime import date

import pytest

from outreach.campaigns.rules import plans as rules


def test_marks_before_a_paragraph_are_the_printers() -> None:
    typed = "- một\r\n\r\n  + hai\n3. ba\n12) bốn\n2023 là năm\n– năm"
    assert rules.paragraphs(typed) == ["một", "hai", "ba", "bốn", "2023 là năm", "năm"]
    assert rules.paragraphs(None) == []
    assert rules.lines_of("- giữ nguyên\n\n b ") == ["- giữ nguyên", "b"]


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        (1, date(2026, 1, 1), date(2026, 3, 31)),
        (3, date(2026, 7, 1), date(2026, 9, 30)),
        (4, date(2026, 10, 1), date(2026, 12, 31)),
        (None, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_days_of_a_quarter(quarter: int | None, first: date, last: date) -> None:
    assert rules.quarter_days(2026, quarter) == (first, last)
    assert quarter is None or rules.quarter_of(first) == rules.quarter_of(last) == quarter


@pytest.mark.parametrize("today", [date(2025, 5, 5), date(2026, 2, 14), date(2026, 3, 31), date(2027, 1, 1)])
@pytest.mark.parametrize("quarter", [1, 2, 3, 4, None])
def test_the_day_proposed_lies_in_its_quarter_and_is_a_weekday(today: date, quarter: int | None) -> None:
    first, last = rules.quarter_days(2026, quarter)
    day = rules.day_for(2026, quarter, today)
    assert first <= day <= last
    assert day.weekday() < 5


def test_today_is_proposed_while_the_quarter_runs() -> None:
    assert rules.day_for(2026, 1, date(2026, 2, 12)) == date(2026, 2, 12)


def test_a_goal_is_reached_at_its_lower_edge() -> None:
    assert rules.reached(0.3, 3000) is True
    assert rules.reached(0.2999, 3000) is False
    assert rules.reached(None, 3000) is None


def test_a_baseline_by_counts_comes_before_a_share() -> None:
    assert rules.share_of(91, 301, 1500) == 91 / 301
    assert rules.share_of(None, None, 1500) == 0.15
    assert rules.share_of(0, 0, None) is None


def test_a_line_is_late_when_its_time_is_over_and_not_before() -> None:
    assert rules.late(2, 1, 2026, 1, date(2026, 4, 1))
    assert not rules.late(2, 1, 2026, 1, date(2026, 3, 31))
    assert not rules.late(2, 2, 2026, 1, date(2026, 4, 1))
    assert not rules.late(1, 0, 2026, None, date(2026, 12, 31))
