"""Writing plans part by part, handing them in, approving them, and the copy that a new version begins with.

Only drafts and plans that were given back change; an approved plan stays as it is.
"""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from outreach import clock
from outreach.campaigns.models import (
    Plan,
    PlanBasis,
    PlanContent,
    PlanItem,
    PlanTarget,
    PlanUnit,
)
from outreach.campaigns.rules import plans as rules
from outreach.campaigns.rules.matrix import CHANNELS, CONTENTS
from outreach.database import db
from outreach.documents import actions as documents
from outreach.documents.rules import mark_of
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import fold
from outreach.twins import twin

COPIED = (
    "title", "starts_on", "ends_on", "opening", "purposes", "requirements", "audiences", "forms", "tasks",
    "funds", "funds_place", "receivers", "superior", "place", "signed_as", "signer",
)  # fmt: skip
ITEM = (
    "title", "type", "channel", "audience", "contents", "year", "quarter", "times", "leader", "partners",
    "cost_planned_vnd",
)  # fmt: skip
TARGET = (
    "outcome", "baseline_number", "baseline_total", "baseline_share", "goal_from", "goal_to", "due_on",
    "note",
)  # fmt: skip


def create_plan(
    *, title: str, starts_on: date, ends_on: date, created_by_id: int | None = None, **values: Any
) -> Plan:
    """A draft; `values` are other columns. The number is unique on its date (`uq_plans_number_issued_on`).

    Said twice within a moment it is one.
    """
    _check_days(starts_on, ends_on)
    values |= {"title": title, "starts_on": starts_on, "ends_on": ends_on, "created_by_id": created_by_id}
    plain = {name: value for name, value in values.items() if not isinstance(value, list | dict)}
    if created_by_id and (sent := twin(Plan, Plan.created_at, **plain, state="draft")):
        return sent
    return _draft(values)


def change_plan(*, plan: Plan, seen: str | None = None, **values: Any) -> Plan:
    """Write columns of an open plan; refused when somebody changed the same ones since `seen` (`mark`)."""
    plan = held_open(plan)
    if seen is not None and seen != mark(plan, values):
        raise Refused(_changed_meanwhile())
    _check_days(values.get("starts_on", plan.starts_on), values.get("ends_on", plan.ends_on))
    for name, value in values.items():
        setattr(plan, name, value)
    plan.title_folded = fold(plan.title)
    db.session.flush()
    return plan


def mark(plan: Plan, names: Any) -> str:
    """What an editor of these columns was shown."""
    return mark_of(getattr(plan, name) for name in sorted(names))


def save_contents(*, plan: Plan, texts: dict[str, str], seen: str | None = None) -> None:
    """The plan's words for each letter; an empty text takes the letter out. Refused as in `change_plan`."""
    plan = held_open(plan)
    if seen is not None and seen != mark_of_contents(plan):
        raise Refused(_changed_meanwhile())
    kept = {content.letter: content for content in plan.contents}
    for letter in CONTENTS:
        text, there = texts.get(letter, ""), kept.get(letter)
        if there is not None and text:
            there.text = text
        elif there is not None:
            plan.contents.remove(there)
        elif text:
            plan.contents.append(PlanContent(letter=letter, text=text))
    db.session.flush()


def save_units(*, plan: Plan, leads: list[str], joins: list[str]) -> None:
    """Who leads and who joins, in their order."""
    plan = held_open(plan)
    plan.units = [PlanUnit(name=name, part="leads") for name in leads]
    plan.units += [PlanUnit(name=name, part="joins") for name in joins]
    db.session.flush()


def add_basis(*, plan: Plan, number: str, new: dict[str, Any] | None = None) -> PlanBasis:
    """Rest the plan on a document by its number; with `new` a document that the register lacks is entered."""
    plan = held_open(plan)
    document = documents.find_or_enter(number, new)
    if document is None:
        raise Refused(
            _("Chưa có văn bản số này trong danh mục. Anh/Chị điền loại và nội dung để thêm luôn."), "number"
        )
    if any(basis.document_id == document.id for basis in plan.bases):
        raise Refused(_("Kế hoạch đã dẫn văn bản này."), "number")
    place = max((basis.place for basis in plan.bases), default=0) + 1
    basis = PlanBasis(plan_id=plan.id, document_id=document.id, place=place)
    db.session.add(basis)
    db.session.flush()
    return basis


def remove_basis(*, plan: Plan, document_id: int) -> None:
    """The plan no longer rests on a document; that stays in the register."""
    plan = held_open(plan)
    plan.bases = [basis for basis in plan.bases if basis.document_id != document_id]
    db.session.flush()


def save_target(*, plan: Plan, target: PlanTarget | None = None, **values: Any) -> PlanTarget:
    """Enter or change a target (columns of PlanTarget)."""
    plan = held_open(plan)
    number, total = values.get("baseline_number"), values.get("baseline_total")
    if (number is None) != (total is None):
        raise Refused(_("Số gốc cần cả hai số: bao nhiêu trên tổng bao nhiêu hồ sơ."), "baseline_number")
    if number is not None and total is not None and number > total:
        raise Refused(_("Số hồ sơ đạt không thể lớn hơn tổng số hồ sơ."), "baseline_number")
    if values.get("goal_to") is not None and values["goal_to"] < values["goal_from"]:
        raise Refused(_("Mức trên của mục tiêu không thể nhỏ hơn mức dưới."), "goal_to")
    if not plan.starts_on <= values["due_on"] <= plan.ends_on:
        raise Refused(_("Hạn của chỉ tiêu phải nằm trong thời gian của kế hoạch."), "due_on")
    if target is None:
        place = max((one.place for one in plan.targets), default=0) + 1
        target = PlanTarget(plan_id=plan.id, place=place)
        db.session.add(target)
    for name in TARGET:
        setattr(target, name, values.get(name))
    db.session.flush()
    return target


def remove_target(*, target: PlanTarget) -> None:
    """Take a target out of an open plan."""
    held_open(target.plan)
    db.session.delete(target)
    db.session.flush()


def save_item(*, plan: Plan, item: PlanItem | None = None, **values: Any) -> PlanItem:
    """Enter or change a line of an open plan (columns of PlanItem); its place is the last."""
    plan = held_open(plan)
    if values["year"] not in rules.years_of(plan.starts_on, plan.ends_on):
        raise Refused(_("Năm phải nằm trong thời gian của kế hoạch."), "year")
    if values.get("channel") and CHANNELS[values["channel"]].type != values["type"]:
        values["type"] = CHANNELS[values["channel"]].type
    values["contents"] = [letter for letter in CONTENTS if letter in (values.get("contents") or ())]
    if item is None:
        last = db.session.scalar(select(func.max(PlanItem.place)).where(PlanItem.plan_id == plan.id)) or 0
        item = PlanItem(plan_id=plan.id, place=last + 1)
        db.session.add(item)
    for name in ITEM:
        setattr(item, name, values.get(name))
    db.session.flush()
    return item


def remove_item(*, item: PlanItem) -> None:
    """Take a line out of an open plan; what was done for it stays, no longer tied to it."""
    held_open(item.plan)
    db.session.delete(item)
    db.session.flush()


def submit(*, plan: Plan) -> Plan:
    """Hand an open plan to the leader; refused while it says nothing."""
    plan = held_open(plan)
    if not (plan.purposes or plan.contents or plan.items):
        raise Refused(_("Kế hoạch chưa có mục đích, nội dung hay việc nào; Anh/Chị soạn trước khi trình."))
    plan.state, plan.submitted_at, plan.returned_because = "submitted", clock.now(), None
    db.session.flush()
    return plan


def take_back(*, plan: Plan) -> Plan:
    """Back to its author before the leader has decided."""
    plan = _submitted(plan)
    plan.state = "draft"
    db.session.flush()
    return plan


def approve(*, plan: Plan, by_id: int | None, seen: str | None = None) -> Plan:
    """The leader's yes: from now on the plan stays as it is.

    `seen`: when what the leader read had been handed in (ISO); refused when it was taken back since.
    """
    plan = _submitted(plan)
    if seen is not None and plan.submitted_at is not None and plan.submitted_at.isoformat() != seen:
        raise Refused(_("Kế hoạch được rút về và trình lại sau khi Anh/Chị mở trang; Anh/Chị xem lại giúp."))
    plan.state, plan.approved_at, plan.approved_by_id = "approved", clock.now(), by_id
    db.session.flush()
    return plan


def give_back(*, plan: Plan, because: str) -> Plan:
    """The leader's no, with the reason that the author reads."""
    plan = _submitted(plan)
    plan.state, plan.returned_because = "returned", because
    db.session.flush()
    return plan


def issue(*, plan: Plan, number: str, issued_on: date) -> Plan:
    """The clerical office gives an approved plan its number and date, once."""
    plan = _held(plan)
    if plan.state != "approved" or plan.number:
        raise Refused(_("Chỉ kế hoạch đã duyệt và chưa có số mới được cấp số."))
    plan.number, plan.issued_on = number, issued_on
    db.session.flush()
    return plan


def copy_plan(*, plan: Plan, created_by_id: int | None) -> Plan:
    """A new draft with everything of a plan but its number, its date and what was decided."""
    copy = _draft({name: getattr(plan, name) for name in COPIED} | {"created_by_id": created_by_id})
    copy.contents = [PlanContent(letter=content.letter, text=content.text) for content in plan.contents]
    copy.bases = [PlanBasis(document_id=basis.document_id, place=basis.place) for basis in plan.bases]
    copy.units = [PlanUnit(name=unit.name, part=unit.part) for unit in plan.units]
    copy.targets = [
        PlanTarget(place=target.place, **{name: getattr(target, name) for name in TARGET})
        for target in plan.targets
    ]
    copy.items = [
        PlanItem(place=item.place, **{name: getattr(item, name) for name in ITEM}) for item in plan.items
    ]
    db.session.flush()
    return copy


def delete_plan(*, plan: Plan) -> None:
    """Remove an open plan; what was done for it stays."""
    plan = held_open(plan)
    db.session.delete(plan)
    db.session.flush()


def mark_of_contents(plan: Plan) -> str:
    """What an editor of the contents was shown."""
    return mark_of((content.letter, content.text) for content in plan.contents)


def _draft(values: dict[str, Any]) -> Plan:
    plan = Plan(title_folded=fold(values["title"]), created_at=clock.now(), **values)
    db.session.add(plan)
    db.session.flush()
    return plan


def _changed_meanwhile() -> str:
    return _("Người khác vừa sửa phần này. Chưa ghi gì; Anh/Chị mở lại trang để xem bản mới nhất.")


def _held(plan: Plan) -> Plan:
    """The row as it is now, which nobody else changes until this deed is done."""
    statement = select(Plan).where(Plan.id == plan.id).with_for_update()
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def held_open(plan: Plan) -> Plan:
    """The row as it is now, held; refused once the plan was handed in or approved."""
    plan = _held(plan)
    if plan.state not in rules.OPEN:
        raise Refused(
            _("Kế hoạch đã trình hoặc đã duyệt nên giữ nguyên. "
              "Anh/Chị rút về, hoặc tạo bản mới từ kế hoạch này.")
        )  # fmt: skip
    return plan


def _submitted(plan: Plan) -> Plan:
    plan = _held(plan)
    if plan.state != "submitted":
        raise Refused(_("Kế hoạch này không còn chờ duyệt."))
    return plan


def _check_days(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused(_("Ngày kết thúc không thể trước ngày bắt đầu."), "ends_on")
