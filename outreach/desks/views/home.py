"""The first page of each role: what that person does next, and how things stand."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from outreach import charts, clock, web
from outreach.accounts import guards
from outreach.accounts.models import Role
from outreach.campaigns import queries as campaigns
from outreach.campaigns import rules as campaign_rules
from outreach.desks.queries import home as queries
from outreach.desks.queries import ladder as ladders
from outreach.desks.queries import todo
from outreach.desks.rules.todo import kinds_for
from outreach.dossiers import queries as dossiers
from outreach.dossiers import rules as dossier_rules
from outreach.dossiers.queries.expected import late_files
from outreach.dossiers.scope import Scope
from outreach.i18n import gettext as _
from outreach.notices import queries as notices
from outreach.rates import queries as rates
from outreach.rates import wording
from outreach.rates.pictures import ticks_of
from outreach.rates.queries import ledger_list
from outreach.rates.queries.reach_next import first_to_reach
from outreach.rates.rules.periods import Period, last_twelve_months
from outreach.rates.wording import ladder as ladder_words
from outreach.rates.wording import overview
from outreach.rates.wording import reach_next as reach_words
from outreach.receipts import queries as receipts
from outreach.receipts import rules as receipt_rules
from outreach.tutorials import queries as tutorials

CHART_MONTHS = 12
LATEST = 5
TOLD = 2
TO_REACH = 3
OF_FILING = 3  # receipts, and procedures on the ladder
NEW_FOR = timedelta(days=30)  # how long a published guide is news


@guards.signed_in
def home() -> ResponseReturnValue:
    """The home of the signed-in role."""
    if current_user.role == Role.BUSINESS:
        return _home_of_a_business()
    return web.render("desks/home.html", **_staff())


def _staff() -> dict[str, Any]:
    register = rates.register()
    year = last_twelve_months(register.last) if register else None
    latest = queries.latest_interventions()
    return {
        "waiting": queries.waiting(),
        "late_files": late_files() if current_user.is_officer else [],
        "todo": todo.glance(kinds_for(current_user.role)),
        "register": register,
        "year": year,
        "glance": rates.glance(year) if year else None,
        "chart": _chart(register) if register else None,
        "reach": first_to_reach(register, TO_REACH) if register else [],
        "reach_words": reach_words,
        "interventions": latest,
        "verdicts": ledger_list.verdicts_of([one.id for one in latest]),
        "told": [] if current_user.role == Role.HELPDESK else ledger_list.told_entries(TOLD),
        "overview": overview,
        "types": campaign_rules.TYPES,
        "people": queries.people_counts() if current_user.role == Role.ADMINISTRATOR else {},
        "wording": wording,
    }


def _latest(business_id: int) -> Sequence[dossiers.DossierLine]:
    wanted = dossiers.RegisterFilter(scope=Scope(business_id=business_id))
    return dossiers.search_register(wanted, offset=0, limit=LATEST)[0]


def _chart(register: Period) -> Markup:
    """The monthly rate of the last year, or as long as the register goes."""
    start = max(register.first, clock.add_months(clock.month_of(register.last), 1 - CHART_MONTHS))
    points = rates.months(Scope(start, register.last))
    ticks = ticks_of(campaigns.ticks(start, register.last))
    title = _("Tỷ lệ nộp trực tuyến theo tháng")
    return charts.month_chart(points, ticks, title=title, chart_id="months")


def _home_of_a_business() -> ResponseReturnValue:
    business_id = current_user.business_id
    register = rates.register()
    scope = last_twelve_months(register.last) if register else None
    figures = rates.figures(Scope(scope.first, scope.last, business_id=business_id)) if scope else None
    return web.render(
        "desks/home_business.html",
        business_id=business_id,
        notices=notices.list_notices(business_id, current_user.id, offset=0, limit=TOLD, only_unseen=True)[0],
        figures=figures,
        year=scope,
        register=register,
        dossiers=_latest(business_id),
        statuses=dossier_rules.STATUSES,
        channels=dossier_rules.CHANNELS,
        wording=wording,
        **_learning(business_id),
        **_filing(business_id),
    )


def _learning(business_id: int) -> dict[str, Any]:
    """What the person is at, what the business has learned, and which guides are new to the person."""
    since = clock.now() - NEW_FOR
    return {
        "under_way": tutorials.under_way(current_user.id),
        "learned": tutorials.learned_in(business_id, LATEST),
        "fresh": tutorials.fresh(since, user_id=current_user.id),
    }


def _filing(business_id: int) -> dict[str, Any]:
    """The latest receipts, and the rungs of the procedures that the business files most."""
    climbing = ladders.climbers(ladders.Scope(business_id=business_id))[:OF_FILING]
    _businesses, procedures = ladders.names(climbing) if climbing else ({}, {})
    return {
        "receipts": receipts.of_business(business_id, offset=0, limit=OF_FILING)[0],
        "receipt_rules": receipt_rules,
        "rungs": [(one, procedures[one.procedure_id]) for one in climbing],
        "ladder_words": ladder_words,
    }
