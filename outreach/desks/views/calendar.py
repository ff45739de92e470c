"""The calendar by month and as a list, and the warnings that forms ask for."""

from collections import defaultdict
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.campaigns.clashing import Proposed, Warned
from outreach.campaigns.queries import get_intervention
from outreach.campaigns.rules import TYPES
from outreach.desks.queries import calendar as queries
from outreach.desks.queries import clashes as clash_queries
from outreach.desks.rules import calendar as rules
from outreach.desks.rules import clashes as clash_rules
from outreach.i18n import locale


@guards.staff
def calendar() -> ResponseReturnValue:
    """A month: as a grid that prints on one sheet, or as a list."""
    today, args = clock.today(), request.args
    month = rules.read_month(args.get("month", ""), today)
    wanted = queries.Narrowed(month, lists.number(args, "zone"), lists.one_of(args, "type", TYPES))
    as_list = args.get("show") == "list"
    shown, weeks = queries.month(wanted), rules.weeks_of(month)
    days, warned = defaultdict(list), defaultdict(list)
    for event in shown.events:
        days[event.day].append(event)
    for clash in shown.clashes:
        warned[clash.day].append(clash)
    kept: dict[str, Any] = {
        "zone": wanted.zone_id, "type": wanted.type, "show": "list" if as_list else None
    }  # fmt: skip
    return web.render(
        "desks/calendar.html", "desks/_calendar.html",
        shown=shown, wanted=wanted, days=days, warned=warned, weeks=weeks, today=today, as_list=as_list,
        zones=shown.zones, **_words(locale()),
        off={day for week in weeks for day in week if clash_rules.is_off(day, shown.special)},
        to=lambda number: _address(clock.add_months(month, number), kept),
        other=_address(month, kept | {"show": None if as_list else "list"}), this_month=_address(today, kept),
    )  # fmt: skip


@lru_cache
def _words(_locale: str) -> dict[str, Any]:
    return {
        "types": {type: str(label) for type, label in TYPES.items()},
        "weekdays": [str(name) for name in rules.WEEKDAYS],
    }


def _address(month: date, kept: dict[str, Any]) -> str:
    return web.url_for("desks.calendar", month=f"{month:%Y-%m}", **kept)


@guards.staff
def clashes() -> ResponseReturnValue:
    """The warnings of one day as a part of a form: asked while it is filled in, and never in the way."""
    proposed = _proposed()
    warned = clash_queries.warn(proposed) if proposed else Warned()
    return web.render("desks/clashes.html", "desks/_clashes.html", warned=warned)


def _proposed() -> Proposed | None:
    """What the form holds so far: a day, or a session's beginning and end; None for what takes longer."""
    starts, ends = _instant("starts_at"), _instant("ends_at")
    day = starts.date() if starts else lists.day(request.args, "day") or lists.day(request.args, "held_on")
    if day is None or abs(day.year - clock.today().year) > rules.FARTHEST:
        return None
    ends_on = lists.day(request.args, "ends_on") or day
    if request.args.get("span") or ends_on > day:
        return None
    known = get_intervention(lists.number(request.args, "intervention") or 0)
    later = starts is not None and ends is not None and ends.date() > starts.date()
    return Proposed(
        known.id if known else 0, day, known.title if known else lists.words(request.args, "title"),
        starts.time() if starts else None, time.max if later else ends.time() if ends else None,
        lists.words(request.args, "trainers") or lists.words(request.args, "team"),
    )  # fmt: skip


def _instant(name: str) -> datetime | None:
    """What people write as 05/03/2026 08:30."""
    day, _space, hour = lists.words(request.args, name).partition(" ")
    read = lists.day({"day": day}, "day")
    try:
        at = time.fromisoformat(hour.strip().zfill(5)) if hour else None
    except ValueError:
        at = None
    return datetime.combine(read, at.replace(tzinfo=None)) if read and at else None
