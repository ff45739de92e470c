"""The ladder: which business stands on which rung of which procedure, and what came before."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.campaigns import queries as campaigns
from outreach.campaigns.rules import TYPES
from outreach.desks.queries import ladder as queries
from outreach.desks.queries.business import business_facts
from outreach.desks.queries.ladder import Climber, Scope
from outreach.desks.rules import ladder as rules
from outreach.i18n import gettext as _
from outreach.i18n import show_date
from outreach.rates.wording import ladder as words
from outreach.sheets.writing import write_csv

PER_PAGE = 25
MOST_OF_ONE = 6  # procedures on a business's page, those with most dossiers


@guards.staff
def ladder() -> ResponseReturnValue:
    """Who is on which rung, by zone and procedure; as a page or as a file."""
    zone, procedure = lists.number(request.args, "zone"), lists.number(request.args, "procedure")
    rung = lists.one_of(request.args, "rung", rules.STANDINGS)
    scope = Scope(zone_id=zone or None, procedure_id=procedure or None)
    everyone = queries.climbers(scope)
    chosen = [one for one in everyone if rung in (None, one.ladder.standing_key)]
    if request.args.get("format") == "csv":
        return _file(chosen)
    address = partial(url_for, "desks.ladder", zone=zone or None, procedure=procedure or None)
    pages = lists.paged(
        partial(lists.cut, chosen), request.args, size=PER_PAGE, address=partial(address, rung=rung)
    )
    zones, procedures = queries.choices()
    return web.render(
        "desks/ladder.html", "desks/_ladder_list.html",
        pages=pages, lines=_lines(pages.rows), zones=zones, procedures=procedures, address=address,
        asked={"zone": zone, "procedure": procedure, "rung": rung}, rules=rules, words=words,
        counts=Counter(one.ladder.standing_key for one in everyone), total=len(everyone),
        trips=queries.trips(scope),
    )  # fmt: skip


@guards.signed_in
def business_ladder(business_id: int) -> ResponseReturnValue:
    """The ladders of one business; another business's do not exist for a business person."""
    facts = web.found(business_facts(business_id) if guards.may_see_business(business_id) else None)
    return web.render(
        "desks/business_ladder.html", "desks/_business_ladder.html",
        business=facts, ladder=of_business(business_id),
    )  # fmt: skip


def of_business(business_id: int) -> dict[str, Any]:
    """The compact ladders of one business, for its page: procedures, what came before each move, trips."""
    scope = Scope(business_id=business_id)
    climbing = queries.climbers(scope)
    shown = climbing[:MOST_OF_ONE]
    _businesses, procedures = queries.names(shown) if shown else ({}, {})
    reached = campaigns.exposures_of_business(business_id)
    days = [(words.named(one.title, one.exposed_on), one.exposed_on) for one in reached]
    return {
        "rows": [(one, procedures[one.procedure_id], _moves(one, days)) for one in shown],
        "more": len(climbing) - len(shown),
        "trips": queries.trips(scope) if shown else None,
        "account": queries.account(business_id),
        "words": words,
    }


def _moves(one: Climber, days: Sequence[tuple[str, date]]) -> list[tuple[Any, str]]:
    """Each move with what reached the business in the months before."""
    return [
        (rung, words.before_move(_before(rung.since, days), rules.MONTHS_BEFORE)) for rung in one.ladder.moves
    ]


def _before(move: date | None, days: Sequence[tuple[str, date]]) -> list[str]:
    if move is None:
        return []
    start = clock.add_months(move, -rules.MONTHS_BEFORE)
    return [name for name, day in days if start < day <= move]


def _lines(rows: Sequence[Climber]) -> list[dict[str, Any]]:
    """The rows of a page with names, and what came before the latest move."""
    if not rows:
        return []
    businesses, procedures = queries.names(rows)
    reached = campaigns.exposures(business_ids=list(businesses))
    lines = []
    for one in rows:
        own = [
            (str(TYPES.get(exposure.type, exposure.type)), exposure.exposed_on)
            for exposure in reached
            if exposure.business_id == one.business_id
        ]
        moves = one.ladder.moves
        earlier = Counter(_before(moves[-1].since, own)) if moves else {}
        named = [f"{name} ({count})" if count > 1 else name for name, count in earlier.items()]
        lines.append(
            {
                "one": one, "business": businesses[one.business_id],
                "procedure": procedures[one.procedure_id], "last": moves[-1] if moves else None,
                "before": words.before_move(named, rules.MONTHS_BEFORE) if moves else None,
            }
        )  # fmt: skip
    return lines


def _file(chosen: Sequence[Climber]) -> Response:
    businesses, procedures = queries.names(chosen)
    head = [_("Mã số thuế"), _("Doanh nghiệp"), _("Khu, cụm"), _("Thủ tục"), _("Đang ở bậc")]
    head += [str(words.STANDINGS[key]) for key in rules.RUNGS]
    head += [_("Tiếp nhận"), _("Trực tuyến"), *(str(label) for label in words.HOW.values())]
    rows = [head, *(_cells(one, businesses[one.business_id], procedures) for one in chosen)]
    return Response(
        write_csv(rows), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="bac-thang.csv"'},
    )  # fmt: skip


def _cells(one: Climber, business: Any, procedures: dict[int, str]) -> list[str]:
    filed = one.filed
    rungs = [show_date(r.since) if r.since else str(words.STATES[r.state]) for r in one.ladder.rungs]
    counts = (filed.received, filed.online, filed.alone, filed.assisted, filed.filed_for, filed.how_unknown)
    return [
        business.tax_code or "", business.name, business.zone or "", procedures[one.procedure_id],
        str(words.STANDINGS[one.ladder.standing_key]), *rungs, *(str(count) for count in counts),
    ]  # fmt: skip
