"""The wall: all businesses as strips of dots, by zone, through the last two years of the register."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.campaigns import queries as campaigns
from outreach.charts import WallRow, WallZone, wall_dots
from outreach.i18n import gettext as _
from outreach.rates import queries as rates
from outreach.rates.pictures import latest
from outreach.rates.queries import WallOfZone

YEARS = 2
WHOLE_WALL = 300  # businesses; larger boards are shown one zone at a time


@guards.staff
def wall() -> ResponseReturnValue:
    """Every business's dossiers as signs; the player fetches their days and draws them as dots."""
    start, end = _days()
    chosen, links = _one_at_a_time(rates.wall(start, end))
    ticks, earlier = latest(campaigns.ticks(start, end))
    return web.render(
        "desks/wall.html",
        zones=[_zone(zone, start) for zone in chosen],
        zone_links=links,
        dossiers_url=url_for("desks.wall_dossiers", zone=request.args.get("zone")),
        start=start,
        end=end,
        ticks=ticks,
        earlier=earlier,
    )


@guards.staff
def wall_dossiers() -> ResponseReturnValue:
    """The dossiers of the same rows for the player: a line each, the business's address and its dots."""
    start, end = _days()
    chosen, _links = _one_at_a_time(rates.wall(start, end))
    lines = [f"{row.href} {row.dots}" for zone in chosen for row in _zone(zone, start).rows]
    return Response("\n".join(lines), mimetype="text/plain")


def _days() -> tuple[date, date]:
    """The first and the last day of the wall."""
    register = rates.register()
    end = register.last if register else clock.today()
    return clock.add_months(end, -12 * YEARS), end


def _zone(zone: WallOfZone, start: date) -> WallZone:
    rows = [
        WallRow(b.name, url_for("desks.business", business_id=b.id), wall_dots(b.dossiers, start))
        for b in zone.businesses
    ]
    return WallZone(zone.name or _("Chưa rõ khu"), rows)


def _one_at_a_time(zones: Sequence[WallOfZone]) -> tuple[Sequence[WallOfZone], list[tuple[str, str, bool]]]:
    """All zones of a small board; of a large one the zone asked for, with links to the others."""
    if sum(len(zone.businesses) for zone in zones) <= WHOLE_WALL:
        return zones, []
    asked = lists.number(request.args, "zone")
    here = next((zone for zone in zones if zone.id == asked), zones[0])
    links: list[Any] = [
        (zone.name or _("Chưa rõ khu"), url_for("desks.wall", zone=zone.id or 0), zone is here)
        for zone in zones
    ]
    return [here], links
