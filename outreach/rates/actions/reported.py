"""Recording, changing and removing totals that a report gives without their split."""

from datetime import date
from typing import Any

from outreach import clock
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.rates.models import ReportedTotal
from outreach.rates.rules.bounds import Totals, checked
from outreach.rates.rules.periods import Period
from outreach.refusals import Refused

_COUNTS = ("received", "online", "online_first", "received_first_low", "received_first_high")


def record_total(*, recorded_by_id: int, **values: Any) -> ReportedTotal:
    """Write down the totals of one report; Refused when they contradict each other."""
    _check(**values)
    total = ReportedTotal(recorded_at=clock.now(), recorded_by_id=recorded_by_id, **values)
    db.session.add(total)
    db.session.flush()
    return total


def change_total(*, total: ReportedTotal, **values: Any) -> ReportedTotal:
    """Correct what was written down; Refused when it contradicts itself."""
    _check(**values)
    for name, value in values.items():
        setattr(total, name, value)
    db.session.flush()
    return total


def delete_total(*, total: ReportedTotal) -> None:
    """Take it out again."""
    db.session.delete(total)
    db.session.flush()


def _check(*, first: date, split_on: date, last: date, **values: Any) -> None:
    if last <= first:
        raise Refused(_l("Ngày cuối kỳ phải sau ngày đầu kỳ."), "last")
    if not first <= split_on < last:
        raise Refused(_l("Ngày chia phải nằm trong kỳ, trước ngày cuối kỳ."), "split_on")
    try:
        Period(first, last)
    except Refused as refusal:
        raise Refused(str(refusal), "first") from refusal
    checked(Totals(*(values[name] for name in _COUNTS)))
