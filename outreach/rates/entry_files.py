"""An entry of the ledger as a file: a workbook for people, JSON for programs; both without p-values."""

import io
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Response

from outreach import clock
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules import TYPES
from outreach.campaigns.rules.wording import wording as words_of
from outreach.i18n import gettext as _
from outreach.i18n import show_date, show_datetime
from outreach.rates import wording
from outreach.rates.queries.surroundings import Surroundings
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


class Kept(NamedTuple):
    """What a file holds: the entry as the worker left it (None: not computed), counts, what stood around."""

    intervention: Intervention
    outcome: Outcome
    entry: Entry | None
    found: BeforeAfter
    around: Surroundings


def export(format: str, kept: Kept) -> Response:
    """The entry and its businesses as a file to save."""
    make = _json if format == "json" else _workbook
    name = f"so-can-thiep-{kept.intervention.id}-{kept.outcome.value.replace('_', '-')}.{format}"
    return Response(
        make(kept),
        content_type=_KINDS[format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────


def _json(kept: Kept) -> bytes:
    """The group's counts carry the outcome's name; those of single businesses are always of 'online'."""
    intervention, found, counted = kept.intervention, kept.found, kept.outcome.value
    mine, others = (_counts(pair, counted) for pair in kept.around.pairs)
    answer = {
        "intervention": intervention.code,
        "title": intervention.title,
        "type": intervention.type,
        "held_on": intervention.held_on.isoformat(),
        "outcome": counted,
        "cost_planned_vnd": intervention.cost_planned_vnd,
        "cost_vnd": intervention.cost_vnd,
        "register_until": found.windows.register.last.isoformat() if found.windows else None,
        "entry": sayable(kept.entry).as_json() if kept.entry else None,
        **mine,
        "others": others,
        "businesses": [_business(change) for change in found.changes],
        "also_reached_by": [
            {"title": one.title, "type": one.type, "from": one.first.isoformat(),
             "to": one.last and one.last.isoformat(), "businesses": one.businesses}
            for one in kept.around.touched
        ],
        "outages": [
            {"system": one.system, "from": one.started_at.isoformat(),
             "to": one.ended_at and one.ended_at.isoformat()}
            for one in kept.around.outages
        ],
    }  # fmt: skip
    return json.dumps(answer, ensure_ascii=False).encode()


def _business(change: BusinessChange) -> dict[str, Any]:
    return {
        "business_id": change.business_id, "key": change.key, "name": change.name, "zone": change.zone,
        "exposed_on": change.windows.exposed_on.isoformat(), **_counts(change.pair, "online"),
    }  # fmt: skip


def _counts(pair: Pair, counted: str) -> dict[str, Any]:
    return {
        "before": {counted: pair.before.online, "received": pair.before.received},
        "after": {counted: pair.after.online, "received": pair.after.received},
    }


# ── workbook ─────────────────────────────────────────────────────────────────────────────────────────────


def _workbook(kept: Kept) -> bytes:
    from xlsxwriter import Workbook

    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    book.set_properties({"created": clock.now().replace(tzinfo=None)})
    facts = [*_about(kept), *_said(kept.entry), *_counted(kept), *_happened(kept.around)]
    _sheet(book, _("Kết luận"), [_("Mục"), _("Nội dung")], facts, (34, 110))
    if kept.found.changes:
        _sheet(book, _("Từng doanh nghiệp"), _headings(), map(_row, kept.found.changes), (16, 40, 26, 12))
    if kept.entry:
        shown = sayable(kept.entry)
        if shown.profile:
            headings = [_("Tháng"), _("Hồ sơ"), _("Thực tế"), _("Dự kiến"), _("Chênh thấp"), _("Chênh cao")]
            points = [[p.month, p.dossiers, p.observed, p.expected, p.low, p.high] for p in shown.profile]
            _sheet(book, _("Từng tháng"), headings, points, (10,) * 6)
        _sheet(book, _("Cách tính"), [_("Mục"), _("Nội dung")], wording.method(shown), (34, 110))
    book.close()
    return out.getvalue()


def _about(kept: Kept) -> list[tuple[str, str]]:
    of, windows = kept.intervention, kept.found.windows
    return [
        (_("Hoạt động"), of.title),
        (_("Mã"), of.code),
        (_("Loại"), str(TYPES.get(of.type, ""))),
        (_("Ngày"), wording.day_or_days(of.held_on, of.ends_on)),
        (_("Kết quả được xem"), wording.outcome_name(kept.outcome)),
        (_("Số liệu"), wording.data_until(windows.register if windows else None)),
        *wording.costs(kept.entry, of.cost_planned_vnd, of.cost_vnd),
    ]


def _said(entry: Entry | None) -> list[tuple[str, str]]:
    if entry is None:
        return [(_("Kết luận"), wording.nothing_yet())]
    return [
        (_("Kết luận"), wording.verdict_name(entry.verdict)),
        (_("Đọc là"), wording.verdict_sentence(entry)),
        *((_("Căn cứ"), reason) for reason in wording.reasons(entry)),
        *((_("Phương pháp chưa giải quyết"), limit) for limit in wording.limits()),
    ]


def _counted(kept: Kept) -> list[tuple[str, str]]:
    """The counts stand beside every verdict, with the days they are of."""
    found = kept.found
    if found.windows is None:
        return []
    reached = wording.whole() if found.covers_all else words_of(kept.intervention.type).reached
    mine, others = kept.around.pairs
    counted = wording.counted(kept.outcome)
    return [
        (_("Hai khoảng"), wording.window_before(found.windows)),
        (_("Hai khoảng"), wording.window_after(found.windows)),
        (f"{counted}: {reached}", _before_after(mine)),
        *([] if found.covers_all else [(f"{counted}: {wording.others()}", _before_after(others))]),
        (_("Lưu ý"), wording.not_yet_an_effect(len(kept.around.touched), everyone=found.covers_all)),
    ]


def _before_after(pair: Pair) -> str:
    """'12/60 → 30/58'."""
    return f"{wording.tally(pair.before)} → {wording.tally(pair.after)}"


def _happened(around: Surroundings) -> list[tuple[str, str]]:
    others = [
        (_("Hoạt động khác trong hai khoảng"), f"{wording.day_or_days(one.first, one.last)}: {one.title}")
        for one in around.touched
    ]
    outages = [
        (_("Hệ thống gián đoạn"), f"{one.system}: {show_datetime(one.started_at)} – {ended}")
        for one in around.outages
        for ended in (show_datetime(one.ended_at) if one.ended_at else _("chưa ghi lúc hết"),)
    ]
    return others + outages


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
