"""Codes, names and tax codes in every wording that registers were seen to hold."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.sheets import values
from outreach.sheets.cells import Cell, CellFault
from outreach.sheets.values.texts import clean
from outreach.text import squeeze


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Công ty\n TNHH\t\u00a0Mẫu  ", "Công ty TNHH Mẫu"),
        (unicodedata.normalize("NFD", "Cấp giấy phép môi trường"), "Cấp giấy phép môi trường"),
        ("\ufeffSở\u200b Công Thương", "Sở Công Thương"),
        (301.0, "301"),
        (1.5, "1.5"),
        (date(2020, 1, 2), "02/01/2020"),
        ("x" * 1200, "x" * 1200),
        ('="Công ty ""A"""', 'Công ty "A"'),  # how some systems keep Excel from reading a number
        ("'Công ty A", "Công ty A"),
        ("'A' và 'B'", "'A' và 'B'"),
    ],
)
def test_text(cell: Cell, text: str) -> None:
    assert values.parse_text(cell) == text


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn"]), max_size=40))
def test_any_text_is_composed_and_its_white_space_one_blank(text: str) -> None:
    assert clean(text) == squeeze(text)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (" 000.00.17.h24-240220-0001 ", "000.00.17.H24-240220-0001"),
        ("bql.đn-1", "BQL.ĐN-1"),
        (123456789012345.0 - 0.0, "123456789012345"),
        ("'0123", "0123"),
        ("\u061cH24\u180e-1\U000e0041", "H24-1"),
        ('="0123"', "0123"),
        (7, "7"),
    ],
)
def test_dossier_codes(cell: Cell, code: str) -> None:
    assert values.parse_code(cell) == code


@pytest.mark.parametrize("cell", [date(2020, 1, 2), True, 1e15, float("nan"), float("inf"), "x" * 101])
def test_codes_that_excel_spoilt_are_refused(cell: Cell) -> None:
    with pytest.raises(CellFault):
        values.parse_code(cell)


def test_own_codes_keep_their_case() -> None:
    assert values.parse_own_code(" biz-7a ") == "biz-7a"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.009664", "1.009664"),
        (" 1.014325", "1.014325"),
        (2.00084, "2.000840"),
        (1.009759, "1.009759"),
        (1.01, "1.01"),
        ("2.00084", "2.000840"),
        ("2,00084", "2.000840"),
        ("1.0133611", "1.0133611"),
        ("1.009759.H38", "1.009759.H38"),
        ("1.014955-Xoa", "1.014955-Xoa"),
        ("HP.Đ01.00", "HP.Đ01.00"),
        ("1.5", "1.5"),
        (12.0, "12"),
    ],
)
def test_procedure_codes(cell: Cell, code: str) -> None:
    assert values.parse_procedure_code(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("0300588569", "0300588569"),
        ("0300 588 569", "0300588569"),
        (300588569.0, "0300588569"),
        ("300588569", "0300588569"),
        ("300588569.0", "0300588569"),
        ("300588569001.0", "0300588569-001"),
        ("0300588569-001", "0300588569-001"),
        ("0300588569001", "0300588569-001"),
        (300588569001.0, "0300588569-001"),
        ("300588569-001", "0300588569-001"),
        ("001085012345", "001085012345"),  # a household's personal number
        ("1234567890", "1234567890"),  # wrong check digit: warned of elsewhere, not refused
    ],
)
def test_tax_codes(cell: Cell, code: str) -> None:
    assert values.parse_tax_code(cell) == code


@pytest.mark.parametrize(
    "cell", ["12345", "030058856A", "٠٣٠٠٥٨٨٥٦٩", "1" * 14, True, date(2020, 1, 1), -300588569.0]
)
def test_other_tax_codes_are_refused(cell: Cell) -> None:
    with pytest.raises(CellFault):
        values.parse_tax_code(cell)


@pytest.mark.parametrize("cell", ["NaN", "nan", "NaT", "None", "(null)", "<NA>", "'", '=""', "#N/A"])
def test_what_programs_write_for_nothing_is_nothing(cell: Cell) -> None:
    assert values.parse_text(cell) is None


@pytest.mark.parametrize("cell", ["#REF!", "#NAME?", "#VALUE!", " #DIV/0! "])
def test_an_error_of_excel_is_nobody_s_name(cell: Cell) -> None:
    for parse in (values.parse_text, values.parse_code, values.parse_date, values.parse_status):
        with pytest.raises(CellFault, match="lỗi của Excel"):
            parse(cell)


@pytest.mark.parametrize("cell", ["1.23457E+12", "2,40305E+14", "3e+11"])
def test_codes_that_excel_shortened_are_refused(cell: Cell) -> None:
    for parse in (values.parse_code, values.parse_own_code, values.parse_tax_code):
        with pytest.raises(CellFault, match="viết gọn"):
            parse(cell)


def test_a_text_is_as_long_as_a_name_may_be() -> None:
    assert values.parse_text("x" * 2_000) == "x" * 2_000
    for long in ("x" * 2_001, "業" * 1_000):
        with pytest.raises(CellFault, match="2000"):
            values.parse_text(long)
