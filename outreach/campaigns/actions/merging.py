"""What becomes of recorded reach when two records of one business become one."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from outreach.campaigns.models import Attendance, ExposureRecord, ListedBusiness
from outreach.database import db
from outreach.revisions import REACHED, touch


def move_reach(into: Mapping[int, int]) -> None:
    """Hand attendances and exposures of the businesses that go to those that stay, each only once."""
    _move(Attendance, Attendance.attended_on, into, by_day=False)
    _move(ExposureRecord, ExposureRecord.exposed_on, into, by_day=True)
    touch(REACHED)


def move_lists(into: Mapping[int, int]) -> None:
    """Keep one of two entries on a list: the one with the better place in its lot.

    Places stay as they were drawn, so that a list still fits its printed minutes; the other's is left empty.
    """
    touch(REACHED)
    on_list = ListedBusiness.business_id.in_({*into, *into.values()})
    columns = ListedBusiness.__table__.c
    best: dict[tuple[int, int], dict[str, Any]] = {}
    # Where no order is drawn the business that stays keeps its own entry.
    order = (columns.place, columns.business_id.in_(into), columns.listed_at, columns.business_id)
    for row in db.session.execute(select(*columns).where(on_list).order_by(*order)):
        kept = into.get(row.business_id, row.business_id)
        best.setdefault((row.intervention_id, kept), {**row._mapping, "business_id": kept})
    if best:
        db.session.execute(delete(ListedBusiness).where(on_list))
        db.session.execute(insert(ListedBusiness), list(best.values()))


def _move(table: Any, day: Any, into: Mapping[int, int], *, by_day: bool) -> None:
    involved = {*into, *into.values()}
    columns = select(table.id, table.intervention_id, table.business_id, day.label("day"))
    rows = db.session.execute(columns.where(table.business_id.in_(involved)).order_by(table.id)).all()
    taken = {_key(row, row.business_id, by_day) for row in rows if row.business_id not in into}
    moved, doubled = [], []
    for row in (row for row in rows if row.business_id in into):
        key = _key(row, into[row.business_id], by_day)
        if key in taken:
            doubled.append(row.id)
        else:
            taken.add(key)
            moved.append({"id": row.id, "business_id": into[row.business_id]})
    db.session.execute(delete(table).where(table.id.in_(doubled)))
    if moved:
        db.session.execute(update(table), moved)


def _key(row: Any, business_id: int, by_day: bool) -> tuple[Any, ...]:
    return (row.intervention_id, business_id, row.day if by_day else None)
