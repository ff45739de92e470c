"""Recalling a batch: what came back from where, and why."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from outreach.database import db
from outreach.i18n import gettext as _
from outreach.leaflets.models import Handout, LeafletBatch
from outreach.refusals import Refused


def recall_batch(
    *, batch: LeafletBatch, recalled_on: date, because: str, taken_back: Mapping[int, int | None]
) -> None:
    """Say that a batch is recalled, and how many copies came back by handout (None: not known yet).

    It may be said again with more of them. Refused where more would come back than went.
    """
    if not because:
        raise Refused(_("Anh/Chị ghi vì sao thu hồi."), "because")
    if recalled_on < batch.ordered_on:
        raise Refused(_("Ngày thu hồi không thể trước ngày đặt in."), "recalled_on")
    for handout in db.session.scalars(select(Handout).where(Handout.batch_id == batch.id)):
        if handout.id not in taken_back:
            continue
        back = taken_back[handout.id]
        if back is not None and not 0 <= back <= handout.quantity:
            raise Refused(_("Đã phát %(number)s tờ, không thể thu lại nhiều hơn.", number=handout.quantity))
        handout.taken_back = back
    batch.recalled_on, batch.recalled_because = recalled_on, because
    db.session.flush()


def keep_batch(*, batch: LeafletBatch, because: str, marks: Sequence[str], kept_on: date) -> None:
    """Say why the copies may go on although something changed (`marks`: what that is).

    What changes later asks again. Refused when nothing asks for a recall, or it is recalled already.
    """
    if batch.recalled_on is not None or not marks:
        raise Refused(_("Đợt này hiện không có cảnh báo thu hồi nào."))
    batch.kept_on, batch.kept_because, batch.kept_for = kept_on, because, list(marks)
    db.session.flush()


def undo_keep(*, batch: LeafletBatch) -> None:
    """The reasons for a recall stand again."""
    batch.kept_on = batch.kept_because = batch.kept_for = None
    db.session.flush()


def undo_recall(*, batch: LeafletBatch) -> None:
    """The batch may go on after all; what came back stays written down."""
    batch.recalled_on = batch.recalled_because = None
    db.session.flush()
