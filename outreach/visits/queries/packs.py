"""What is taken along to a business: its numbers, its paper, promises still open, and whom to ask for."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from outreach.businesses.models import Business, Contact, Zone
from outreach.campaigns.models import Attendance, Intervention
from outreach.database import db
from outreach.rates import queries as rates
from outreach.rates.queries import reach_next as reads
from outreach.rates.rules.periods import Period
from outreach.rates.rules.reach_next import Narrowed, Papers
from outreach.tutorials.queries import slugs_by_procedure
from outreach.visits.queries.promises import PromiseLine, open_promises_of

LAST_TRAININGS = 3


class Guide(NamedTuple):
    """The procedure a business filed on paper most often, and the guide for it if there is one."""

    procedure_id: int
    procedure: str
    filed: int  # of it on paper
    slug: str | None


class Met(NamedTuple):
    """Whom to ask for: somebody who agreed to be called. `silent` are those who did not."""

    people: Sequence[reads.Person]
    silent: int


class Trained(NamedTuple):
    """A training that people of the business came to."""

    day: date
    title: str
    people: int


class Pack(NamedTuple):
    """All that is taken along to one business, and nothing of another.

    `online` of `received` in `period`; `period` None: the register is empty.
    """

    business_id: int
    name: str
    code: str | None
    zone: str | None
    employees: int | None
    period: Period | None
    received: int
    online: int
    guide: Guide | None
    promises: Sequence[PromiseLine]
    trainings: Sequence[Trained]
    met: Met

    @property
    def rate(self) -> float | None:
        """The online share; None where nothing was received."""
        return self.online / self.received if self.received else None


def packs(business_ids: Sequence[int], today: date) -> list[Pack]:
    """The packs of these businesses in their order; a fixed number of statements."""
    register = rates.register()
    period = reads.period_of(register) if register else None
    marks = rates.marks_of(business_ids, period) if period else {}
    papers = reads.papers_of(period, Narrowed(), business_ids) if period else {}
    slugs = slugs_by_procedure()
    promises, trainings = open_promises_of(business_ids), _trainings(business_ids, today)
    people, silent = reads.people_to_call(business_ids), _contacts(business_ids)
    facts = _facts(business_ids)
    made = []
    for id in (id for id in business_ids if id in facts):
        own, called = marks.get(id, []), people.get(id, [])
        made.append(
            Pack(
                id, *facts[id], period, len(own), sum(mark.online is True for mark in own),
                _guide(papers[id], slugs) if id in papers else None,
                promises.get(id, []), trainings.get(id, []),
                Met(called, max(0, silent.get(id, 0) - len(called))),
            )
        )  # fmt: skip
    return made


def _guide(papers: Papers, slugs: dict[int, str]) -> Guide | None:
    top = papers.top
    if top is None or top.procedure_id is None:
        return None
    return Guide(top.procedure_id, top.procedure or "", papers.top_count, slugs.get(top.procedure_id))


def _facts(ids: Collection[int]) -> dict[int, tuple[str, str | None, str | None, int | None]]:
    statement = (
        select(
            Business.id, Business.name, func.coalesce(Business.tax_code, Business.own_code), Zone.name,
            Business.employees,
        )
        .outerjoin(Zone, Zone.id == Business.zone_id)
        .where(Business.id.in_(list(ids)))
    )  # fmt: skip
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in db.session.execute(statement)}


def _trainings(ids: Collection[int], today: date) -> dict[int, list[Trained]]:
    statement = (
        select(Attendance.business_id, Attendance.attended_on, Intervention.title, Attendance.people)
        .join(Intervention, Intervention.id == Attendance.intervention_id)
        .where(Attendance.business_id.in_(list(ids)), Attendance.attended_on <= today)
        .order_by(Attendance.attended_on.desc(), Attendance.id.desc())
    )
    found: dict[int, list[Trained]] = defaultdict(list)
    for whose, day, title, people in db.session.execute(statement):
        if len(found[whose]) < LAST_TRAININGS:
            found[whose].append(Trained(day, title, people))
    return dict(found)


def _contacts(ids: Collection[int]) -> dict[int, int]:
    statement = (
        select(Contact.business_id, func.count())
        .where(Contact.business_id.in_(list(ids)), Contact.left_on.is_(None))
        .group_by(Contact.business_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}
