"""Writing down, changing and removing one intervention."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from outreach import clock
from outreach.campaigns import rules
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.revisions import REACHED, touch
from outreach.text import fold

CHECKED = ("held_on", "ends_on", "span", "reported_attendances", "reported_is_minimum")
FACTS = frozenset(
    {
        "ends_on", "span", "place", "partners", "covers_all", "channel", "audience", "contents", "details",
        "campaign_id", "plan_item_id", "reported_attendances", "reported_is_minimum", "cost_planned_vnd",
        "cost_vnd", "note", "minutes",
    }
)  # fmt: skip


def create_intervention(
    *, code: str, type: str, title: str, held_on: date, created_by_id: int | None = None, **facts: Any
) -> Intervention:
    """Write down something done, or to be done, on a day. The code is unique (`uq_interventions_code`).

    `facts` are other columns of an intervention, see FACTS; `details` as `rules.details.to_store` gives them.
    """
    if strange := facts.keys() - FACTS:
        raise TypeError(f"no facts of an intervention: {sorted(strange)}")
    _check(facts | {"held_on": held_on})
    intervention = Intervention(
        code=code, type=type, title=title, title_folded=fold(title), held_on=held_on,
        created_at=clock.now(), created_by_id=created_by_id, **facts,
    )  # fmt: skip
    db.session.add(intervention)
    db.session.flush()
    touch(REACHED)
    return intervention


def update_intervention(*, intervention: Intervention, **values: Any) -> Intervention:
    """Change facts of an intervention (the keywords of `create_intervention`, all but the author).

    A training with people on its list stays a training, and nothing else becomes one: the list would be lost.
    """
    type = values.get("type", intervention.type)
    if type != intervention.type and not intervention.provisional and count_reached(intervention):
        _refuse_other_list(intervention.type, type)
    _check({name: values.get(name, getattr(intervention, name)) for name in CHECKED})
    for name, value in values.items():
        setattr(intervention, name, value)
    intervention.title_folded = fold(intervention.title)
    db.session.flush()
    if intervention.provisional:
        complete(intervention)
    touch(REACHED)
    return intervention


def cancel_intervention(*, intervention: Intervention, because: str) -> None:
    """Say that it does not take place, and why; refused when it has reached somebody."""
    touch(REACHED)
    if reached := count_reached(intervention):
        raise Refused(
            _("Hoạt động này đã ghi %(number)s doanh nghiệp được tiếp cận nên không hủy được. "
              "Nếu ghi nhầm, Anh/Chị bỏ các doanh nghiệp đó khỏi danh sách trước.", number=reached)
        )  # fmt: skip
    intervention.cancelled_on, intervention.cancelled_because = clock.today(), because
    db.session.flush()


def restore_intervention(*, intervention: Intervention) -> None:
    """Take a cancellation back."""
    intervention.cancelled_on = intervention.cancelled_because = None
    db.session.flush()
    touch(REACHED)


def delete_intervention(*, intervention: Intervention) -> None:
    """Remove an intervention that has reached nobody; its list and its lot go with it."""
    touch(REACHED)
    reached = count_reached(intervention)
    if reached:
        raise Refused(
            _("Hoạt động này đã ghi %(number)s doanh nghiệp được tiếp cận nên không xóa được. "
              "Nếu ghi nhầm, Anh/Chị bỏ các doanh nghiệp đó khỏi danh sách trước.", number=reached)
        )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.delete(intervention)
            db.session.flush()
    except IntegrityError as error:  # rooms above keep things of their own about it
        raise Refused(
            _("Hoạt động này còn dữ liệu đi kèm, ví dụ đợt in tờ rơi, buổi tập huấn hoặc ngày đi thăm. "
              "Anh/Chị xóa ở trang đó trước.")
        ) from error  # fmt: skip


def complete(intervention: Intervention) -> None:
    """Turn an intervention that was only named by a file into one that is known.

    Rows recorded while its type was unknown move where the type keeps them: a training's into its attendance.
    """
    intervention.provisional = False
    db.session.flush()
    own = ExposureRecord.intervention_id == intervention.id
    usual = rules.USUAL_PROOFS.get(intervention.type, rules.UNKNOWN_PROOF)
    unknown = ExposureRecord.how == rules.UNKNOWN_PROOF
    db.session.execute(update(ExposureRecord).where(own, unknown).values(how=usual))
    if intervention.type in rules.SELF_SELECTED:
        db.session.execute(update(ExposureRecord).where(own).values(offered=False))
    elif intervention.type != rules.COUNTER_HELP:
        db.session.execute(update(ExposureRecord).where(own).values(offered=True))
    if intervention.type == rules.TRAINING:
        _move_to_attendance(intervention.id)


def count_reached(intervention: Intervention) -> int:
    """How many rows say that the intervention reached a business."""
    return sum(
        db.session.scalar(
            select(func.count()).select_from(table).where(table.intervention_id == intervention.id)
        )
        or 0
        for table in (Attendance, ExposureRecord)
    )


def _move_to_attendance(intervention_id: int) -> None:
    came = (ExposureRecord.intervention_id == intervention_id, ExposureRecord.how == "attended")
    present = select(Attendance.business_id).where(Attendance.intervention_id == intervention_id)
    first_days = (
        select(
            ExposureRecord.intervention_id, ExposureRecord.business_id, func.min(ExposureRecord.exposed_on),
            func.min(ExposureRecord.recorded_at),
        )
        .where(*came, ExposureRecord.business_id.not_in(present))
        .group_by(ExposureRecord.intervention_id, ExposureRecord.business_id)
    )  # fmt: skip
    rows = [
        {"intervention_id": i, "business_id": b, "attended_on": day, "recorded_at": at, "people": 1}
        for i, b, day, at in db.session.execute(first_days)
    ]
    if rows:
        db.session.execute(insert(Attendance), rows)
    db.session.execute(delete(ExposureRecord).where(*came))


def _check(facts: Mapping[str, Any]) -> None:
    """What no single field can say: days in order, a span of several only, a lower bound of something."""
    ends_on = facts.get("ends_on")
    if ends_on is not None and ends_on < facts["held_on"]:
        raise Refused(_("Ngày kết thúc không thể trước ngày bắt đầu."), "ends_on")
    if facts.get("span") and ends_on is None:
        raise Refused(_("Anh/Chị điền ngày kết thúc của khoảng thời gian này."), "ends_on")
    if facts.get("reported_is_minimum") and facts.get("reported_attendances") is None:
        raise Refused(_("Anh/Chị điền số lượt mà báo cáo nêu."), "reported_attendances")


def _refuse_other_list(before: str, after: str) -> None:
    if rules.TRAINING in (before, after):
        raise Refused(
            _("Hoạt động đã có danh sách doanh nghiệp nên không đổi được giữa tập huấn và loại khác."), "type"
        )
