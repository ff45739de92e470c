"""Each layout that systems are known to export, in each kind of file, comes out right to the last value."""

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
from tests.sheets.containers import CONTAINERS, FORMATS, Form
from tests.sheets.known import FORMS, KNOWN, LISTS, MEANINGS, VALUES, list_of, paths_of


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("layout", LISTS, ids=lambda layout: layout["name"][:8])
def test_a_dossier_list(tmp_path: Path, layout: dict[str, Any], container: str) -> None:
    path = tmp_path / "danh-sach.xlsx"
    CONTAINERS[container](path, list_of(layout))
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
