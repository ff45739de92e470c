"""Which days a chart shows."""

from datetime import date

import pytest

from outreach.rates.pictures import months_around
from outreach.rates.rules.periods import Period, parse_period

REGISTER = Period(date(2024, 5, 10), date(2026, 11, 21))


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("2026-03", "2025-04-01", "2026-03-31"),
        ("20/02–19/03/2026", "2025-04-01", "2026-03-19"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2026", "2025-12-01", "2026-11-21"),
        ("2024", "2024-05-01", "2024-12-31"),
        ("01/01/2020–31/12/2026", "2024-05-01", "2026-11-21"),
        ("11/05/2024", "2024-05-01", "2024-05-11"),
    ],
)
def test_short_periods_are_charted_with_the_months_before_them(asked: str, first: str, last: str) -> None:
    days = months_around(parse_period(asked), REGISTER)
    assert (days.first.isoformat(), days.last.isoformat()) == (first, last)
