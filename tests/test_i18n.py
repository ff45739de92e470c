"""Formats in both languages."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from outreach import i18n


@pytest.mark.parametrize(
    ("locale", "shown"),
    [("vi", ["1.234.567", "1.234,5", "65,53%", "144.490.000 ₫", "+10,5"]),
     ("en", ["1,234,567", "1,234.5", "65.53%", "144,490,000 ₫", "+10.5"])],
)  # fmt: skip
def test_numbers(app: Flask, locale: str, shown: list[str]) -> None:
    with app.test_request_context(), force_locale(locale):
        assert [
            i18n.show_number(1234567),
            i18n.show_number(1234.5),
            i18n.show_percent(3085 / 4708),
            i18n.show_money(144_490_000),
            i18n.show_points(0.105),
        ] == shown


def test_rounding_is_to_the_nearest(app: Flask) -> None:
    with app.test_request_context():
        assert i18n.show_percent(91 / 301) == "30,23%"
        assert i18n.show_percent(0.34465, 2) == "34,47%"
        assert i18n.show_number(0.05, 1) == "0,1"


def test_what_is_missing_is_said(app: Flask) -> None:
    with app.test_request_context():
        for show in (i18n.show_number, i18n.show_percent, i18n.show_money, i18n.show_date, i18n.show_month):
            assert show(None) == "chưa có số liệu"
        assert i18n.show_number(0) == "0"


def test_dates(app: Flask) -> None:
    with app.test_request_context():
        assert i18n.show_date(date(2024, 3, 5)) == "05/03/2024"
        assert i18n.show_month(date(2024, 3, 1)) == "03/2024"
        assert i18n.show_datetime(datetime(2024, 3, 5, 20, 30, tzinfo=UTC)) == "06/03/2024 03:30"
