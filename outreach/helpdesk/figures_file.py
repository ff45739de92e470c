"""The questions of a period as a file: when, where and about what, how long it took; no names, no words."""

import io
from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask import Response

from outreach import clock
from outreach.helpdesk import rules
from outreach.helpdesk.queries.figures import StepLine
from outreach.helpdesk.rules.figures import Asked
from outreach.i18n import gettext as _
from outreach.i18n import show_date
from outreach.sheets.writing import write_csv

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | None


def figures_file(
    rows: Sequence[Asked],
    procedures: Mapping[int, tuple[str | None, str]],
    zones: Mapping[int, str],
    steps: Mapping[tuple[int, str], StepLine],
    kind: str,
) -> Response:
    """One line per question; `kind` is 'csv' or 'xlsx'. Only the week is told, not the hour."""
    lines = [_headings(), *(_cells(one, procedures, zones, steps) for one in rows)]
    headers = {"Content-Disposition": f'attachment; filename="cau-hoi.{kind}"'}
    if kind == "csv":
        text = write_csv([["" if cell is None else str(cell) for cell in line] for line in lines])
        return Response(text, content_type="text/csv; charset=utf-8", headers=headers)
    return Response(_workbook(lines), content_type=XLSX, headers=headers)


def _headings() -> list[Cell]:
    return [
        _("Tuần từ"), _("Kênh"), _("Tình trạng"), _("Khu, cụm"), _("Mã thủ tục"), _("Thủ tục"),
        _("Bài hướng dẫn"), _("Bản"), _("Bước"), _("Phút đến trả lời đầu"),
        _("Phút của các trả lời tiếp theo"), _("Phút đến khi đóng"), _("Lần mở lại"), _("Trả lời mẫu"),
    ]  # fmt: skip


def _cells(
    one: Asked,
    procedures: Mapping[int, tuple[str | None, str]],
    zones: Mapping[int, str],
    steps: Mapping[tuple[int, str], StepLine],
) -> list[Cell]:
    code, name = procedures.get(one.procedure_id or 0, (None, None))
    step = steps.get((one.version_id or 0, one.step_key or ""))
    day = clock.local(one.asked_at).date()
    return [
        show_date(day - timedelta(days=day.weekday())), str(rules.CHANNELS[one.channel]),
        str(rules.STATES[one.state]), zones.get(one.zone_id or 0), code, name,
        step.tutorial if step else None, step.number if step else None, step.title if step else None,
        one.first_reply, "; ".join(map(str, one.next_replies)), one.resolution, one.reopened,
        _("có") if one.saved else _("không"),
    ]  # fmt: skip


def _workbook(lines: Sequence[Sequence[Cell]]) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_("Câu hỏi"))
    bold = book.add_format({"bold": True})
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line, bold if number == 0 else None)
    sheet.set_column(0, 4, 14)
    sheet.set_column(5, 8, 30)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
