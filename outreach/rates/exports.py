"""The table of figures as a file: CSV for spreadsheets, JSON for programs."""

import csv
import io
import json

from flask import Response

from outreach.i18n import gettext as _
from outreach.i18n import locale, show_number
from outreach.rates import wording
from outreach.rates.asked import Asked
from outreach.rates.rules.counting import Basis
from outreach.rates.rules.figures import FIGURE_KEYS, Breakdown, By, Figures
from outreach.rates.rules.periods import Period
from outreach.sheets.writing import cell as cell  # the other files of this feature take it from here

FORMATS = ("csv", "json")


def export(format: str, asked: Asked, found: Breakdown, register: Period | None) -> Response:
    """The figures of the period and of each group as a file to save."""
    name = f"so-lieu-{asked.period.first:%Y%m%d}-{asked.period.last:%Y%m%d}-{asked.by}.{format}"
    if format == "json":
        body, kind = _json(asked, found, register), "application/json"
    else:
        body, kind = _csv(asked, found), "text/csv; charset=utf-8"
    return Response(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _csv(asked: Asked, found: Breakdown) -> str:
    """Semicolons and a byte order mark: what a Vietnamese Excel opens by double click."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";" if locale() == "vi" else ",", lineterminator="\r\n")
    headings = [_("Mã"), str(wording.GROUPS[asked.by])]
    headings += [str(wording.FIGURES[key]) for key in FIGURE_KEYS]
    headings += [f"{wording.FIGURES['online_rate']} ({wording.basis_name(asked.reading)})"]
    writer.writerow(cell(heading) for heading in headings)
    for group in found.groups:
        name = asked.name(group)
        key = "" if group.key in (None, name) or asked.by is By.MONTH else str(group.key)
        writer.writerow([cell(key), cell(name), *_numbers(group.figures)])
    if asked.by is By.BUSINESS and not found.unplaced.nothing:
        writer.writerow(["", wording.unplaced(), *_numbers(found.unplaced)])
    writer.writerow(["", wording.whole(), *_numbers(found.whole)])
    return out.getvalue()


def _numbers(figures: Figures) -> list[str]:
    """Whole numbers without marks; an empty cell where nothing is known; the rate as per cent."""
    counts = (figures.said(key) for key in FIGURE_KEYS)
    share = figures.tally.share
    rate = "" if share is None else show_number(share * 100, 2)
    return [*("" if count is None else str(count) for count in counts), rate]


def _json(asked: Asked, found: Breakdown, register: Period | None) -> str:
    answer = {
        **asked.period.args,
        "as_of": register.last.isoformat() if register else None,
        **_counts(found.whole, asked),
        "by": asked.by.value,
        "groups": [{"key": g.key, "name": g.name, **_counts(g.figures, asked)} for g in found.groups],
    }
    return json.dumps(answer, ensure_ascii=False)


def _counts(figures: Figures, asked: Asked) -> dict[str, object]:
    """The keys of `flask figures`, and beside them the rate on another basis when one was asked for."""
    reading, tally = asked.reading, figures.tally
    if reading.basis is Basis.ALL and not reading.without_filed_for:
        return dict(figures.as_json())
    own = {
        "basis": reading.basis.value, "without_filed_for": reading.without_filed_for,
        "received": tally.received, "online": tally.online, "rate": tally.share,
    }  # fmt: skip
    return {**figures.as_json(), "counted": own}
