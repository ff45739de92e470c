"""The helpdesk in numbers; each number leads to its conversations."""

from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from flask import request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.charts.weeks import WeekPoint, week_chart, week_table
from outreach.helpdesk import queries, rules
from outreach.helpdesk.figures_file import figures_file
from outreach.helpdesk.queries.figures import Wanted
from outreach.helpdesk.rules import figures as counting
from outreach.helpdesk.rules.figures import Asked, Group
from outreach.i18n import gettext as _
from outreach.i18n import show_date
from outreach.small_cells import FEWEST
from outreach.tutorials.rules import FEWEST_STARTS, per_hundred

PER_PAGE = 50
MOST_ROWS = 30  # of a table; the file has all


class Row(NamedTuple):
    """A line of a table: its words, its figures and the way to its conversations."""

    words: str
    figures: Group
    args: dict[str, Any]


class Again(NamedTuple):
    """How often a step was asked about in one of its versions; `per_hundred` only with starts enough."""

    step: Any
    asked: int
    starts: int
    per_hundred: float | None
    args: dict[str, Any]


@guards.staff
def figures() -> ResponseReturnValue:
    """Questions, times and satisfaction of a period; a file with ?format=csv."""
    targets = queries.targets()
    wanted = _wanted(targets)
    rows = queries.asked(wanted)
    procedures, zones = queries.procedures_asked(), queries.zones()
    if request.args.get("format") in ("csv", "xlsx"):
        steps = queries.steps({one.version_id for one in rows if one.version_id})
        return figures_file(rows, procedures, zones, steps, request.args["format"])
    counted = partial(counting.group, targets=targets)
    satisfaction, opinions = queries.satisfaction(wanted.first, wanted.last)
    return web.render(
        "helpdesk/figures.html", wanted=wanted, args=_args(wanted), whole=counted(rows), targets=targets,
        procedures=procedures, zones=zones, by_procedure=_by_procedure(rows, procedures, counted),
        by_channel=_by_channel(rows, counted),
        chart=_chart(rows, wanted), weeks=counting.weeks(wanted.first, wanted.last)[-counting.MOST_WEEKS :],
        cells=counting.by_zone_and_week(rows), again=_again(rows, wanted), rules=rules, only=counting.ONLY,
        fewest=FEWEST, satisfaction=satisfaction, opinions=opinions,
        fewest_starts=FEWEST_STARTS, week=timedelta(days=6),
    )  # fmt: skip


@guards.staff
def figure_rows() -> ResponseReturnValue:
    """The conversations behind a number."""
    wanted = _wanted(queries.targets())
    args = _args(wanted)
    pages = lists.paged(
        partial(queries.asked_lines, wanted), request.args, size=PER_PAGE,
        address=partial(url_for, "helpdesk.figure_rows", **args),
    )  # fmt: skip
    return web.render(
        "helpdesk/figure_rows.html", pages=pages, args=args, rules=rules, wanted=wanted,
        what=counting.ONLY.get(wanted.only or ""),
    )  # fmt: skip


def _wanted(targets: rules.Targets) -> Wanted:
    """What the address asks for; the last twelve weeks unless it says otherwise."""
    args, today = request.args, clock.today()
    last = min(lists.day(args, "to") or today, today)
    first = lists.day(args, "from") or last - counting.USUAL_PERIOD + timedelta(days=1)
    first = max(min(first, last), last - counting.LONGEST_PERIOD)
    only = lists.one_of(args, "only", counting.ONLY)
    return Wanted(
        first, last, lists.number(args, "procedure"), lists.number(args, "zone"),
        lists.one_of(args, "channel", rules.CHANNELS), lists.number(args, "tutorial"),
        lists.words(args, "step") or None, lists.number(args, "version"),
        only, targets.get(rules.NEXT_REPLY if only == "late_again" else rules.FIRST_REPLY),
    )  # fmt: skip


def _args(wanted: Wanted) -> dict[str, Any]:
    """The same as an address."""
    given = {
        "from": wanted.first.isoformat(), "to": wanted.last.isoformat(), "procedure": wanted.procedure_id,
        "zone": wanted.zone_id, "channel": wanted.channel, "tutorial": wanted.tutorial_id,
        "step": wanted.step_key, "version": wanted.version_id, "only": wanted.only,
    }  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def _by_procedure(
    rows: list[Asked], procedures: dict[int, tuple[str | None, str]], counted: Any
) -> list[Row]:
    groups = counting.by(rows, lambda one: one.procedure_id)[:MOST_ROWS]
    found = []
    for key, some in groups:
        name = procedures[key][1] if isinstance(key, int) and key in procedures else _("Chưa rõ thủ tục")
        found.append(Row(name, counted(some), {"procedure": key or 0}))
    return found


def _by_channel(rows: list[Asked], counted: Any) -> list[Row]:
    groups = counting.by(rows, lambda one: one.channel)
    return [Row(str(rules.CHANNELS[str(key)]), counted(some), {"channel": key}) for key, some in groups]


def _chart(rows: list[Asked], wanted: Wanted) -> dict[str, Any]:
    by_week = dict(counting.by(rows, lambda one: one.week))
    points = []
    for monday in counting.weeks(wanted.first, wanted.last):
        some = by_week.get(monday, [])
        points.append(
            WeekPoint(
                monday,
                len(some),
                sum(one.first_reply is not None for one in some),
                _week_href(monday, wanted),
            )
        )
    name = _(
        "Câu hỏi theo tuần, %(first)s–%(last)s", first=show_date(wanted.first), last=show_date(wanted.last)
    )
    return {"svg": week_chart(points, name=name, chart_id="weeks"), "name": name, "table": week_table(points)}


def _week_href(monday: date, wanted: Wanted) -> str:
    days = {
        "from": max(monday, wanted.first).isoformat(),
        "to": min(monday + timedelta(days=6), wanted.last).isoformat(),
    }
    return url_for("helpdesk.figure_rows", **(_args(wanted) | days))


def _again(rows: list[Asked], wanted: Wanted) -> list[Again]:
    """Steps asked about more than once, by version: those asked about most first."""
    at_steps = [one for one in rows if one.version_id and one.step_key]
    groups = counting.by(at_steps, lambda one: (one.version_id, one.step_key))
    steps = queries.steps({one.version_id for one in at_steps if one.version_id})
    begun = queries.starts({version for version, _key in steps}, wanted.first, wanted.last)
    found = []
    for key, some in groups[:MOST_ROWS]:
        step = steps.get(key)  # type: ignore[call-overload]
        if step is not None:
            starts = begun.get(step.version_id, 0)
            args = {"tutorial": step.tutorial_id, "step": step.key, "version": step.version_id}
            found.append(Again(step, len(some), starts, per_hundred(len(some), starts), args))
    return sorted(found, key=lambda one: (one.step.tutorial_id, one.step.key, one.step.number))
