"""The matrix as a workbook: the table, and each content's sums."""

import io
from typing import TYPE_CHECKING, Any

from flask import Response

from outreach.campaigns.rules.cells import Cell, Matrix
from outreach.campaigns.rules.matrix import CHANNELS, CONTENTS
from outreach.i18n import gettext as _

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(table: Matrix, title: str) -> Response:
    """Two sheets, both to be printed on A3 across."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _grid(book, table, title)
    _sums(book, table, title)
    book.close()
    headers = {"Content-Disposition": 'attachment; filename="ma-tran.xlsx"'}
    return Response(out.getvalue(), content_type=KIND, headers=headers)


def _grid(book: "Workbook", table: Matrix, title: str) -> None:
    sheet, bold, cell, gap = _sheet(book, _("Ma trận"), title)
    sheet.write_row(2, 0, [_("Kênh"), *CONTENTS, _("Tất cả")], bold)
    for number, row in enumerate(table.rows, 3):
        channel = CHANNELS.get(row.channel)
        sheet.write(number, 0, str(channel.label) if channel else _("Chưa chọn kênh"), cell)
        sheet.write_row(number, 1, [_told(one) for one in (*row.cells.values(), row.whole)], cell)
    last = 3 + len(table.rows)
    sheet.write(last, 0, _("Mọi kênh"), bold)
    for column, one in enumerate((*table.contents.values(), table.whole), 1):
        sheet.write(last, column, _told(one) or _("chưa có gì"), gap if one.empty else bold)
    sheet.write(last + 2, 0, _("Mỗi ô: số lần đã làm / số lần theo kế hoạch; doanh nghiệp; lượt người."))
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(CONTENTS) + 1, 12)
    sheet.freeze_panes(3, 1)


def _sums(book: "Workbook", table: Matrix, title: str) -> None:
    sheet, bold, cell, gap = _sheet(book, _("Theo nội dung"), title)
    headings = [
        _("Nội dung"), _("Kế hoạch"), _("Đã làm"), _("Có minh chứng"), _("Doanh nghiệp"), _("Lượt người"),
        _("Kinh phí dự kiến"), _("Kinh phí đã chi"),
    ]  # fmt: skip
    sheet.write_row(2, 0, headings, bold)
    lines: list[tuple[str, Cell]] = [
        *((f"{letter}) {CONTENTS[letter]}", one) for letter, one in table.contents.items()),
        (_("Chưa chọn nội dung"), table.unplaced),
        (_("Tất cả, mỗi hoạt động tính một lần"), table.whole),
    ]
    for number, (name, one) in enumerate(lines, 3):
        values = [
            name, one.planned, one.done, one.proved, one.businesses, one.people, one.cost_planned_vnd,
            one.cost_vnd,
        ]  # fmt: skip
        sheet.write_row(number, 0, values, gap if one.empty else cell)
    sheet.set_column(0, 0, 70)
    sheet.set_column(1, 7, 16)
    sheet.freeze_panes(3, 0)


def _sheet(book: "Workbook", name: str, title: str) -> tuple[Any, Any, Any, Any]:
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    around = {"border": 1, "text_wrap": True, "valign": "top", "num_format": "#,##0"}
    bold = book.add_format({**around, "bold": True})
    cell = book.add_format(around)
    gap = book.add_format({**around, "bg_color": "#FFE3C2"})
    heading = _("Ma trận nội dung, kênh, đối tượng: %(title)s", title=title)
    sheet.write(0, 0, heading, book.add_format({"bold": True, "font_size": 14}))
    return sheet, bold, cell, gap


def _told(one: Cell) -> str:
    if one.empty:
        return ""
    words = [f"{one.done}/{one.planned}"]
    if one.everyone:
        words.append(_("mọi doanh nghiệp"))
    elif one.businesses:
        words.append(_("%(number)s DN", number=one.businesses))
    if one.people:
        words.append(("≥ " if one.at_least else "") + _("%(number)s lượt", number=one.people))
    return "\n".join(words)
