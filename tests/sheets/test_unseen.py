"""A list that nobody has seen: other listed headings, in another order, grouped or not, in any file."""

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outreach.sheets.cells import Cell
from outreach.sheets.columns import recognise
from outreach.sheets.layouts import DOSSIERS
from outreach.sheets.parsing import Row, parse_rows
from outreach.sheets.reading import open_table
from tests.sheets.containers import CONTAINERS, Form
from tests.sheets.files import DATA

LISTED = json.loads((DATA / "export_headings.json").read_text())["synonyms"]
NEEDED = ("dossier_code", "received_on")
OTHERS = ("Địa chỉ", "Số điện thoại", "Ghi chú", "Ngày gia hạn", "Sổ theo dõi")
GROUPS = ("Thông tin chung", "Quá trình giải quyết", "Tình hình")
DAY = date(2021, 6, 2)

# What may stand in a column of each meaning, and what it means.
CELLS: dict[str, list[tuple[Cell, Any]]] = {
    "dossier_code": [("h21.17-0007", "H21.17-0007"), (" 000.17 ", "000.17"), ("BN 0012", "BN 0012")],
    "received_on": [("02/06/2021", DAY), (44349, DAY), ("2-6-2021", DAY), (DAY, DAY)],
    "due_on": [(date(2021, 6, 3), date(2021, 6, 3)), (None, None)],
    "finished_on": [("21/10/2020 08:05:33", date(2020, 10, 21)), ("-", None)],
    "returned_on": [("01/12/2020", date(2020, 12, 1)), (None, None)],
    "procedure_code": [(2.00084, "2.000840"), ("1.009759", "1.009759")],
    "procedure_name": [("Cấp giấy\nphép", "Cấp giấy phép"), ("Gia hạn", "Gia hạn")],
    "field": [("Đầu tư", "Đầu tư"), (None, None)],
    "agency": [("Ban Quản lý", "Ban Quản lý")],
    "applicant": [("Công ty Mẫu", "Công ty Mẫu"), ("Tổng công ty Mẫu", "Tổng công ty Mẫu")],
    "tax_code": [(300588569, "0300588569"), ("0300588569-001", "0300588569-001")],
    "filing_channel": [("ONLINE", "online"), ("Qua dịch vụ BCCI", "post"), (1, "counter")],
    "return_channel": [("Bưu chính công ích", "post"), (None, None)],
    "status": [("Đã giải quyết - quá hạn", "finished"), (10, "returned"), ("Chờ ký duyệt", "processing")],
    "paid_vnd": [("144.490.000 đồng", 144_490_000), (50_000, 50_000), (None, None)],
    "digitised": [("Đã số hóa", True), ("Không", False)],
}  # fmt: skip
CELLS_OF_MARKS: list[tuple[Cell, Any]] = [("x", "online"), (None, None)]  # below "Trực tuyến"


class Unseen(NamedTuple):
    """A form, and per row what is to come of it."""

    form: Form
    values: list[dict[str, Any]]


@st.composite
def unseen(draw: st.DrawFn) -> Unseen:
    optional = sorted({*CELLS} - {*NEEDED})
    meanings = [*NEEDED, *draw(st.lists(st.sampled_from(optional), unique=True))]
    columns: list[tuple[str, str | None]] = [(draw(st.sampled_from(LISTED[name])), name) for name in meanings]
    columns += [(heading, None) for heading in draw(st.lists(st.sampled_from(OTHERS), unique=True))]
    columns = draw(st.permutations(columns))
    body: list[list[Cell]] = []
    values: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(1, 3))):
        row: list[Cell] = []
        said: dict[str, Any] = {}
        for heading, meaning in columns:
            likely = CELLS_OF_MARKS if heading == "Trực tuyến" else CELLS.get(meaning or "", [(None, None)])
            cell, value = draw(st.sampled_from(likely))
            row.append(cell)
            if meaning:
                said[meaning] = value
        body.append(row)
        values.append(said)
    paths = draw(st.sampled_from([_plain, _grouped, _twice_grouped]))([heading for heading, _ in columns])
    titles = draw(st.sampled_from([(), ("SỔ THEO DÕI",), ("", "BÁO CÁO", "Năm 2021")]))
    return Unseen(Form(paths, body, titles, numbered=draw(st.booleans()) and len(columns) > 1), values)


def _plain(headings: list[str]) -> list[tuple[str, ...]]:
    return [(heading,) for heading in headings]


def _grouped(headings: list[str]) -> list[tuple[str, ...]]:
    """The first column alone, the others in two groups."""
    half = len(headings) // 2
    groups = [(), *[(GROUPS[0],)] * half, *[(GROUPS[1],)] * len(headings)]
    return [(*group, heading) for group, heading in zip(groups, headings, strict=False)]


def _twice_grouped(headings: list[str]) -> list[tuple[str, ...]]:
    half = len(headings) // 2
    return [(GROUPS[2], *path) if place >= half else path for place, path in enumerate(_grouped(headings))]


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(unseen(), st.sampled_from(sorted(CONTAINERS)))
def test_an_unseen_layout_comes_out_right(tmp_path: Path, layout: Unseen, container: str) -> None:
    path = tmp_path / "la"
    CONTAINERS[container](path, layout.form)
    table = open_table(path)
    outcomes = list(parse_rows(table, DOSSIERS, recognise(table, DOSSIERS)))
    assert [outcome.values if isinstance(outcome, Row) else outcome for outcome in outcomes] == layout.values
