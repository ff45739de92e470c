"""What a register leaves unsaid or says against itself, as conditions: the only place where these stand.

The page about the register's quality counts them, the list of dossiers shows the rows behind each count.
None of them needs a join.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from outreach import clock
from outreach.businesses.models import Business
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier, Procedure
from outreach.dossiers.rules import CLOSED, SETTLED, STATUSES
from outreach.dossiers.scope import WITHOUT, WITHOUT_FIELD

Condition = ColumnElement[bool]

OPEN = tuple(status for status in STATUSES if status not in (*CLOSED, *SETTLED))
# Those that filters of the list have named all along; the others are asked for by `odd`.
ARGS: dict[str, Mapping[str, Any]] = {
    "without_business": {"business": WITHOUT},
    "without_zone": {"zone": WITHOUT},
    "channel_unknown": {"channel": "unknown"},
    "without_procedure": {"procedure": WITHOUT},
    "without_field": {"field": WITHOUT_FIELD},
    "without_agency": {"agency": WITHOUT},
    "status_unknown": {"state": "unknown"},
}


def args_of(oddity: str) -> Mapping[str, Any]:
    """What asks the list of dossiers for the rows with an oddity."""
    return ARGS.get(oddity, {"odd": oddity})


def is_odd(oddity: str, today: date) -> Condition:
    """The condition of an oddity (rules.ODDITIES); KeyError for one that is none."""
    return _CONDITIONS[oddity](today)


def _businesses(condition: Condition) -> Select[int]:
    return select(Business.id).where(condition)


def _without_business_or(condition: Condition) -> Condition:
    return or_(Dossier.business_id.is_(None), Dossier.business_id.in_(_businesses(condition)))


def _in_future(today: date) -> Condition:
    d = Dossier
    return or_(d.received_on > today, d.finished_on > today, d.returned_on > today)


def _before_received() -> Condition:
    return or_(Dossier.finished_on < Dossier.received_on, Dossier.returned_on < Dossier.received_on)


def _has_day() -> Condition:
    return or_(Dossier.returned_on.is_not(None), Dossier.finished_on.is_not(None))


def _open_for_a_year(today: date) -> Condition:
    return and_(measures.is_open_on(today), Dossier.received_on < clock.add_months(today, -12))


def _same_code() -> Condition:
    twice = select(Dossier.code).group_by(Dossier.code).having(func.count() > 1)  # unique within a source
    return Dossier.code.in_(twice)


def _same_deed() -> Condition:
    """One business, one procedure, one day, two sources: within one source the codes tell dossiers apart."""
    d, other = Dossier, aliased(Dossier)
    same = (
        getattr(other, name) == getattr(d, name) for name in ("business_id", "received_on", "procedure_id")
    )
    return and_(d.business_id.is_not(None), exists().where(*same, other.source != d.source))


_CONDITIONS: dict[str, Callable[[date], Condition]] = {
    "without_tax_code": lambda _today: _without_business_or(Business.tax_code.is_(None)),
    "without_business": lambda _today: Dossier.business_id.is_(None),
    "provisional_business": lambda _today: Dossier.business_id.in_(
        _businesses(Business.provisional.is_(True))
    ),
    "without_zone": lambda _today: _without_business_or(Business.zone_id.is_(None)),
    "channel_unknown": lambda _today: Dossier.filing_channel.is_(None),
    "without_procedure": lambda _today: Dossier.procedure_id.is_(None),
    "provisional_procedure": lambda _today: Dossier.procedure_id.in_(
        select(Procedure.id).where(Procedure.provisional.is_(True))
    ),
    "level_unknown": lambda _today: Dossier.online_possible.is_(None),
    "without_field": lambda _today: Dossier.field_folded.is_(None),
    "without_agency": lambda _today: Dossier.agency_id.is_(None),
    "status_unknown": lambda _today: Dossier.status.is_(None),
    "without_due": lambda _today: Dossier.due_on.is_(None),
    "due_before_received": lambda _today: Dossier.due_on < Dossier.received_on,
    "finished_before_received": lambda _today: _before_received(),
    "returned_before_finished": lambda _today: Dossier.returned_on < Dossier.finished_on,
    "in_future": _in_future,
    "settled_without_day": lambda _today: and_(Dossier.status.in_(SETTLED), ~_has_day()),
    "open_with_day": lambda _today: and_(Dossier.status.in_(OPEN), _has_day()),
    "open_for_a_year": _open_for_a_year,
    "same_code": lambda _today: _same_code(),
    "same_deed": lambda _today: _same_deed(),
}
