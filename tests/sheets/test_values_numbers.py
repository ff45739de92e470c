"""Numbers and money as registers write them, and what must never be taken for one."""

from datetime import date

import pytest

from outreach.sheets import values
from outreach.sheets.cells import Cell, CellFault


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("5479", 5479), ("5.479", 5479), ("5479,0", 5479), ("5479.0", 5479), ("1.234.567", 1234567),
        ("1 234 567", 1234567),
        ("1,234,567", 1234567), ("1.234,00", 1234), (5479.0, 5479), (5479, 5479), ("0", 0), (0.0, 0),
        ("007", 7),
        (10**15, 10**15),
    ],
)  # fmt: skip
def test_whole_numbers(cell: Cell, number: int) -> None:
    assert values.parse_int(cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        5.479, "5,479", "1,5", "1234.567", "12.34.567", "-5", -5, "١٢٣", "1_000", "1e5", "năm", True,
        date(2020, 1, 1),
        10**15 + 1, "9" * 30, "9" * 5000, float("nan"), float("inf"), 1e300, "0x10", "+5",
    ],
)  # fmt: skip
def test_numbers_that_are_none(cell: Cell) -> None:
    with pytest.raises(CellFault):
        values.parse_int(cell)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("144.490.000 đồng", 144_490_000), ("50.000đ", 50_000), ("50.000 VNĐ", 50_000), ("50000 vnd", 50_000),
        ("50.000 ₫", 50_000), (50000.0, 50_000), ("0", 0), ("Không", 0), ("Miễn phí", 0),
        ("144,490,000", 144_490_000),
    ],
)  # fmt: skip
def test_money(cell: Cell, amount: int) -> None:
    assert values.parse_vnd(cell) == amount


@pytest.mark.parametrize(
    "cell", ["50.000 USD", "50,000", "đồng", "Có", 50.5, "50.000đ/hồ sơ", "9" * 17 + " đồng"]
)
def test_money_that_is_none(cell: Cell) -> None:
    with pytest.raises(CellFault):
        values.parse_vnd(cell)


def test_more_employees_than_a_country_has_are_refused() -> None:
    assert values.parse_employees("2.500") == 2500
    with pytest.raises(CellFault):
        values.parse_employees(10**9)
