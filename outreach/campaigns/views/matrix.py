"""The matrix of contents, channels and audiences: on the page, one cell of it, as a workbook."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from outreach import clock, lists, web
from outreach.accounts.guards import staff
from outreach.campaigns import matrix_file as files
from outreach.campaigns import queries as interventions
from outreach.campaigns.queries import matrix as queries
from outreach.campaigns.queries.matrix import Asked, PlanChoice
from outreach.campaigns.rules import TYPES, cells
from outreach.campaigns.rules.matrix import AUDIENCES, CHANNELS, CONTENTS
from outreach.campaigns.rules.paper import roman

PAPERS = ("a4", "a3")


@staff
def matrix() -> ResponseReturnValue:
    """Contents by channels for a year or a plan."""
    asked, context = _asked()
    every = request.args.get("kenh") == "tat-ca"
    intended, deeds = queries.intended(asked), queries.deeds(asked, clock.today())
    return web.render(
        "campaigns/matrix/index.html", "campaigns/matrix/_matrix.html",
        table=cells.matrix(intended, deeds, every_channel=every), every=every,
        paper=lists.one_of(request.args, "giay", PAPERS) or "a4", **context,
    )  # fmt: skip


@staff
def matrix_cell() -> ResponseReturnValue:
    """What stands in one cell: the lines of plans, and the interventions."""
    asked, context = _asked()
    letter = request.args.get("content") if request.args.get("content") in (*CONTENTS, "") else None
    channel = request.args.get("channel") if request.args.get("channel") in (*CHANNELS, "") else None
    lines, deeds = cells.narrowed(
        queries.intended(asked), queries.deeds(asked, clock.today()), letter=letter, channel=channel
    )
    return web.render(
        "campaigns/matrix/cell.html",
        letter=letter, channel=channel, lines=lines, deeds=deeds, types=TYPES, roman=roman, **context,
    )  # fmt: skip


@staff
def matrix_file() -> ResponseReturnValue:
    """The table as a workbook."""
    asked, context = _asked()
    table = cells.matrix(queries.intended(asked), queries.deeds(asked, clock.today()), every_channel=True)
    return files.workbook(table, context["title"])


def _asked() -> tuple[Asked, dict[str, Any]]:
    """Whose matrix an address asks for, and what every page of it needs; without anything the last year."""
    plan_choices, today = queries.plan_choices(), clock.today()
    wanted = lists.number(request.args, "plan")
    plan = next((choice for choice in plan_choices if choice.id == wanted), None)
    planned = {year for choice in plan_choices for year in (choice.starts_on.year, choice.ends_on.year)}
    years = sorted({today.year, *interventions.years(), *planned}, reverse=True)
    year = lists.number(request.args, "year")
    year = year if year in years else today.year
    audience = lists.one_of(request.args, "audience", AUDIENCES)
    asked = Asked(None if plan else year, plan.id if plan else None, audience)
    address = url_for("campaigns.matrix_cell", year=asked.year, plan=asked.plan_id, audience=audience)
    return asked, {
        "asked": asked, "years": years, "plan_choices": plan_choices, "contents": CONTENTS,
        "channels": CHANNELS, "audiences": AUDIENCES, "title": _title(asked, plan), "cell_address": address,
    }  # fmt: skip


def _title(asked: Asked, plan: PlanChoice | None) -> str:
    return plan.words if plan else str(asked.year)
