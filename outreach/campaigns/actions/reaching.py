"""Recording who was reached: every deed sets a state, so that it may be sent again without counting twice."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from importlib import import_module
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, select

from outreach import clock
from outreach.businesses.actions import resolve_businesses
from outreach.businesses.models import Business
from outreach.businesses.rules import BusinessName
from outreach.campaigns import rules
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.revisions import REACHED, touch


class Change(NamedTuple):
    """What a deed did, in businesses; `recorded_at` marks those added, for `undo_batch`."""

    added: int
    changed: int
    removed: int
    recorded_at: datetime


def reach(
    *,
    intervention: Intervention,
    people: Mapping[int, int],
    occasion: rules.Occasion,
    recorded_by_id: int | None,
) -> Change:
    """Record that these businesses (id → people) came to a training, or were reached otherwise.

    A business already recorded (at other types: on the same day) is not recorded twice; its people, way and
    offer are set to what is said now. The new rows share one instant. People count at trainings only.
    Refused when one of the businesses is not there (any more), or when it was cancelled.
    """
    if intervention.cancelled_on is not None and people:
        raise Refused(_l("Hoạt động này đã hủy; Anh/Chị khôi phục trước khi ghi ai được tiếp cận."))
    if not _all_there(people):
        raise Refused(
            _l("Có doanh nghiệp trong danh sách vừa được gộp hoặc không còn; Anh/Chị tải lại trang.")
        )
    at = clock.now()
    table = table_of(intervention.type)
    known = _recorded(intervention, people, occasion.day)
    mark = {"recorded_at": at, "recorded_by_id": recorded_by_id}
    rows = [_columns(intervention, id, number, occasion) | mark for id, number in people.items()]
    if rows:
        _upsert(table, rows)
        touch(REACHED)
    return Change(added=len(people.keys() - known), changed=len(known), removed=0, recorded_at=at)


def note_own_reach(
    connection: Connection, *, intervention_id: int, business_id: int, day: date, how: str
) -> None:
    """On a `database.record()` of its own: a business came to something by itself, e.g. scanned a code.

    What is recorded of it for that day stays: to have been offered it outweighs having come.
    """
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    values = {
        "intervention_id": intervention_id, "business_id": business_id, "exposed_on": day, "how": how,
        "offered": False, "recorded_at": clock.now(),
    }  # fmt: skip
    keys = ("intervention_id", "business_id", "exposed_on")
    once = dialect.insert(ExposureRecord).values(**values).on_conflict_do_nothing(index_elements=keys)
    if connection.execute(once.returning(ExposureRecord.id)).first() is not None:
        touch(REACHED, connection)


def save_roll(
    *,
    intervention: Intervention,
    people: Mapping[int, int],
    removed: Collection[int],
    occasion: rules.Occasion,
    recorded_by_id: int | None,
) -> Change:
    """Record the businesses newly ticked on a list and take off those whose tick is gone."""
    gone = unreach(intervention=intervention, business_ids=removed, day=occasion.day)
    change = reach(intervention=intervention, people=people, occasion=occasion, recorded_by_id=recorded_by_id)
    return change._replace(removed=gone)


def record_list(
    *,
    intervention: Intervention,
    people: Mapping[int, int],
    newcomers: Mapping[BusinessName, int],
    occasion: rules.Occasion,
    recorded_by_id: int | None,
) -> Change:
    """Record the businesses of a pasted list; those nobody has heard of are created as provisional."""
    ids = resolve_businesses(list(newcomers))
    everyone = Counter(people)
    for name, number in newcomers.items():
        everyone[ids[name]] += number
    return reach(intervention=intervention, people=everyone, occasion=occasion, recorded_by_id=recorded_by_id)


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


def undo_batch(*, intervention: Intervention, recorded_at: datetime, recorded_by_id: int) -> int:
    """Remove the rows that one deed of this person added; doing it again removes nothing more."""
    table = table_of(intervention.type)
    return _deleted(
        delete(table).where(
            table.intervention_id == intervention.id,
            table.recorded_at == recorded_at,
            table.recorded_by_id == recorded_by_id,
        )
    )


def table_of(type: str) -> type[Attendance] | type[ExposureRecord]:
    """Where a type's reached businesses are kept."""
    return Attendance if type == rules.TRAINING else ExposureRecord


def _columns(
    intervention: Intervention, business_id: int, people: int, occasion: rules.Occasion
) -> dict[str, Any]:
    keys = {"intervention_id": intervention.id, "business_id": business_id}
    if intervention.type == rules.TRAINING:
        return {**keys, "attended_on": occasion.day, "people": people}
    offered = rules.is_offered(intervention.type, occasion.offered)
    return {**keys, "exposed_on": occasion.day, "how": occasion.how, "offered": offered}


def _all_there(business_ids: Collection[int]) -> bool:
    there = select(func.count()).select_from(Business).where(Business.id.in_(list(business_ids)))
    return db.session.scalar(there) == len(business_ids)


def _recorded(intervention: Intervention, business_ids: Collection[int], day: date) -> set[int]:
    """Which of the businesses a list holds already."""
    table = table_of(intervention.type)
    statement = select(table.business_id).where(
        table.intervention_id == intervention.id, table.business_id.in_(list(business_ids))
    )
    if table is ExposureRecord:
        statement = statement.where(ExposureRecord.exposed_on == day)
    return set(db.session.scalars(statement))


def _upsert(table: type[Attendance] | type[ExposureRecord], rows: list[dict[str, Any]]) -> None:
    """One statement, so that two clerks who tick the same business at once leave one row."""
    # Only the dialect in use: loading PostgreSQL's costs every start a tenth of a second.
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    insert = dialect.insert(table)
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


def _deleted(statement: Any) -> int:
    result: Any = db.session.execute(statement)
    if result.rowcount:
        touch(REACHED)
    return int(result.rowcount)
