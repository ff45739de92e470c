"""Recording who was reached: every deed sets a state, so that it may be sent again without counting twice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from outreach import clock
from outreach.campaigns import rules
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db


@dataclass(frozen=True)
class Change:
    """What a deed did: how many rows are new, and the instant that marks them for `undo_batch`."""

    added: int
    recorded_at: datetime


def reach(
    *, intervention: Intervention, reached: Sequence[rules.Reached], recorded_by_id: int | None
) -> Change:
    """Record that these businesses came to a training, or were reached otherwise.

    A business already recorded (at other types: on the same day) is not recorded twice; its people, way and
    offer are set to what is said now. The new rows share one instant.
    """
    at = clock.now()
    table = table_of(intervention.type)
    before = _count(table, intervention.id)
    mark = {"recorded_at": at, "recorded_by_id": recorded_by_id}
    rows = [_columns(intervention, one) | mark for one in reached]
    if rows:
        _upsert(table, rows)
    return Change(added=_count(table, intervention.id) - before, recorded_at=at)


def unreach(*, intervention: Intervention, business_ids: Collection[int], day: date | None = None) -> int:
    """Take businesses off the list, at other types than trainings of one `day` or of all; how many rows."""
    ids = list(business_ids)
    came = delete(Attendance).where(
        Attendance.intervention_id == intervention.id, Attendance.business_id.in_(ids)
    )
    otherwise = delete(ExposureRecord).where(
        ExposureRecord.intervention_id == intervention.id, ExposureRecord.business_id.in_(ids)
    )
    if day is not None and intervention.type != rules.TRAINING:
        otherwise = otherwise.where(ExposureRecord.exposed_on == day)
    return _deleted(came) + _deleted(otherwise)


def undo_batch(*, intervention: Intervention, recorded_at: datetime) -> int:
    """Remove the rows that one `reach` added; doing it again removes nothing more."""
    table = table_of(intervention.type)
    return _deleted(
        delete(table).where(table.intervention_id == intervention.id, table.recorded_at == recorded_at)
    )


def table_of(type: str) -> type[Attendance] | type[ExposureRecord]:
    """Where a type's reached businesses are kept."""
    return Attendance if type == rules.TRAINING else ExposureRecord


def _columns(intervention: Intervention, one: rules.Reached) -> dict[str, Any]:
    keys = {"intervention_id": intervention.id, "business_id": one.business_id}
    if intervention.type == rules.TRAINING:
        return {**keys, "attended_on": one.day, "people": one.people}
    offered = rules.is_offered(intervention.type, one.offered)
    return {**keys, "exposed_on": one.day, "how": one.how, "offered": offered}


def _upsert(table: type[Attendance] | type[ExposureRecord], rows: list[dict[str, Any]]) -> None:
    """One statement, so that two clerks who tick the same business at once leave one row."""
    insert = (postgresql if db.engine.dialect.name == "postgresql" else sqlite).insert(table)
    keys, kept = (
        (("intervention_id", "business_id"), ("people",))
        if table is Attendance
        else (("intervention_id", "business_id", "exposed_on"), ("how", "offered"))
    )
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=keys, set_={name: insert.excluded[name] for name in kept}
        ),
        rows,
    )


def _count(table: type[Attendance] | type[ExposureRecord], intervention_id: int) -> int:
    statement = select(func.count()).select_from(table).where(table.intervention_id == intervention_id)
    return db.session.scalar(statement) or 0


def _deleted(statement: Any) -> int:
    result: Any = db.session.execute(statement)
    return int(result.rowcount)
