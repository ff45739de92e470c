"""An entry of the ledger as a file: a workbook for people, JSON for programs; both without p-values."""

import io
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flask import Response

from outreach import clock
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules import TYPES
from outreach.i18n import gettext as _
from outreach.i18n import show_date
from outreach.rates import wording
from outreach.rates.rules.changes import BeforeAfter, BusinessChange
from outreach.rates.rules.counting import Pair
from outreach.rates.rules.ledger import Entry, Outcome
from outreach.rates.rules.sayable import sayable

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

FORMATS = ("xlsx", "json")
_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
Cell = str | int | float | None


def export(
    format: str, intervention: Intervention, outcome: Outcome, entry: Entry | None, found: BeforeAfter
) -> Response:
    """The entry and its businesses as a file to save."""
    make = _json if format == "json" else _workbook
    name = f"so-can-thiep-{intervention.id}-{outcome.value.replace('_', '-')}.{format}"
    return Response(
        make(intervention, outcome, entry, found),
        content_type=_KINDS[format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────


def _json(intervention: Intervention, outcome: Outcome, entry: Entry | None, found: BeforeAfter) -> bytes:
    answer = {
        "intervention": intervention.code,
        "title": intervention.title,
        "type": intervention.type,
        "held_on": intervention.held_on.isoformat(),
        "outcome": outcome.value,
        "cost_planned_vnd": intervention.cost_planned_vnd,
        "cost_vnd": intervention.cost_vnd,
        "register_until": found.windows.register.last.isoformat() if found.windows else None,
        "entry": sayable(entry).as_json() if entry else None,
        **_counts(found.attended.pair),
        "others": _counts(found.others.pair),
        "businesses": [_business(change) for change in found.changes],
    }
    return json.dumps(answer, ensure_ascii=False).encode()


def _business(change: BusinessChange) -> dict[str, Any]:
    return {
        "business_id": change.business_id, "key": change.key, "name": change.name, "zone": change.zone,
        "exposed_on": change.windows.exposed_on.isoformat(), **_counts(change.pair),
    }  # fmt: skip


def _counts(pair: Pair) -> dict[str, Any]:
    return {
        "before": {"online": pair.before.online, "received": pair.before.received},
        "after": {"online": pair.after.online, "received": pair.after.received},
    }


# ── workbook ─────────────────────────────────────────────────────────────────────────────────────────────


def _workbook(intervention: Intervention, outcome: Outcome, entry: Entry | None, found: BeforeAfter) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"created": clock.now().replace(tzinfo=None)})
    _sheet(
        book, _("Kết luận"), [_("Mục"), _("Nội dung")], _told(intervention, outcome, entry, found), (34, 110)
    )
    _sheet(book, _("Từng doanh nghiệp"), _headings(), map(_row, found.changes), (16, 40, 26, 12))
    if entry:
        shown = sayable(entry)
        if shown.profile:
            headings = [_("Tháng"), _("Hồ sơ"), _("Thực tế"), _("Dự kiến"), _("Chênh thấp"), _("Chênh cao")]
            points = [[p.month, p.dossiers, p.observed, p.expected, p.low, p.high] for p in shown.profile]
            _sheet(book, _("Từng tháng"), headings, points, (10,) * 6)
        _sheet(book, _("Cách tính"), [_("Mục"), _("Nội dung")], wording.method(shown), (34, 110))
    book.close()
    return out.getvalue()


def _told(
    intervention: Intervention, outcome: Outcome, entry: Entry | None, found: BeforeAfter
) -> list[Sequence[Cell]]:
    """What the page says, line by line."""
    rows: list[Sequence[Cell]] = [
        (_("Hoạt động"), intervention.title),
        (_("Mã"), intervention.code),
        (_("Loại"), str(TYPES.get(intervention.type, ""))),
        (_("Ngày"), wording.day_or_days(intervention.held_on, intervention.ends_on)),
        (_("Kết quả được xem"), wording.outcome_name(outcome)),
        (_("Số liệu"), wording.data_until(found.windows.register if found.windows else None)),
    ]
    if entry:
        rows.append((_("Kết luận"), wording.verdict_name(entry.verdict)))
        rows.append((_("Đọc là"), wording.verdict_sentence(entry)))
        rows += [(_("Căn cứ"), reason) for reason in wording.reasons(entry)]
        rows += [(_("Phương pháp chưa giải quyết"), limit) for limit in wording.limits()]
    else:
        rows.append((_("Kết luận"), wording.nothing_yet()))
    return [*rows, *wording.costs(entry, intervention.cost_planned_vnd, intervention.cost_vnd)]


def _headings() -> list[str]:
    return [
        _("Mã"), _("Doanh nghiệp"), _("Khu"), _("Ngày"), _("Trực tuyến trước"), _("Tiếp nhận trước"),
        _("Trực tuyến sau"), _("Tiếp nhận sau"),
    ]  # fmt: skip


def _row(change: BusinessChange) -> Sequence[Cell]:
    before, after = change.pair.before, change.pair.after
    return (
        change.key, change.name, change.zone, show_date(change.windows.exposed_on),
        before.online, before.received, after.online, after.received,
    )  # fmt: skip


def _sheet(
    book: "Workbook", name: str, headings: list[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> None:
    """One sheet; texts are written as texts, so that no cell is ever a formula or a link."""
    sheet = book.add_worksheet(name[:31])
    bold, plain = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, widths[column] if column < len(widths) else 12)
        sheet.write_string(0, column, heading, bold)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, column, value, plain)
            elif value is not None:
                sheet.write_number(line, column, value)
    sheet.freeze_panes(1, 0)
