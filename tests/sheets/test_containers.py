"""Each layout that systems are known to export, in each kind of file, comes out right to the last value."""

import json
import unicodedata
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from outreach.sheets.cells import Cell
from outreach.sheets.columns import preamble, recognise
from outreach.sheets.headings import key_of
from outreach.sheets.layouts import DOSSIERS
from outreach.sheets.parsing import Refusal, Row, parse_rows
from outreach.sheets.reading import open_table
from outreach.sheets.summaries import SUMMARIES
from outreach.text import squeeze
from tests.sheets.containers import CONTAINERS, FORMATS, Form
from tests.sheets.files import DATA

KNOWN = json.loads((DATA / "export_headings.json").read_text())
LISTS = [layout for layout in KNOWN["layouts"] if layout["grain"] == "dossier"]
FORMS = [layout for layout in KNOWN["layouts"] if layout["grain"] == "summary"]
LONG = "Thủ tục điều chỉnh giấy chứng nhận\nđăng ký đầu tư " * 25 + "của dự án"
APART = unicodedata.normalize("NFD", "Công ty Cổ phần Giấy Mẫu")

MOMENT = datetime(2026, 9, 21, 8, 5, 33)  # noqa: DTZ001 - cells have no zone

# What the three dossiers have under each heading, and what is to come of it.
CELLS: dict[str, tuple[Cell, Cell, Cell]] = {
    "STT": (1, 2, 3),
    "Mã hồ sơ": ("000.17.22.h56-210531-0001", " H21.17-210602-0007 ", "G22.99.08-260921-896048"),
    "Mã thủ tục": (2.00084, "1.009759", "1.009759.H38"),
    "Nội dung": (LONG, "Cấp giấy phép  môi trường", "Cấp giấy phép  môi trường"),
    "Tên thủ tục hành chính": (LONG, "Cấp giấy phép  môi trường", "Cấp giấy phép  môi trường"),
    "Lĩnh vực": ("Đầu tư", "Môi trường", "Môi trường"),
    "Cơ quan thụ lý": ("Ban Quản lý",) * 3,
    "Đơn vị tiếp nhận": ("Ban Quản lý",) * 3,
    "Chủ hồ sơ": (APART, "Công ty TNHH Mẫu 24", "Tổng công ty Mẫu"),
    "Người nộp hồ sơ": ("Nguyễn Văn Mẫu",) * 3,
    "Ngày tiếp nhận": (date(2021, 5, 31), "02/06/2021", MOMENT),
    "Ngày nhận": (date(2021, 5, 31), "02/06/2021", MOMENT),
    "Ngày hẹn trả": ("11-12-2021", 44562, "2026-10-01"),
    "Hạn xử lý": ("01/01/1999",) * 3,
    "Ngày hoàn thành": ("05/03/2022", None, "-"),
    "Ngày kết thúc xử lý": ("05/03/2022", None, "-"),
    "Ngày trả": ("06/03/2022 16:30", None, None),
    "Trạng thái": ("Đã trả kết quả", "Đang giải quyết - còn hạn", "Hướng dẫn thực hiện lại"),
    "Trực tuyến": ("x", "Không", "Có"),
}
VALUES: dict[str, tuple[Any, Any, Any]] = {
    "dossier_code": ("000.17.22.H56-210531-0001", "H21.17-210602-0007", "G22.99.08-260921-896048"),
    "procedure_code": ("2.000840", "1.009759", "1.009759.H38"),
    "procedure_name": (squeeze(LONG), "Cấp giấy phép môi trường", "Cấp giấy phép môi trường"),
    "field": ("Đầu tư", "Môi trường", "Môi trường"),
    "agency": ("Ban Quản lý",) * 3,
    "applicant": ("Công ty Cổ phần Giấy Mẫu", "Công ty TNHH Mẫu 24", "Tổng công ty Mẫu"),
    "received_on": (date(2021, 5, 31), date(2021, 6, 2), date(2026, 9, 21)),
    "due_on": (date(2021, 12, 11), date(2022, 1, 1), date(2026, 10, 1)),
    "finished_on": (date(2022, 3, 5), None, None),
    "returned_on": (date(2022, 3, 6), None, None),
    "status": ("returned", "processing", "sent_back"),
    "filing_channel": ("online", None, "online"),
}
MEANINGS = {
    "OpenCPS dossier list": {*VALUES} - {"field"},
    "Provincial one-stop dossier list (HTML table saved as .xls)": {*VALUES}
    - {"procedure_code", "returned_on", "filing_channel"},
}


def paths_of(layout: dict[str, Any]) -> list[tuple[str, ...]]:
    return [tuple(column.split(" > ")) for column in layout["columns"]]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("layout", LISTS, ids=lambda layout: layout["name"][:8])
def test_a_dossier_list(tmp_path: Path, layout: dict[str, Any], container: str) -> None:
    body = [[CELLS.get(heading, (None,) * 3)[row] for heading in layout["columns"]] for row in range(3)]
    group = ["I", "Lĩnh vực đầu tư", *[None] * (len(layout["columns"]) - 2)]
    form = Form(
        paths_of(layout),
        [group, *body],
        titles=["", "SỔ THEO DÕI HỒ SƠ", "Từ ngày 01/01/2021 đến ngày 31/12/2026"],
        numbered=True,
        footer=[
            ["Tổng số: 3 hồ sơ"],
            [],
            [None, None, None, "ngày 05 tháng 01 năm 2027"],
            [None, "Người lập"],
        ],
    )
    path = tmp_path / "danh-sach.xlsx"
    CONTAINERS[container](path, form)
    table = open_table(path)
    assert table.format == FORMATS.get(container, "csv")
    assert ("Bìa" in table.names, table.name in table.names) == (False, True)
    outcomes = list(parse_rows(table, DOSSIERS, recognise(table, DOSSIERS)))
    expected = MEANINGS[layout["name"]]
    assert [outcome.values for outcome in outcomes if isinstance(outcome, Row)] == [
        {meaning: VALUES[meaning][row] for meaning in DOSSIER_MEANINGS if meaning in expected}
        for row in range(3)
    ]
    assert not [outcome for outcome in outcomes if isinstance(outcome, Refusal)]


DOSSIER_MEANINGS = [field.meaning for field in DOSSIERS.fields]

# Figures by their place on the form; of II.06a and form 06 they are the columns 3 to 13.
FIGURES = {
    "Biểu số 06": (
        "received_total received_online received_direct_and_postal carried_over resolved_total "
        "resolved_early resolved_on_time resolved_late in_progress_total in_progress_in_time in_progress_late"
    ),
    "Biểu II.06a": (
        "received_total received_online received_direct_and_postal carried_over resolved_total "
        "resolved_early resolved_on_time resolved_late in_progress_total in_progress_in_time in_progress_late"
    ),
    "OpenCPS monthly": (
        "received_total carried_over received_in_period received_direct received_online resolved_total "
        "resolved_early resolved_on_time resolved_late withdrawn_or_refused returned not_returned "
        "in_progress_total in_progress_in_time in_progress_late suspended"
    ),
}


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("layout", FORMS, ids=lambda layout: layout["name"][:11])
def test_a_summary_form(tmp_path: Path, layout: dict[str, Any], container: str) -> None:
    meanings = next(named.split() for name, named in FIGURES.items() if layout["name"].startswith(name))
    shares: list[Cell] = ["98,5%"] if "Tỉ lệ" in layout["columns"][-1] else []
    numbers: list[list[Cell]] = [[100 * row + place for place in range(len(meanings))] for row in (1, 2)]
    numbers[0][0] = "5.479"
    total = [1000 + place for place in range(len(meanings))]
    body: list[list[Cell]] = [
        ["A", "Sở ban ngành", *[None] * (len(layout["columns"]) - 2)],
        [1, "Ban Quản lý các KCN", *numbers[0], *shares],
        [2, "Sở Xây dựng", *numbers[1], *shares],
        [None, "Tổng số", *total, *shares],
    ]
    titles = ["UBND TỈNH HÀ NAM", "BÁO CÁO TỔNG HỢP", "Từ ngày 20/02/2024 đến ngày 19/03/2024"]
    form = Form(
        paths_of(layout), body, [*titles, layout.get("unit_line", "Đơn vị tính: hồ sơ")],
        numbered=layout.get("numbered_row", False), footer=[[], [None, None, None, "Người lập biểu"]],
    )  # fmt: skip
    path = tmp_path / "bieu.xls"
    CONTAINERS[container](path, form)
    table = open_table(path)
    found = recognise(table, SUMMARIES)
    outcomes = list(parse_rows(table, SUMMARIES, found))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    rows = [outcome for outcome in outcomes if isinstance(outcome, Row)]
    assert [row.total for row in rows] == [False, False, True]
    named = "field" if "Lĩnh vực" in layout["columns"][1] else "unit"
    assert [row.values[named] for row in rows] == ["Ban Quản lý các KCN", "Sở Xây dựng", "Tổng số"]
    assert [row.values[meanings[0]] for row in rows] == [5479, 200, 1000]
    assert [[row.values[meaning] for meaning in meanings[1:]] for row in rows[1:]] == [
        numbers[1][1:],
        total[1:],
    ]
    assert [row.values.get("on_time_share") for row in rows] == ([0.985] * 3 if shares else [None] * 3)
    assert found.extras == ()
    assert key_of(" ".join(preamble(table, found)[2:])).startswith("tungay20022024denngay19032024donvitinh")


@pytest.mark.parametrize(
    ("meaning", "heading"),
    [
        (meaning, heading)
        for meaning, headings in KNOWN["synonyms"].items()
        for heading in headings
        if meaning in DOSSIER_MEANINGS
    ],
)
def test_every_listed_heading_is_known(meaning: str, heading: str) -> None:
    synonyms = next(field.synonyms for field in DOSSIERS.fields if field.meaning == meaning)
    assert key_of(heading) in {key_of(name) for name in synonyms}


@pytest.mark.parametrize("kind", ["channel_values", "status_values"])
def test_every_listed_wording_is_known(kind: str) -> None:
    meaning = {"channel_values": "filing_channel", "status_values": "status"}[kind]
    parse = next(field.parse for field in DOSSIERS.fields if field.meaning == meaning)
    for wording, means in KNOWN[kind].items():
        if not wording.startswith("x "):
            assert parse(wording) == parse(means) is not None


def test_rows_of_nine_cells_under_twelve_headings_are_refused(tmp_path: Path) -> None:
    layout = LISTS[1]
    rows = "".join(f"<tr>{'<td>02/01/2020</td>' * cells}</tr>" for cells in (9, 12, 14))
    headings = "".join(f"<td>{heading}</td>" for heading in layout["columns"])
    path = tmp_path / "a.xls"
    path.write_text(f"<table><tr><td colspan=12></td></tr><tr>{headings}</tr>{rows}</table>")
    table = open_table(path)
    outcomes = list(parse_rows(table, DOSSIERS, recognise(table, DOSSIERS)))
    assert [type(outcome) for outcome in outcomes] == [Refusal] * 3
    assert "Dòng có 9 ô trong khi tiêu đề có 12 cột" in str(outcomes[0].reason)  # type: ignore[union-attr]
    assert outcomes[0].column == "Ngày hẹn trả"  # type: ignore[union-attr]
