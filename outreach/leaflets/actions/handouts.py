"""Handing copies out, and taking a wrong entry back; what is left is never less than nothing."""

from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any, NamedTuple

from sqlalchemy import delete, exists, select, update

from outreach import clock
from outreach.campaigns import actions as campaigns
from outreach.campaigns.rules import Occasion
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.leaflets.models import Handout, LeafletBatch, Scan
from outreach.refusals import Refused

RECEIVED, SCANNED = "received", "scanned"


class Handed(NamedTuple):
    """What was recorded; `again`: the same form had been taken in before, so nothing was."""

    handout_id: int
    again: bool


def hand_out(
    *, batch: LeafletBatch, quantity: int, handed_on: date, business_id: int | None = None,
    place: str | None = None, client_id: str | None = None, by: int | None,
) -> Handed:  # fmt: skip
    """Record copies that went to a business, a place, or both; a business has received them.

    The same `client_id` again records nothing. Refused when fewer copies are left: counted by one statement,
    so that two who hand out the last ones at once do not both.
    """
    if business_id is None and not place:
        raise Refused(_("Anh/Chị ghi doanh nghiệp hoặc nơi nhận."), "business")
    values = {
        "batch_id": batch.id, "business_id": business_id, "place": place, "quantity": quantity,
        "handed_on": handed_on, "recorded_at": clock.now(), "recorded_by_id": by, "client_id": client_id,
    }  # fmt: skip
    handout_id = _insert_once(values)
    if handout_id is None:
        before = db.session.scalars(select(Handout).where(Handout.client_id == client_id)).one()
        if before.batch_id != batch.id:
            raise Refused(_("Biểu mẫu này của đợt khác; Anh/Chị tải lại trang."))
        return Handed(before.id, again=True)
    _check_days(batch, handed_on)
    _take(batch, quantity)
    if business_id is not None:
        _reach(batch, business_id, Occasion(handed_on, RECEIVED), by)
    return Handed(handout_id, again=False)


def undo_handout(*, batch: LeafletBatch, handout: Handout) -> None:
    """Take a wrong entry back: its copies are there again, its business was not reached by it.

    Whoever does it at the same moment changes nothing more.
    """
    business_id, day = handout.business_id, handout.handed_on
    gone: Any = db.session.execute(
        delete(Handout).where(Handout.id == handout.id), execution_options={"synchronize_session": False}
    )
    if not gone.rowcount:
        return
    db.session.expunge(handout)
    _count(batch, LeafletBatch.handed_out - handout.quantity)
    if business_id is None or _has(Handout, batch, business_id, Handout.handed_on == day):
        return
    campaigns.unreach(intervention=batch.intervention, business_ids=[business_id], day=day)
    if _has(Scan, batch, business_id, Scan.scanned_on == day):
        _reach(batch, business_id, Occasion(day, SCANNED, offered=False), None)


def _check_days(batch: LeafletBatch, day: date) -> None:
    if day > clock.today():
        raise Refused(_("Ngày phát không thể sau hôm nay."), "handed_on")
    if day < batch.ordered_on:
        raise Refused(_("Ngày phát không thể trước ngày đặt in."), "handed_on")
    if batch.recalled_on is not None and day > batch.recalled_on:
        raise Refused(_("Đợt này đã thu hồi, không phát tiếp."), "handed_on")


def _take(batch: LeafletBatch, quantity: int) -> None:
    enough = LeafletBatch.handed_out + quantity <= LeafletBatch.quantity
    if not _count(batch, LeafletBatch.handed_out + quantity, enough):
        db.session.refresh(batch)
        left = batch.quantity - batch.handed_out
        raise Refused(_("Chỉ còn %(left)s tờ của đợt này.", left=left), "quantity")


def _count(batch: LeafletBatch, number: Any, *conditions: Any) -> bool:
    """Whether the number of copies out was changed."""
    statement = update(LeafletBatch).where(LeafletBatch.id == batch.id, *conditions)
    changed: Any = db.session.execute(
        statement.values(handed_out=number), execution_options={"synchronize_session": False}
    )
    db.session.expire(batch, ["handed_out"])
    return bool(changed.rowcount)


def _reach(batch: LeafletBatch, business_id: int, occasion: Occasion, by: int | None) -> None:
    campaigns.reach(
        intervention=batch.intervention, people={business_id: 1}, occasion=occasion, recorded_by_id=by
    )


def _has(table: Any, batch: LeafletBatch, business_id: int, on_that_day: Any) -> bool:
    theirs = exists().where(table.batch_id == batch.id, table.business_id == business_id, on_that_day)
    return bool(db.session.scalar(select(theirs)))


def _insert_once(values: dict[str, Any]) -> int | None:
    """The new row's id; None when the same form was taken in before."""
    # Only the dialect in use: loading PostgreSQL's costs every start a tenth of a second.
    insert: Callable[..., Any] = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}").insert
    statement = insert(Handout).values(**values).on_conflict_do_nothing(index_elements=["client_id"])
    row = db.session.execute(statement.returning(Handout.id)).first()
    return int(row[0]) if row else None
