"""What stood around an intervention: what else reached the same businesses, outages, and other outcomes."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, or_, select, true

from outreach.campaigns import queries as campaigns
from outreach.database import batches, db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier
from outreach.dossiers.queries import OutageLine, outages_between
from outreach.rates.queries.inputs import FLAGS, NO, PAYING, YES
from outreach.rates.rules.changes import BeforeAfter
from outreach.rates.rules.counting import Pair, Tally
from outreach.rates.rules.ledger import Outcome
from outreach.rates.rules.periods import Period


class Touched(NamedTuple):
    """Another intervention, and how many of some businesses it reached; None: it reached everyone."""

    id: int
    title: str
    type: str
    first: date
    last: date | None
    businesses: int | None


class Surroundings(NamedTuple):
    """Yes of known for the outcome asked for, of those reached and of the others; and what else happened."""

    pairs: tuple[Pair, Pair] = (Pair(), Pair())
    touched: tuple[Touched, ...] = ()
    outages: tuple[OutageLine, ...] = ()


def surroundings(found: BeforeAfter, outcome: Outcome, *, besides: int) -> Surroundings:
    """Of the intervention `besides`; nothing while the register is empty."""
    if found.windows is None:
        return Surroundings()
    online, days = (found.attended.pair, found.others.pair), found.windows.known_span
    ids = None if found.covers_all else [change.business_id for change in found.changes]
    return Surroundings(
        online if outcome is Outcome.ONLINE else outcome_pairs(found, outcome),
        tuple(touched(ids, found.span, besides=besides)),
        tuple(outages_between(days.first, days.last)),
    )


def touched(business_ids: Collection[int] | None, period: Period, *, besides: int) -> list[Touched]:
    """What else reached these businesses in the period, by day: those that cover everyone are in.

    Without ids: whatever reached any business.
    """
    reached: dict[int, set[int]] = defaultdict(set)
    for some in [None] if business_ids is None else batches(sorted(business_ids)):
        for one in campaigns.exposures(business_ids=some):
            if period.first <= one.exposed_on <= period.last:
                reached[one.intervention_id].add(one.business_id)
    return [
        Touched(tick.id, tick.label, tick.type, tick.date, tick.ends, None if tick.covers_all else len(found))
        for tick in campaigns.ticks(period.first, period.last)
        for found in (reached.get(tick.id, set()),)
        if tick.id != besides and (tick.covers_all or found)
    ]


def outcome_pairs(found: BeforeAfter, outcome: Outcome) -> tuple[Pair, Pair]:
    """Yes of known for an outcome before and after: those reached, each around its own day, and all others.

    Where everyone was reached, the whole board and nobody.
    """
    if found.windows is None:
        return Pair(), Pair()
    if found.covers_all:
        return _board(found, outcome, true()), Pair()
    ours = {change.business_id: change.windows for change in found.changes}
    counts = {"before": [0, 0], "after": [0, 0]}
    for some in batches(sorted(ours)):
        span = found.span
        statement = _known(outcome, Dossier.business_id, Dossier.received_on, FLAGS[outcome]).where(
            Dossier.business_id.in_(some), measures.is_received_in(span.first, span.last)
        )
        for business_id, day, flag in db.session.execute(statement):
            side = ours[business_id].side(day)
            if side:
                counts[side][0] += flag == YES
                counts[side][1] += 1
    others = and_(Dossier.business_id.is_not(None), Dossier.business_id.not_in(list(ours)))
    mine = Pair(Tally(*counts["before"]), Tally(*counts["after"]))
    return mine, _board(found, outcome, others)


def _board(found: BeforeAfter, outcome: Outcome, of: Any) -> Pair:
    """The dossiers meant by a condition, in the windows of the intervention's own day."""
    assert found.windows is not None
    span, before = found.windows.span, Dossier.received_on <= found.windows.before.last
    yes = FLAGS[outcome] == YES
    counted = (and_(before, yes), before, and_(~before, yes), ~before)
    statement = _known(outcome, *(func.count().filter(condition) for condition in counted)).where(
        of, measures.is_received_in(span.first, span.last)
    )
    one, two, three, four = db.session.execute(statement).one()
    return Pair(Tally(one, two), Tally(three, four))


def _known(outcome: Outcome, *columns: Any) -> Any:
    flag = FLAGS[outcome]
    statement = select(*columns).select_from(Dossier)
    return statement.outerjoin(PAYING, PAYING.c.source == Dossier.source).where(or_(flag == YES, flag == NO))
