"""Rows as a file for spreadsheets."""

import pytest
from flask import Flask
from flask_babel import force_locale

from outreach.sheets.writing import cell, write_csv


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    assert cell(f"{start}1+1") == f"'{start}1+1"


def test_other_cells_stay_as_they_are() -> None:
    assert [cell(text) for text in ("", "a=1", "Công ty")] == ["", "a=1", "Công ty"]


@pytest.mark.parametrize(("locale", "mark"), [("vi", ";"), ("en", ",")])
def test_a_spreadsheet_opens_it_by_double_click(app: Flask, locale: str, mark: str) -> None:
    with force_locale(locale):
        text = write_csv([["Tên", "Lý do"], ["A", f"=1{mark}2"]])
    assert text == f'\ufeffTên{mark}Lý do\r\nA{mark}"\'=1{mark}2"\r\n'
