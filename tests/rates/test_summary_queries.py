"""Reads of summary forms and of the register beside them, on both databases."""

from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask

from outreach.database import db
from outreach.rates.models import SummaryForm
from outreach.rates.queries import summaries as queries
from tests import factories
from tests.rates.test_summary_actions import BOARD, BY_FIELD, ROWS, file, form, take_in

AGENCY = str(BOARD[1])
PERIOD = date(2023, 4, 5)


def taken_in(tmp_path: Path, rows: Any = ROWS, **made: Any) -> SummaryForm:
    take_in(file(tmp_path, form(rows, **made)))
    return db.session.scalars(db.select(SummaryForm)).one()


def row(name: str, **values: Any) -> queries.FormRow:
    known = {"grain": "unit", "part": None, "unit": None, "field": None, "place": 1, "total": False}
    return queries.FormRow(name, **{**known, **values})


def count(
    register: queries.Register, of: queries.FormRow, figure: str, channel: str | None = None
) -> int | None:
    counted = register.of(of)
    return counted.figures[figure, channel] if counted else None


def test_rows_in_the_order_of_the_file_with_what_they_said_before(app: Flask, tmp_path: Path) -> None:
    found = taken_in(tmp_path)
    take_in(file(tmp_path, form([(*BOARD[:3], 201, 37, *BOARD[5:])])))
    take_in(file(tmp_path, form([(*BOARD[:3], 202, 36, *BOARD[5:])])))
    take_in(file(tmp_path, form([(1, "Đầu tư", *BOARD[2:])], layout=BY_FIELD)))
    rows = queries.rows_of(found)
    assert [one.name for one in rows] == [
        "Sở, ban, ngành",
        AGENCY,
        "Sở Tài chính",
        "Tổng số",
        "Đầu tư",
    ]
    told = next(one for one in rows if one.name == AGENCY and "received_online" in one.former)
    assert told.said["received_online"] == 202
    assert [one.amount for one in told.former["received_online"]] == [201, 200]


def test_the_register_by_agency_field_and_whole(app: Flask, tmp_path: Path) -> None:
    board, other = factories.agency(AGENCY), factories.agency("Sở Khác")
    for agency, channel, field in (
        (board, "online", "Đầu tư"),
        (board, "post", "Đầu tư"),
        (board, "counter", "Môi trường"),
        (other, "online", "Môi trường"),
        (other, None, "Môi trường"),
    ):
        folded = {"Đầu tư": "dau tu", "Môi trường": "moi truong"}[field]
        factories.dossier(None, PERIOD, channel, agency_id=agency.id, field=field, field_folded=folded)
    factories.dossier(None, date(2022, 1, 1), "online", field="Lao động", field_folded="lao dong")
    register = queries.Register(taken_in(tmp_path), board="Ban Quản lý")
    unit = row("a", unit=AGENCY.upper())
    assert count(register, unit, "received_new") == 3
    assert count(register, unit, "received_new", "post") == 1
    assert count(register, unit, "received_new", "counter") == 1
    field = row("b", grain="field", field="Lĩnh vực môi trường")
    assert count(register, field, "received_new") == 3
    assert count(register, row("c", grain="both", unit=AGENCY, field="Môi trường"), "received_new") == 1
    assert count(register, row("d", unit="Tổng số", total=True), "received_new") == 5
    assert count(register, row("e", unit="Ban quản lý"), "received_new") == 5  # the board itself
    assert count(register, row("f", unit="Sở Lạ"), "received_new") is None
    assert (
        count(register, row("g", grain="field", field="Lao động"), "received_new") == 0
    )  # known, none in April
    assert count(register, row("h", grain="field", field="Chưa từng có"), "received_new") is None


def test_a_register_that_ends_before_the_period_counts_nothing(app: Flask, tmp_path: Path) -> None:
    factories.dossier(None, date(2023, 3, 31), "online")
    register = queries.Register(taken_in(tmp_path), board="Ban Quản lý")
    assert register.of(row("d", unit="Tổng số", total=True)) is None


def test_forms_and_their_imports(app: Flask, tmp_path: Path) -> None:
    found = taken_in(tmp_path)
    [line], total = queries.list_forms(offset=0, limit=5)
    assert (line.id, line.rows, total) == (found.id, 4, 1)
    assert queries.list_forms(import_id=999, offset=0, limit=5) == ([], 0)
    assert queries.origins_of(queries.rows_of(found)) == []
    assert queries.get_form(999) is None
