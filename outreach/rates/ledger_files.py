"""The ledger's overview as a file: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from flask import Response

from outreach.campaigns.rules import TYPES
from outreach.i18n import gettext as _
from outreach.i18n import locale, show_date, show_number
from outreach.rates.exports import cell
from outreach.rates.queries.ledger_list import OverviewLine
from outreach.rates.rules.costs import cost_per_additional
from outreach.rates.rules.counting import Tally
from outreach.rates.rules.ledger import SPOKEN
from outreach.rates.wording import overview, verdict_name

FORMATS = ("csv", "json")


def ledger_file(format: str, lines: Sequence[OverviewLine]) -> Response:
    """All interventions of the overview, in its order, as a file to save."""
    if format == "json":
        body, kind = json.dumps([_plain(line) for line in lines], ensure_ascii=False), "application/json"
    else:
        body, kind = _csv(lines), "text/csv; charset=utf-8"
    headers = {"Content-Disposition": f'attachment; filename="so-can-thiep.{format}"'}
    return Response(body, content_type=kind, headers=headers)


def _csv(lines: Sequence[OverviewLine]) -> str:
    """Semicolons and a byte order mark: what a Vietnamese Excel opens by double click."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";" if locale() == "vi" else ",", lineterminator="\r\n")
    headings = [
        _("Mã"), _("Hoạt động"), _("Loại"), _("Ngày"), _("Doanh nghiệp"), _("Trực tuyến, trước"),
        _("Tiếp nhận, trước"), _("Trực tuyến, sau"), _("Tiếp nhận, sau"), _("Kết luận"),
        _("Hồ sơ trực tuyến có thêm"), _("Có thêm, từ"), _("Có thêm, đến"), _("Nổi lên khi xét cả sổ"),
        _("Kinh phí đã chi"), _("Kinh phí dự kiến"), _("Chi cho mỗi hồ sơ có thêm"), _("Chi, từ"),
        _("Chi, đến"),
    ]  # fmt: skip
    writer.writerow(cell(heading) for heading in headings)
    for line in lines:
        writer.writerow([cell(each) if isinstance(each, str) else each for each in _cells(line)])
    return out.getvalue()


def _cells(line: OverviewLine) -> list[Any]:
    """Whole numbers without marks; an empty cell where nothing is known or may be said."""
    entry, pair = line.entry, line.pair
    tallies = (pair.before, pair.after) if pair else (None, None)
    counts = [
        number for tally in tallies for number in ((tally.online, tally.received) if tally else ("", ""))
    ]
    found = entry.headline if entry and overview.told(entry) else None
    said = [found.additional, found.additional_low, found.additional_high] if found else []
    cost = cost_per_additional(entry, line.cost_vnd) if entry else None
    return [
        line.code, line.title, str(TYPES.get(line.type, "")), show_date(line.held_on),
        _("mọi doanh nghiệp") if line.businesses is None else line.businesses, *counts,
        verdict_name(entry.verdict) if entry else overview.not_computed(),
        *([show_number(number, 1) for number in said] or ["", "", ""]),
        _("có") if found and entry and entry.stands_out else "",
        _filled(line.cost_vnd), _filled(line.cost_planned_vnd),
        *((cost.vnd, cost.low_vnd, cost.high_vnd) if cost else ("", "", "")),
    ]  # fmt: skip


def _filled(amount: int | None) -> int | str:
    return "" if amount is None else amount


def _plain(line: OverviewLine) -> dict[str, Any]:
    """Estimates as shares, null where none may be said."""
    entry, pair = line.entry, line.pair
    found = entry.headline if entry and entry.verdict in SPOKEN else None
    cost = cost_per_additional(entry, line.cost_vnd) if entry else None
    return {
        "intervention": line.code, "title": line.title, "type": line.type,
        "held_on": line.held_on.isoformat(), "covers_all": line.covers_all,
        "exposed_businesses": line.businesses, "before": _counts(pair.before if pair else None),
        "after": _counts(pair.after if pair else None), "verdict": entry.verdict if entry else None,
        "estimate": found and found.effect, "ci_low": found and found.low, "ci_high": found and found.high,
        "additional_online": found and found.additional,
        "additional_low": found and found.additional_low,
        "additional_high": found and found.additional_high,
        "stands_out": entry.stands_out if entry else None,
        "cost_vnd": line.cost_vnd, "cost_planned_vnd": line.cost_planned_vnd,
        "cost_per_additional_vnd": cost and [cost.vnd, cost.low_vnd, cost.high_vnd],
    }  # fmt: skip


def _counts(tally: Tally | None) -> dict[str, int] | None:
    return {"online": tally.online, "received": tally.received} if tally else None
