"""Every way registers were seen to write a day, and what is none."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sheets import values
from outreach.sheets.cells import Cell, CellFault


@pytest.mark.parametrize(
    "cell",
    [
        "05/03/2024", "5/3/2024", "05-03-2024", "5.3.2024", " 05 / 03 / 2024 ", "05/03/2024 08:05",
        "05/03/2024 08:05:33",
        "05/03/2024, 8:05:33 SA", "08:05:33 05/03/2024", "2024-03-05", "2024/03/05", "2024-03-05 08:05:33",
        "2024-03-05T08:05:33", "2024-03-05T08:05:33.123456", "2024-03-04T17:30:00Z",
        "2024-03-05T08:05:33+07:00",
        "Ngày 05 tháng 03 năm 2024", 45356, 45356.0, 45356.75, "45356", date(2024, 3, 5),
        datetime.fromisoformat("2024-03-05T23:59"), '="05/03/2024"', "'05/03/2024",
    ],
)  # fmt: skip
def test_dates(cell: Cell) -> None:
    assert values.parse_date(cell) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "03/13/2024", "31/02/2024", "00/01/2024", "5/3/24", "05/03", "tháng 3/2024", "ngày mai",
        "05/03/1024", "05/03/2324",
        "5/3-2024", "٠٥/٠٣/٢٠٢٤", "2024-13-01", "2024-02-30T00:00:00Z", "0001-01-01T00:00:00+10:00",
        0, -1, 1e18, float("nan"), float("inf"), 2024, True, date(1889, 1, 1), date(9999, 12, 31),
        "9" * 5000, "5/3/2024 25h",
    ],
)  # fmt: skip
def test_dates_that_are_none(cell: Cell) -> None:
    with pytest.raises(CellFault):
        values.parse_date(cell)


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)))
def test_every_day_reads_the_same_in_every_form(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    forms = [
        day,
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        day.isoformat(),
        float(serial),
        serial + 0.99,
    ]
    assert {values.parse_date(form) for form in forms} == {day}
