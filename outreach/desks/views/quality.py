"""The register's quality: what it lacks, where it speaks against itself, what that does to the figures."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from outreach import charts, clock, lists, web
from outreach.accounts import guards
from outreach.desks.queries.quality import Quality
from outreach.desks.rules import quality as rules
from outreach.dossiers import queries as dossiers
from outreach.dossiers.oddities import args_of
from outreach.dossiers.rules import ODDITIES
from outreach.i18n import gettext as _
from outreach.rates import wording


@guards.staff
def quality() -> ResponseReturnValue:
    """Of the latest two years, a year or all; of one source or all."""
    today, days = clock.today(), dossiers.register_days()
    span = rules.read_span(request.args.get("span", ""), today)
    source = lists.words(request.args, "source") or None
    found = Quality(span, source, today) if days else None

    def rows(name: str, of: str | None = None) -> str:
        return _rows(found, of, **args_of(name))

    return web.render(
        "desks/quality.html", "desks/_quality.html",
        found=found, span=span, years=range(days[1].year, days[0].year - 1, -1) if days else (),
        rules=rules, labels=ODDITIES, rows=rows, of=lambda of, **more: _rows(found, of, **more),
        picture=_picture(found) if found else None, wording=wording, today=today,
    )  # fmt: skip


def _rows(found: Quality | None, source: str | None, **more: Any) -> str:
    """The dossiers behind a count."""
    assert found is not None
    return url_for("dossiers.index", **{**found.span.args, "source": source or found.source, **more})


def _picture(found: Quality) -> Markup | None:
    if not found.over_time:
        return None
    return charts.heat_map(
        found.over_time, found.months, title=_("Phần hồ sơ còn thiếu theo tháng tiếp nhận"),
        chart_id="gaps", heading=_("Còn thiếu"),
        numbers=_("số lớn: tỷ lệ phần trăm; số nhỏ: hồ sơ còn thiếu/hồ sơ của tháng"),
    )  # fmt: skip
