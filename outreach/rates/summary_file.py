"""A summary form beside the register as a file: one line per figure."""

import io
from collections.abc import Iterator, Sequence

from flask import Response

from outreach.i18n import gettext as _
from outreach.i18n import pgettext, show_number
from outreach.rates.compared import Compared, Line
from outreach.rates.models import SummaryForm
from outreach.rates.rules.summaries import MILLION, SHARE
from outreach.sheets.writing import write_csv

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | None


def summary_file(form: SummaryForm, rows: Sequence[Compared], kind: str) -> Response:
    """Every figure of the form, the register's and their difference; `kind` is 'csv' or 'xlsx'."""
    lines = [_headings(), *_lines(rows)]
    name = f"bieu-tong-hop-{form.first:%Y%m%d}-{form.last:%Y%m%d}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    if kind == "csv":
        text = write_csv([[_text(cell) for cell in line] for line in lines])
        return Response(text, content_type="text/csv; charset=utf-8", headers=headers)
    return Response(_workbook(lines), content_type=XLSX, headers=headers)


def _headings() -> list[Cell]:
    return [
        _("Nhóm"), _("Đơn vị"), _("Lĩnh vực"), pgettext("figure", "Chỉ tiêu"), _("Biểu"), _("Sổ hồ sơ"),
        _("Chênh lệch"), _("Trước đây biểu ghi"), _("Phép cộng không khớp"),
    ]  # fmt: skip


def _lines(rows: Sequence[Compared]) -> Iterator[list[Cell]]:
    for one in rows:
        wrong = {broken.whole: said for broken, said in zip(one.broken, one.sentences, strict=True)}
        for line in one.lines:
            said = [_value(line, line.said), line.counted, line.difference]
            former = "; ".join(str(_value(line, before.amount)) for before in line.former)
            names: list[Cell] = [one.row.part, one.row.unit, one.row.field, line.label]
            yield [*names, *said, former or None, wrong.get(line.measure)]


def _value(line: Line, amount: int) -> int | float:
    return amount / MILLION if line.measure == SHARE else amount


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return show_number(cell * 100, 2) + "%" if isinstance(cell, float) else str(cell)


def _workbook(lines: Sequence[Sequence[Cell]]) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.00%"})
        sheet = book.add_worksheet(_("Biểu và sổ"))
        for number, line in enumerate(lines):
            for column, cell in enumerate(line):
                shape = bold if number == 0 else share if isinstance(cell, float) else None
                sheet.write(number, column, cell, shape)
        sheet.set_column(0, 3, 32)
        sheet.set_column(4, 7, 14)
        sheet.set_column(8, 8, 60)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
