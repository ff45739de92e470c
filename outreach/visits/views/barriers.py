"""What keeps businesses from filing online, as they said when they were visited."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.businesses.queries import list_zones
from outreach.visits import queries, rules
from outreach.visits.queries import Between

PER_PAGE = 20
MONTHS = 12  # shown unless told otherwise


@guards.staff
def barriers() -> ResponseReturnValue:
    """Each barrier by zone and by quarter; every number leads to its stops."""
    between = _asked()
    return web.render(
        "visits/barriers.html", counts=queries.barrier_counts(between), labels=rules.BARRIERS,
        between=between, zones=_zones(), ones=_ones, quarter_args=_quarter_args,
    )  # fmt: skip


@guards.staff
def barrier(barrier_code: str) -> ResponseReturnValue:
    """The stops where one barrier was named."""
    label = web.found(rules.BARRIERS.get(barrier_code))
    between = _asked()
    address = partial(url_for, "visits.barrier", barrier_code=barrier_code, **_args(between))
    rows = partial(queries.stops_with, barrier_code, between)
    pages = lists.paged(rows, request.args, size=PER_PAGE, address=address)
    zone = dict(_zones()).get(between.zone_id or 0)
    return web.render(
        "visits/barrier.html", code=barrier_code, label=label, pages=pages, between=between, zone=zone,
        back=url_for("visits.barriers", **_args(between)),
    )  # fmt: skip


def _asked() -> Between:
    last = lists.day(request.args, "to")
    first = lists.day(request.args, "from")
    if first is None and last is None:
        first = clock.add_months(clock.today(), -MONTHS)
    return Between(first, last, lists.number(request.args, "zone"))


def _ones(code: str, between: Between, **more: Any) -> str:
    """The address of the stops behind a count."""
    return url_for("visits.barrier", barrier_code=code, **{**_args(between), **more})


def _quarter_args(quarter: date, between: Between) -> dict[str, str]:
    """The days of a quarter that are within those asked for."""
    end = clock.add_months(quarter, 3) - timedelta(days=1)
    first, last = max(quarter, between.first or quarter), min(end, between.last or end)
    return {"from": first.isoformat(), "to": last.isoformat()}


def _args(between: Between) -> dict[str, Any]:
    args = {"from": between.first, "to": between.last, "zone": between.zone_id}
    return {name: str(value) for name, value in args.items() if value is not None}


def _zones() -> list[tuple[int, str]]:
    return [(zone.id, zone.name) for zone in list_zones()]
