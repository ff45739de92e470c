"""Rules of visits: the order of a route, the next stop, how near a promise's day is."""

from datetime import date

import pytest

from outreach.visits import rules
from outreach.visits.rules import Standing

MONDAY = date(2026, 3, 2)
SATURDAY, SUNDAY = date(2026, 3, 7), date(2026, 3, 8)


def test_barriers_have_the_codes_of_the_reports() -> None:
    assert list(rules.BARRIERS) == [f"S{number}" for number in range(132, 143)]
    assert all(str(words) for words in rules.BARRIERS.values())
    assert rules.known_barriers(["S140", "S999", "S132", "S140", ""]) == ["S132", "S140"]


@pytest.mark.parametrize(
    ("one", "by", "order"),
    [(2, -1, [2, 1, 3]), (2, 1, [1, 3, 2]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3])],
)
def test_a_stop_moves_one_place_and_stays_at_the_ends(one: int, by: int, order: list[int]) -> None:
    assert rules.swapped([1, 2, 3], one, by) == order


def test_the_next_stop_is_behind_this_one_then_from_the_start() -> None:
    route = [("a", "planned"), ("b", "visited"), ("c", "planned"), ("d", "postponed")]
    assert rules.next_open(route, "a") == "c"
    assert rules.next_open(route, "c") == "a"
    assert rules.next_open(route, None) == "a"
    assert rules.next_open([("a", "visited"), ("b", "planned")], "b") is None
    assert rules.next_open([], None) is None


@pytest.mark.parametrize(
    ("due_on", "state", "expected"),
    [
        (date(2026, 3, 1), "open", Standing.OVERDUE), (MONDAY, "open", Standing.TODAY),
        (SUNDAY, "open", Standing.WEEK), (date(2026, 3, 9), "open", Standing.LATER),
        (date(2026, 3, 1), "kept", Standing.CLOSED),
    ],
)  # fmt: skip
def test_how_a_promise_stands(due_on: date, state: str, expected: Standing) -> None:
    assert rules.standing(state, due_on, MONDAY) is expected


def test_owners_are_reminded_on_the_day_and_on_workdays_while_overdue() -> None:
    assert rules.weekday_reminder(SUNDAY, SUNDAY), "the day itself, whichever it is"
    assert rules.weekday_reminder(SATURDAY, date(2026, 3, 9))
    assert not rules.weekday_reminder(SATURDAY, SUNDAY)
    assert not rules.weekday_reminder(SUNDAY, SATURDAY)


def test_the_map_is_asked_for_name_and_zone_only() -> None:
    link = rules.map_link("Công ty & Mẫu", "KCN Sông Hậu")
    assert link.endswith("query=C%C3%B4ng+ty+%26+M%E1%BA%ABu%2C+KCN+S%C3%B4ng+H%E1%BA%ADu")
    assert rules.map_link("A", None).endswith("query=A")


def test_totals_know_who_is_left() -> None:
    assert rules.Totals(5, 2, 1, 1, 3).left == 1
