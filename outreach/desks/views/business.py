"""One business: its dossiers as dots, its counts before and after each intervention."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import charts, web
from outreach.accounts import guards
from outreach.charts import Tick
from outreach.desks.queries.business import business_facts
from outreach.desks.views import bp
from outreach.i18n import gettext as _
from outreach.rates import queries as rates
from outreach.rates import wording
from outreach.rates.pictures import dots_of
from outreach.rates.rules.changes import ExposureChange, Mark
from outreach.rates.rules.counting import Tally
from outreach.rates.rules.periods import Period, last_twelve_months


@bp.get("/doanh-nghiep/<int:business_id>")
@guards.signed_in
def business(business_id: int) -> ResponseReturnValue:
    """The page of one business; another business's page does not exist for a business person."""
    facts = web.found(business_facts(business_id) if guards.may_see_business(business_id) else None)
    marks = rates.dots(business_id)
    register = rates.register()
    changes = rates.business_before_after(business_id, marks, register) if register else []
    return web.render(
        "desks/business.html",
        business=facts,
        strip=_strip(facts.name, marks, changes, register),
        year=last_twelve_months(register.last) if register else None,
        tally=_tally(marks, register),
        unknown=sum(not mark.assistance_known for mark in marks),
        filed_for=sum(mark.filed_for for mark in marks),
        changes=changes,
        marks=marks,
        register=register,
        wording=wording,
    )


def _strip(name: str, marks: Sequence[Mark], changes: list[ExposureChange], register: Period | None) -> Any:
    """The dossiers of as long as the register goes, with a line at each intervention."""
    if register is None:
        return None
    ticks = [Tick(c.windows.exposed_on, c.title, _before_after(c)) for c in changes]
    start = min([register.first, *(tick.day for tick in ticks)])
    return charts.dot_strip(
        dots_of(marks), ticks, start=start, end=register.last, chart_id="strip",
        title=_("Hồ sơ của %(name)s theo ngày tiếp nhận", name=name),
    )  # fmt: skip


def _before_after(change: ExposureChange) -> str | None:
    """Where staff read on; business people may not see the page of others' figures."""
    if not current_user.is_staff:
        return None
    return url_for("rates.before_after", intervention_id=change.intervention_id)


def _tally(marks: Sequence[Mark], register: Period | None) -> Tally:
    """Online of received in the last twelve months of the register."""
    if register is None:
        return Tally()
    year = last_twelve_months(register.last)
    recent = [mark for mark in marks if year.first <= mark.received_on <= year.last]
    return Tally(sum(mark.online is True for mark in recent), len(recent))
