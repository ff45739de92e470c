"""What effects are estimated from, read as columns: the only query that gives numpy arrays.

numpy is imported inside, for the worker's process and the commands; pages never call this.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from outreach.businesses.models import Business
from outreach.campaigns import queries as campaigns
from outreach.campaigns.models import Draw, Intervention, ListedBusiness
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.dossiers.queries import register_days
from outreach.dossiers.rules import SETTLED
from outreach.rates.rules.ledger import Outcome

if TYPE_CHECKING:
    from outreach.rates.effects.inputs import Deed, Inputs, Reach

YES, NO, UNKNOWN = 1, 0, -1


def effect_inputs() -> "Inputs | None":
    """Received dossiers of known businesses, who was reached when, and the register's days; None without any.

    A fixed number of statements. The session should be reading only: this takes half a second for 71,000.
    """
    import numpy as np

    from outreach.rates.effects.inputs import Inputs

    days = register_days()
    if days is None:
        return None
    businesses = _columns(select(Business.id, Business.active).order_by(Business.id))
    ids = np.array(businesses[0], np.int64)
    dossiers = _columns(_DOSSIERS)
    flags = dict(zip(FLAGS, dossiers[3:], strict=True))
    return Inputs(
        businesses=ids,
        active=np.array(businesses[1], np.bool_),
        business=np.searchsorted(ids, np.array(dossiers[0], np.int64)),
        day=_ordinals(dossiers[1]),
        outcomes={outcome: np.array(column, np.int8) for outcome, column in flags.items()},
        may_be_online=np.array(dossiers[2], np.bool_),
        deeds=_deeds(),
        reaches=_reaches({id: index for index, id in enumerate(ids.tolist())}),
        first_day=days[0].toordinal(),
        last_day=days[1].toordinal(),
    )


def filed_for(inputs: "Inputs") -> tuple[Any, Any, Any]:
    """Those of the dossiers that staff filed for the business: index of the business, day, whether online."""
    import numpy as np

    statement = select(Dossier.business_id, Dossier.received_on, case((measures.is_online(), 1), else_=0))
    who, days, online = _columns(
        statement.where(measures.is_received(), measures.is_filed_for(), Dossier.business_id.is_not(None))
    )
    return np.searchsorted(inputs.businesses, who), _ordinals(days), np.array(online, np.bool_)


def _columns(statement: Any) -> Sequence[Sequence[Any]]:
    """The result column by column; as many empty ones when there is no row."""
    result = db.session.execute(statement)
    width = len(result.keys())
    rows = result.all()
    return list(zip(*rows, strict=True)) if rows else [()] * width


def _ordinals(days: Sequence[Any]) -> Any:
    import numpy as np

    known = {day: day.toordinal() for day in set(days)}  # some thousand days, however many dossiers
    return np.array([known[day] for day in days], np.int64)


def _deeds() -> "tuple[Deed, ...]":
    from outreach.rates.effects.inputs import Deed

    in_order = (
        select(ListedBusiness.intervention_id, ListedBusiness.business_id)
        .join(Draw, Draw.intervention_id == ListedBusiness.intervention_id)
        .where(ListedBusiness.place.is_not(None))
        .order_by(ListedBusiness.intervention_id, ListedBusiness.place)
    )
    listed: dict[int, list[int]] = {}
    for intervention_id, business_id in db.session.execute(in_order):
        listed.setdefault(intervention_id, []).append(business_id)
    held = select(Intervention.id, Intervention.type, Intervention.held_on, Intervention.covers_all).where(
        Intervention.cancelled_on.is_(None)
    )
    return tuple(
        Deed(id, type, day.toordinal(), covers_all, tuple(listed.get(id, ())))
        for id, type, day, covers_all in db.session.execute(
            held.order_by(Intervention.held_on, Intervention.id)
        )
    )


def _reaches(index_of: dict[int, int]) -> "tuple[Reach, ...]":
    """What businesses ask for themselves comes with `offered` False: tutorials, helpdesk, counter help."""
    from outreach.rates.effects.inputs import Reach

    return tuple(
        Reach(
            one.intervention_id,
            one.type,
            index_of[one.business_id],
            one.exposed_on.toordinal(),
            one.offered,
        )
        for one in campaigns.exposures()
    )


# ── one dossier's outcomes: 1 yes, 0 no, -1 not known ────────────────────────────────────────────────────


def _is_online() -> ColumnElement[int]:
    return case((Dossier.filing_channel.is_(None), UNKNOWN), (measures.is_online(), YES), else_=NO)


def _is_alone() -> ColumnElement[int]:
    """Filed online by the business alone; on paper, or with help, it was not."""
    helped = and_(Dossier.assistance.is_not(None), Dossier.assistance != "alone")
    on_paper = and_(Dossier.filing_channel.is_not(None), ~measures.is_online())
    unknown = or_(Dossier.filing_channel.is_(None), Dossier.assistance.is_(None))
    return case((or_(helped, on_paper), NO), (unknown, UNKNOWN), else_=YES)


# A register says nothing about payment before the first day on which it notes one: unknown, not unpaid.
PAYING = (
    select(Dossier.source, func.min(Dossier.received_on).label("since"))
    .where(Dossier.paid_vnd.is_not(None))
    .group_by(Dossier.source)
    .subquery()
)


def _is_paid() -> ColumnElement[int]:
    noted = or_(Dossier.paid_vnd.is_not(None), Dossier.received_on >= PAYING.c.since)
    return case((measures.paid_online(), YES), (noted, NO), else_=UNKNOWN)


def _is_not_sent_back() -> ColumnElement[int]:
    """Known once it ended: with a result, or withdrawn, refused or stopped without having been sent back."""
    ended = or_(
        measures.is_closed(),
        and_(Dossier.status.is_not(None), Dossier.status.in_(SETTLED)),
        measures.resolved_on().is_not(None),
    )
    sent_back = and_(Dossier.status.is_not(None), Dossier.status == "sent_back")
    return case((sent_back, NO), (ended, YES), else_=UNKNOWN)


FLAGS = {
    Outcome.ONLINE: _is_online(),
    Outcome.ALONE: _is_alone(),
    Outcome.PAID: _is_paid(),
    Outcome.NOT_SENT_BACK: _is_not_sent_back(),
}
_DOSSIERS = (
    select(
        Dossier.business_id,
        Dossier.received_on,
        case((measures.may_be_online(), literal(1)), else_=0),
        *FLAGS.values(),
    )
    .outerjoin(PAYING, PAYING.c.source == Dossier.source)
    .where(measures.is_received(), Dossier.business_id.is_not(None))
    .order_by(Dossier.id)
)
