"""The layouts that systems are known to export, and three dossiers as they would stand in them."""

import json
import unicodedata
from datetime import date, datetime
from typing import Any

from outreach.sheets.cells import Cell
from outreach.text import squeeze
from tests.sheets.containers import Form
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
    """The headings of a layout, each with its groups."""
    return [tuple(column.split(" > ")) for column in layout["columns"]]


def list_of(layout: dict[str, Any]) -> Form:
    """The three dossiers under the headings of a layout, with all that stands around them."""
    body = [[CELLS.get(heading, (None,) * 3)[row] for heading in layout["columns"]] for row in range(3)]
    group = ["I", "Lĩnh vực đầu tư", *[None] * (len(layout["columns"]) - 2)]
    return Form(
        paths_of(layout),
        [group, *body],
        titles=["", "SỔ THEO DÕI HỒ SƠ", "Từ ngày 01/01/2021 đến ngày 31/12/2026"],
        numbered=True,
        footer=[["Tổng số: 3 hồ sơ"], [], [None] * 3 + ["ngày 05 tháng 01 năm 2027"], [None, "Người lập"]],
    )
