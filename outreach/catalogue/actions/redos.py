"""Why dossiers come back: the reasons of a procedure, and the dossiers they are noted for."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, func, select

from outreach import clock
from outreach.catalogue import queries
from outreach.catalogue.models import DossierRedo, RedoReason
from outreach.database import db
from outreach.documents.rules import mark_of
from outreach.dossiers.models import Dossier, Procedure
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.refusals import Refused
from outreach.text import fold_words, squeeze

FIELDS = ("code", "label", "label_en", "question", "question_en", "step_key")
LONGEST_CODE = 60


def create_reason(
    *,
    procedure: Procedure,
    label: str,
    code: str | None = None,
    label_en: str | None = None,
    question: str | None = None,
    question_en: str | None = None,
    step_key: str | None = None,
) -> RedoReason:
    """A reason for which dossiers of a procedure come back; without a code its words make one."""
    reason = RedoReason(procedure_id=procedure.id)
    _fill(reason, code, label, label_en, question, question_en, step_key)
    db.session.add(reason)
    db.session.flush()
    return reason


def change_reason(
    *,
    reason: RedoReason,
    label: str,
    code: str | None = None,
    label_en: str | None = None,
    question: str | None = None,
    question_en: str | None = None,
    step_key: str | None = None,
    seen: str | None = None,
) -> RedoReason:
    """Word a reason anew; dossiers noted for it stay. Refused when it changed since (`reason_mark`)."""
    db.session.refresh(reason, with_for_update=True)
    if seen is not None and seen != reason_mark(reason):
        raise Refused(_("Người khác vừa sửa chỗ này. Chưa ghi gì; Anh/Chị mở lại trang để xem bản mới nhất."))
    _fill(reason, code or reason.code, label, label_en, question, question_en, step_key)
    db.session.flush()
    return reason


def delete_reason(*, reason: RedoReason) -> None:
    """Take back a reason that no dossier was noted for."""
    noted = db.session.scalar(select(func.count()).where(DossierRedo.reason_id == reason.id)) or 0
    if noted:
        raise Refused(
            ngettext(
                "Đã có %(num)s hồ sơ ghi lý do này nên không xóa được; Anh/Chị có thể sửa lời.",
                "Đã có %(num)s hồ sơ ghi lý do này nên không xóa được; Anh/Chị có thể sửa lời.",
                noted,
            )
        )
    db.session.delete(reason)
    db.session.flush()


def code_redo(
    *, dossier: Dossier, reason_ids: Collection[int], noted_on: date, noted_by_id: int | None = None
) -> None:
    """Say for which reasons a dossier came back, and only those; a reason noted before keeps its day."""
    statement = select(RedoReason.id).where(RedoReason.procedure_id == dossier.procedure_id)
    of_procedure = set(db.session.scalars(statement))
    if not set(reason_ids) <= of_procedure:
        raise Refused(_("Anh/Chị chọn lý do của đúng thủ tục này."), "reasons")
    if noted_on > clock.today():
        raise Refused(_("Ngày ghi không thể ở tương lai."), "noted_on")
    db.session.execute(select(Dossier.id).where(Dossier.id == dossier.id).with_for_update())
    before = queries.coded(dossier.id)
    db.session.execute(
        delete(DossierRedo).where(
            DossierRedo.dossier_id == dossier.id, DossierRedo.reason_id.in_(before - set(reason_ids))
        )
    )
    for reason_id in sorted(set(reason_ids) - before):
        db.session.add(
            DossierRedo(
                dossier_id=dossier.id, reason_id=reason_id, noted_on=noted_on, noted_by_id=noted_by_id
            )
        )
    db.session.flush()


def reason_mark(reason: RedoReason) -> str:
    """What an editor of a reason sees."""
    return mark_of(getattr(reason, name) for name in FIELDS)


def _fill(
    reason: RedoReason,
    code: str | None,
    label: str,
    label_en: str | None,
    question: str | None,
    question_en: str | None,
    step_key: str | None,
) -> None:
    label = squeeze(label)
    code = fold_words(code or label).replace(" ", "-")[:LONGEST_CODE].strip("-")
    if not label or not code:
        raise Refused(_("Anh/Chị ghi lý do."), "label")
    same = select(RedoReason.id).where(
        RedoReason.procedure_id == reason.procedure_id, RedoReason.code == code
    )
    with db.session.no_autoflush:
        other = db.session.scalar(same)
    if other is not None and other != reason.id:
        raise Refused(_("Lý do này đã có."), "code")
    reason.code, reason.label = code, label
    reason.label_en, reason.question = squeeze(label_en or "") or None, squeeze(question or "") or None
    reason.question_en, reason.step_key = squeeze(question_en or "") or None, step_key or None
