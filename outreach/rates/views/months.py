"""The board month by month: the rate with what was done and what did not work, and who makes it up."""

from dataclasses import replace
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts.guards import staff
from outreach.charts import HeatRow, heat_map, month_chart, month_table
from outreach.dossiers.scope import WITHOUT
from outreach.i18n import gettext as _
from outreach.rates import pictures, queries, wording
from outreach.rates.asked import Asked, outcome_rows
from outreach.rates.forms import FiguresForm
from outreach.rates.queries import mix as mixed
from outreach.rates.queries.ceiling import ceiling
from outreach.rates.rules.figures import By
from outreach.rates.rules.mix import compared, mix_of
from outreach.rates.rules.periods import Period, presets
from outreach.rates.wording import mix as words


@staff
def months() -> ResponseReturnValue:
    """Rate, composition and zones by month; only the composition when htmx asks."""
    register = queries.register()
    form = FiguresForm(request.args)
    period = form.chosen(register)
    context: dict[str, Any] = {
        "form": form, "register": register, "wording": wording, "words": words, "By": By,
        "ceiling_rows": outcome_rows, "cuts": mixed.MIXED_BY,
    }  # fmt: skip
    if period is None or register is None or not _inside(period, register):
        asked = Asked(period, form.reading, endpoint="rates.months") if period else None
        return web.render("rates/months.html", asked=asked, known=False, **context)
    by = request.args.get("by")
    asked = Asked(period, form.reading, By(by) if by in mixed.MIXED_BY else By.ZONE, endpoint="rates.months")
    context |= {"asked": asked, "known": True, **_composition(asked, register)}
    if not web.wants_part():
        context |= {"presets": presets(register), "ceiling": ceiling(register, asked.reading)}
        context |= _by_month(asked, register)
    return web.render("rates/months.html", "rates/_mix.html", **context)


def _inside(period: Period, register: Period) -> bool:
    return period.first <= register.last and period.last >= register.first


def _composition(asked: Asked, register: Period) -> dict[str, Any]:
    """The groups in both parts, and what leads to their dossiers."""
    before, after = compared(asked.period, register)
    found = mix_of(mixed.members(before, after, asked.reading, asked.by))
    sides = [("before", replace(asked, period=before))] if before else []
    return {
        "mix": found,
        "before": before,
        "after": after,
        "sides": [*sides, ("after", replace(asked, period=after))],
    }


def _rows(zone_id: int | None, days: Period) -> str:
    args: dict[str, Any] = {"zone": zone_id or WITHOUT, "state": "received_new", **days.args}
    return url_for("dossiers.index", **args)


def _by_month(asked: Asked, register: Period) -> dict[str, Any]:
    """The chart and the heat map, from one look at the register."""
    days = pictures.months_around(asked.period, register)
    zones = mixed.zone_months(days, asked.reading)
    points = mixed.together(zones, days)
    title = _("Tỷ lệ nộp trực tuyến theo tháng, %(days)s", days=wording.period_days(days))
    held = pictures.occasions(days)
    rows = [
        HeatRow(
            zone.name or str(wording.UNNAMED[By.ZONE]),
            [(point.online, point.received) for point in zone.points],
            _rows(zone.id, days),
        )
        for zone in zones
    ]
    return {
        "chart": {"svg": month_chart(points, held.ticks, title=title, chart_id="months"), "title": title,
                  "earlier": held.earlier, "table": month_table(points)},
        "heat": heat_map(
            rows, [point.month for point in points], chart_id="zones", heading=str(wording.GROUPS[By.ZONE]),
            title=_("Tỷ lệ nộp trực tuyến của từng khu theo tháng"),
        ),
        "outages": held.outages,
    }  # fmt: skip
