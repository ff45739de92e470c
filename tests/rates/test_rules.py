"""Periods, windows, counts and orders: the arithmetic under every rate."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.rates.rules.changes import Mark, pair_of
from outreach.rates.rules.counting import (
    Basis,
    Kind,
    Pair,
    Reading,
    Tally,
    kind_of_reading,
    newcombe,
    total,
    wilson,
)
from outreach.rates.rules.periods import (
    Period,
    last_twelve_months,
    parse_day,
    parse_period,
    presets,
    report_month,
)
from outreach.rates.rules.sorting import arrange
from outreach.rates.rules.windows import windows
from outreach.refusals import Refused

ONE_DAY = timedelta(days=1)
days = st.dates(date(1995, 1, 1), date(2060, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    first = draw(days)
    return Period(first, first + timedelta(days=draw(st.integers(0, 800))))


# ── periods ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "first", "last", "kind"),
    [
        ("tháng 3/2024", "2024-03-01", "2024-03-31", "month"),
        ("Tháng 02-2024", "2024-02-01", "2024-02-29", "month"),
        ("2024-03", "2024-03-01", "2024-03-31", "month"),
        ("Quý I/2024", "2024-01-01", "2024-03-31", "quarter"),
        ("quý iv năm 2023", "2023-10-01", "2023-12-31", "quarter"),
        ("Q2 2024", "2024-04-01", "2024-06-30", "quarter"),
        ("2024-q3", "2024-07-01", "2024-09-30", "quarter"),
        ("9 tháng 2024", "2024-01-01", "2024-09-30", "first_months"),
        ("chín tháng đầu năm 2020", "2020-01-01", "2020-09-30", "first_months"),
        ("2020-9m", "2020-01-01", "2020-09-30", "first_months"),
        ("6 tháng đầu năm 2024", "2024-01-01", "2024-06-30", "half"),
        ("năm 2024", "2024-01-01", "2024-12-31", "year"),
        ("2024", "2024-01-01", "2024-12-31", "year"),
        ("kỳ 03/2024", "2024-02-20", "2024-03-19", "report_month"),
        ("kỳ báo cáo tháng 1/2024", "2023-12-20", "2024-01-19", "report_month"),
        ("ky-2024-03", "2024-02-20", "2024-03-19", "report_month"),
        ("20/02–19/03/2024", "2024-02-20", "2024-03-19", "report_month"),
        ("20/02-19/03/2024", "2024-02-20", "2024-03-19", "report_month"),
        ("2/2-3/3/2024", "2024-02-02", "2024-03-03", "days"),
        ("20/12–19/01/2024", "2023-12-20", "2024-01-19", "report_month"),
        ("20/02/2024 - 19/03/2024", "2024-02-20", "2024-03-19", "report_month"),
        ("từ ngày 20/02/2024 đến ngày 19/03/2024", "2024-02-20", "2024-03-19", "report_month"),
        ("2024-02-20..2024-03-19", "2024-02-20", "2024-03-19", "report_month"),
        ("05/03/2024", "2024-03-05", "2024-03-05", "days"),
        ("29/02–01/01/2025", "2024-02-29", "2025-01-01", "days"),
    ],
)
def test_periods_are_understood_as_people_write_them(text: str, first: str, last: str, kind: str) -> None:
    period = parse_period(text)
    assert (period.first.isoformat(), period.last.isoformat(), period.kind) == (first, last, kind)


@pytest.mark.parametrize(
    "text",
    [
        "", "abc", "tháng 13/2024", "0 tháng 2024", "13 tháng 2024", "quý V/2024", "quý 0/2024", "31/02/2024",
        "20/02–19/03", "19/03/2024–20/02/2024", "1/1/1–1/1/2", "9999", "0000", "1–2–3", "٢٠٢٤", "kỳ 13/2024",
        "29/02–01/03/2023", "x" * 100_000, "01/01/1991–31/12/2099",
    ],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_period(text, "period")
    assert refused.value.field == "period"


@pytest.mark.parametrize("text", ["5/3/2024", "05-03-2024", "5.3.2024", " 2024-03-05 "])
def test_days_are_read_day_first_or_iso(text: str) -> None:
    assert parse_day(text) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "text", ["", "3/2024", "05/13/2024", "5/3/24", "2024-3", "05-03/2024", "1/1/1800", "x"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        parse_day(text)


def test_a_period_does_not_end_before_it_begins_nor_last_for_ever() -> None:
    with pytest.raises(Refused):
        Period(date(2024, 3, 2), date(2024, 3, 1))
    with pytest.raises(Refused):
        Period(date(1990, 1, 1), date(2024, 1, 1))


@given(days)
def test_months_quarters_report_months_and_years_follow_each_other(day: date) -> None:
    for period in (
        parse_period(f"{day:%Y-%m}"),
        parse_period(f"{day:%Y}-q{(day.month + 2) // 3}"),
        parse_period(f"{day:%Y}"),
        report_month(day.year, day.month),
        last_twelve_months(day),
    ):
        assert period.previous().last + ONE_DAY == period.first
        assert period.next().first == period.last + ONE_DAY
        assert period.next().previous() == period
        assert period.next().kind == period.kind or period.kind == "days"


def test_the_first_months_of_a_year_are_compared_with_those_of_the_year_before() -> None:
    nine = parse_period("9 tháng 2024")
    assert nine.previous() == parse_period("9 tháng 2023")
    assert nine.next() == parse_period("9 tháng 2025")
    assert parse_period("2 tháng 2024").next() == parse_period("2 tháng 2025")
    assert parse_period("2 tháng 2025").previous().last == date(2024, 2, 29)


@given(periods())
def test_days_without_a_name_are_followed_by_as_many(period: Period) -> None:
    if period.whole_months is None:
        assert period.previous().days == period.days == period.next().days
        assert period.previous().last + ONE_DAY == period.first
        assert period.next().first == period.last + ONE_DAY


@given(periods())
def test_the_months_of_a_period_hold_each_of_its_days_once(period: Period) -> None:
    months = list(period.months())
    assert months[0].first == period.first
    assert months[-1].last == period.last
    assert sum(month.days for month in months) == period.days
    for month, following in pairwise(months):
        assert month.last + ONE_DAY == following.first
        assert following.first.day == 1


def test_the_report_month_of_march_in_a_leap_year_has_29_days() -> None:
    assert report_month(2024, 3) == Period(date(2024, 2, 20), date(2024, 3, 19))
    assert report_month(2024, 3).days == 29


@given(periods())
def test_what_is_offered_touches_the_register_and_comes_once(register: Period) -> None:
    offered = presets(register)
    assert offered[0].last == register.last
    assert len(set(offered)) == len(offered)
    assert all(p.first <= register.last and p.last >= register.first for p in offered)


# ── windows ──────────────────────────────────────────────────────────────────────────────────────────────

REGISTER = Period(date(2023, 1, 1), date(2026, 11, 21))


def test_the_day_itself_is_before_and_twelve_months_lie_on_either_side() -> None:
    around = windows(date(2025, 3, 5), REGISTER)
    assert around.before == Period(date(2024, 3, 6), date(2025, 3, 5))
    assert around.after == Period(date(2025, 3, 6), date(2026, 3, 5))
    assert not around.unfinished
    assert not around.starts_late
    sides = {day: around.side(day) for day in (date(2024, 3, 5), date(2024, 3, 6), date(2025, 3, 5))}
    assert list(sides.values()) == [None, "before", "before"]
    assert around.side(date(2025, 3, 6)) == around.side(date(2026, 3, 5)) == "after"
    assert around.side(date(2026, 3, 6)) is None


def test_after_is_cut_at_the_registers_last_day_and_marked() -> None:
    around = windows(date(2026, 3, 5), REGISTER)
    assert around.after == Period(date(2026, 3, 6), date(2026, 11, 21))
    assert around.after_ends == date(2027, 3, 5)
    assert around.unfinished
    assert around.side(date(2026, 11, 22)) is None


@pytest.mark.parametrize(("day", "unfinished"), [(date(2025, 11, 21), False), (date(2025, 11, 22), True)])
def test_windows_are_finished_on_the_very_day(day: date, unfinished: bool) -> None:
    assert windows(day, REGISTER).unfinished is unfinished


@pytest.mark.parametrize("day", [REGISTER.last, REGISTER.last + ONE_DAY, REGISTER.last + timedelta(days=500)])
def test_without_a_day_after_it_there_is_no_after(day: date) -> None:
    around = windows(day, REGISTER)
    assert around.after is None
    assert around.unfinished
    assert around.span == around.before


def test_leap_days() -> None:
    around = windows(date(2024, 2, 29), REGISTER)
    assert around.before.first == date(2023, 3, 1)
    assert around.after_ends == date(2025, 2, 28)


def test_a_register_that_begins_within_the_window_is_told() -> None:
    around = windows(date(2023, 6, 1), REGISTER)
    assert around.starts_late
    assert around.known_span.first == REGISTER.first


@given(days, days, st.integers(0, 2000))
def test_every_day_is_on_one_side_or_none(exposed_on: date, day: date, length: int) -> None:
    register = Period(date(2000, 1, 1), date(2000, 1, 1) + timedelta(days=length))
    around = windows(exposed_on, register)
    before = around.before.first <= day <= around.before.last
    after = exposed_on < day <= min(around.after_ends, register.last)
    assert around.side(day) == ("before" if before else "after" if after else None)


# ── counts ───────────────────────────────────────────────────────────────────────────────────────────────

# Newcombe 1998, table II, method 10: after, before, lower, upper
PUBLISHED = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0),
    ((10, 10), (0, 10), 0.6075, 1.0),
]


@pytest.mark.parametrize(("after", "before", "low", "high"), PUBLISHED)
def test_newcombe_gives_the_published_limits(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    found = newcombe(Tally(*before), Tally(*after))
    assert found == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


tallies = st.integers(1, 400).flatmap(lambda n: st.builds(Tally, st.integers(0, n), st.just(n)))


def score_limit(tally: Tally, towards: float) -> float:
    """Where the score test just rejects, found by halving: not by the closed formula."""
    z, p, n = 1.959963984540054, tally.online / tally.received, tally.received

    def rejects(q: float) -> bool:
        return abs(p - q) > z * sqrt(q * (1 - q) / n)

    inside, outside = p, towards
    if not rejects(outside):
        return outside
    for _ in range(200):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if rejects(middle) else (middle, outside)
    return (inside + outside) / 2


@given(tallies)
def test_wilson_is_where_the_score_test_turns(tally: Tally) -> None:
    low, high = wilson(tally)
    assert low == pytest.approx(score_limit(tally, 0.0), abs=1e-9)
    assert high == pytest.approx(score_limit(tally, 1.0), abs=1e-9)


@given(tallies, tallies)
def test_newcombe_is_built_from_both_score_intervals(before: Tally, after: Tally) -> None:
    p, q = after.online / after.received, before.online / before.received
    low = p - q - sqrt((p - score_limit(after, 0)) ** 2 + (score_limit(before, 1) - q) ** 2)
    high = p - q + sqrt((score_limit(after, 1) - p) ** 2 + (q - score_limit(before, 0)) ** 2)
    found = newcombe(before, after)
    assert found == (pytest.approx(max(low, -1), abs=1e-8), pytest.approx(min(high, 1), abs=1e-8))
    assert -1 <= found[0] <= p - q <= found[1] <= 1
    turned = newcombe(after, before)
    assert turned == (pytest.approx(-found[1]), pytest.approx(-found[0]))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (0, 0, Kind.NOTHING), (0, 7, Kind.COUNTS), (7, 0, Kind.COUNTS), (4, 100, Kind.COUNTS),
        (100, 4, Kind.COUNTS), (1, 1, Kind.COUNTS), (5, 5, Kind.RATES), (5, 4, Kind.COUNTS),
    ],
)  # fmt: skip
def test_percentages_need_five_dossiers_on_either_side(before: int, after: int, kind: Kind) -> None:
    assert kind_of_reading(before, after) is kind
    pair = Pair(Tally(0, before), Tally(after, after))
    assert (pair.fluctuation is None) is (kind is not Kind.RATES)
    assert (pair.difference is None) is (kind is not Kind.RATES)


def test_counts_add_up_and_cannot_be_impossible() -> None:
    pairs = [Pair(Tally(1, 2), Tally(2, 3)), Pair(Tally(0, 4), Tally(4, 4))]
    assert total(pairs) == Pair(Tally(1, 6), Tally(6, 7))
    assert total([]).kind is Kind.NOTHING
    assert Tally().share is None
    with pytest.raises(ValueError, match="3 online of 2"):
        Tally(3, 2)


def mark(
    day: date, online: bool | None = True, *, filed_for: bool = False, possible: bool | None = None
) -> Mark:
    return Mark(day, online, filed_for, True, possible)


def test_marks_are_counted_on_their_side_and_by_the_reading() -> None:
    around = windows(date(2025, 3, 5), REGISTER)
    marks = [
        mark(date(2024, 3, 5)),
        mark(date(2025, 3, 5), None),
        mark(date(2025, 3, 6), filed_for=True),
        mark(date(2025, 3, 7), False, possible=False),
        mark(date(2026, 3, 5), possible=True),
    ]
    assert pair_of(marks, around, Reading()) == Pair(Tally(0, 1), Tally(2, 3))
    possible = Reading(Basis.POSSIBLE)
    assert pair_of(marks, around, possible) == Pair(Tally(0, 1), Tally(2, 2))
    assert pair_of(marks, around, Reading(Basis.POSSIBLE, True)) == Pair(Tally(0, 1), Tally(1, 1))


# ── orders ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", "cabd"), ("size", "bcad"), ("-size", "cabd"), ("password", "cabd"), ("--size", "cabd"),
    ],
)  # fmt: skip
def test_rows_follow_known_orders_only_and_missing_values_stay_last(asked: str, expected: str) -> None:
    rows = [("c", 2), ("a", 2), ("b", 1), ("d", None)]
    orders: dict[str, Callable[[tuple[str, int | None]], int | None]] = {"size": lambda row: row[1]}
    assert "".join(name for name, _size in arrange(rows, asked, orders)) == expected
