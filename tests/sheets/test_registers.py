"""The boards' registers and lists, whole: every row is taken, every heading known, every total there."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from outreach.sheets.cells import Cell
from outreach.sheets.layouts import BUSINESSES, DOSSIERS, EXPOSURES, INTERVENTIONS, PROCEDURES, Layout
from outreach.sheets.parsing import Parsed, read_and_parse
from tests.sheets.files import DATA, rows_of, workbook

HAU_GIANG = DATA / "hau-giang-2020" / "dossiers.xlsx"
HA_NAM = DATA / "ha-nam-2023-04" / "dossiers.xlsx"
HAI_PHONG = DATA / "hai-phong-2024-03" / "dossiers.csv"


@pytest.mark.parametrize(
    ("file", "layout", "rows"),
    [
        ("hau-giang-2020/dossiers.xlsx", DOSSIERS, 301),
        ("hau-giang-2020/dossiers-excel-97.xls", DOSSIERS, 301),
        ("hau-giang-2020/businesses.csv", BUSINESSES, 58),
        ("hau-giang-2020/procedures.csv", PROCEDURES, 10),
        ("hau-giang-2020/activities.csv", INTERVENTIONS, 3),
        ("hau-giang-2020/exposures.csv", EXPOSURES, 60),
        ("ha-nam-2023-04/dossiers.xlsx", DOSSIERS, 5479),
        ("hai-phong-2024-03/dossiers.csv", DOSSIERS, 177),
        ("hai-phong-2024-03/businesses.csv", BUSINESSES, 90),
        ("hai-phong-2024-03/procedures.csv", PROCEDURES, 54),
    ],
)
def test_every_row_of_every_file_is_taken(file: str, layout: Layout, rows: int) -> None:
    parsed = read_and_parse(DATA / file, layout)
    assert (parsed.read, len(parsed.rows), parsed.refusals) == (rows, rows, [])
    assert set(parsed.recognition.extras) <= {"STT"}


def counts(parsed: Parsed, meaning: str) -> Counter[Cell]:
    return Counter(row.values[meaning] for row in parsed.rows)


def test_hau_giang() -> None:
    parsed = read_and_parse(HAU_GIANG, DOSSIERS)
    assert parsed.recognition.heading_row == 6
    assert parsed.recognition.headings == {
        "dossier_code": "Mã hồ sơ",
        "procedure_code": "Mã TTHC",
        "procedure_name": "Tên thủ tục hành chính",
        "field": "Lĩnh vực",
        "tax_code": "Mã số thuế",
        "applicant": "Tên tổ chức",
        "filing_channel": "Hình thức tiếp nhận",
        "return_channel": "Hình thức trả kết quả",
        "received_on": "Ngày tiếp nhận",
        "due_on": "Ngày hẹn trả",
        "returned_on": "Ngày trả kết quả",
        "status": "Trạng thái",
    }
    assert [parsed.rows[0].number, parsed.rows[-1].number] == [7, 307]
    assert counts(parsed, "status") == {"returned": 275, "sent_back": 26}
    assert counts(parsed, "filing_channel") == {"online": 91, "counter": 210}
    assert counts(parsed, "return_channel")["post"] == 13
    early = [row for row in parsed.rows if row.values["received_on"] <= date(2020, 9, 30)]
    assert sum(row.values["filing_channel"] == "online" for row in early) == 2


def test_ha_nam() -> None:
    parsed = read_and_parse(HA_NAM, DOSSIERS)
    assert parsed.recognition.headings == {
        "dossier_code": "Số hồ sơ",
        "agency": "Cơ quan giải quyết",
        "field": "Lĩnh vực",
        "filing_channel": "Hình thức nộp",
        "received_on": "Ngày nhận",
        "due_on": "Hạn trả kết quả",
        "returned_on": "Ngày trả",
        "status": "Tình trạng",
        "paid_vnd": "Số tiền thanh toán trực tuyến (đồng)",
    }
    new = [row.values for row in parsed.rows if row.values["received_on"] >= date(2023, 4, 1)]
    assert Counter(row["filing_channel"] == "online" for row in new) == {True: 3085, False: 1623}
    assert sum(bool(row["paid_vnd"]) for row in new) == 297
    assert sum(row["paid_vnd"] or 0 for row in new) == 144_490_000
    assert counts(parsed, "status") == {"finished": 4743 + 18, "processing": 697 + 21}
    assert len(counts(parsed, "agency")) == 17


def test_hai_phong() -> None:
    parsed = read_and_parse(HAI_PHONG, DOSSIERS)
    assert parsed.recognition.headings == {
        "dossier_code": "Mã hồ sơ",
        "procedure_code": "Mã thủ tục",
        "procedure_name": "Tên thủ tục",
        "field": "Lĩnh vực",
        "tax_code": "MST",
        "applicant": "Chủ hồ sơ",
        "filing_channel": "Kênh tiếp nhận",
        "received_on": "Ngày tiếp nhận",
        "due_on": "Ngày hẹn trả",
        "finished_on": "Ngày kết thúc",
        "status": "Trạng thái hồ sơ",
        "digitised": "Số hóa",
    }
    assert counts(parsed, "filing_channel") == {"online": 177}
    assert counts(parsed, "digitised") == {True: 177}
    assert sum(row.values["finished_on"] is not None for row in parsed.rows) == 72


def test_service_levels_keep_their_vocabulary() -> None:
    hau_giang = read_and_parse(DATA / "hau-giang-2020" / "procedures.csv", PROCEDURES)
    hai_phong = read_and_parse(DATA / "hai-phong-2024-03" / "procedures.csv", PROCEDURES)
    assert {row.values["service_level"].vocabulary for row in hau_giang.rows} == {"levels_2011"}
    assert {row.values["service_level"].vocabulary for row in hai_phong.rows} == {"levels_2022"}


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hậu Giang's register as Excel leaves it after an officer's work.

    Dates are date cells (some with a time), tax and procedure codes are numbers; title rows above, a numbered
    row, a total row and signatures below.
    """
    rows: list[list[object]] = [["BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP"], [], ["SỔ THEO DÕI HỒ SƠ NĂM 2020"], []]
    table = [list(cells) for number, cells in rows_of(HAU_GIANG) if 6 <= number <= 307]
    rows += [list(table[0]), [f"({number})" for number in range(1, len(table[0]) + 1)]]
    for place, cells in enumerate(table[1:]):
        for index in (9, 10, 11):
            cells[index] = day(cells[index], with_time=place % 3 == 0)
        cells[2], cells[5] = float(str(cells[2])), int(str(cells[5]))
        rows.append(list(cells))
    rows += [
        ["Tổng số: 301 hồ sơ"],
        [],
        [None] * 8 + ["Hậu Giang, ngày 31/12/2020"],
        [None, "Người lập biểu"],
    ]
    return workbook(tmp_path_factory.mktemp("registers") / "ngay-la-o-ngay.xlsx", rows)


def day(cell: Cell, with_time: bool) -> date | None:
    if cell is None:
        return None
    found = datetime.strptime(f"{cell} 16:45", "%d/%m/%Y %H:%M")  # noqa: DTZ007
    return found if with_time else found.date()


def test_date_cells_and_spoilt_codes_give_the_same_register(spoilt: Path) -> None:
    plain, other = read_and_parse(HAU_GIANG, DOSSIERS), read_and_parse(spoilt, DOSSIERS)
    assert (other.read, other.refusals) == (301, [])
    assert [row.values for row in other.rows] == [row.values for row in plain.rows]


def test_the_register_in_an_old_workbook_gives_the_same_rows() -> None:
    old = DATA / "hau-giang-2020" / "dossiers-excel-97.xls"  # written by another program: xlwt
    plain, other = read_and_parse(HAU_GIANG, DOSSIERS), read_and_parse(old, DOSSIERS)
    assert [row.values for row in other.rows] == [row.values for row in plain.rows]


def test_the_register_saved_as_csv_gives_the_same_rows(tmp_path: Path) -> None:
    lines = [";".join(str(cell or "") for cell in cells) for _, cells in rows_of(HAU_GIANG)]
    path = tmp_path / "so-theo-doi.txt"
    path.write_text("\r\n".join(lines), encoding="utf-16")
    plain, other = read_and_parse(HAU_GIANG, DOSSIERS), read_and_parse(path, DOSSIERS)
    assert other.refusals == []
    assert [row.values for row in other.rows] == [row.values for row in plain.rows]
