"""What the fictional board says of its procedures: how they are filed, and why dossiers came back."""

from sqlalchemy import select

from outreach import clock
from outreach.catalogue import actions, queries
from outreach.catalogue.actions.cards import CARD_FIELDS
from outreach.database import db
from outreach.demo import board
from outreach.dossiers.models import Dossier, Procedure

SOURCE = "Dữ liệu minh họa của ban mẫu, không phải thông tin thật"
DECISION = "Quyết định mẫu của ban (dữ liệu minh họa)"
# What a level of the fictional board's means for its filing: signing, paying, collecting.
FILED = {
    "Toàn trình": ("online", "online", "online"),
    "Một phần": ("online", "counter", "counter"),
    "Cung cấp thông tin": ("paper", "counter", "counter"),
}
CAME_BACK = ("sent_back", "supplement_asked")
HOW_OFTEN = (0, 1, 0, 2, 0, 1, 3)  # of the reasons below
REASONS = (
    ("Bản quét mờ, không đọc được", "The scan cannot be read",
     "Mở từng tệp đính kèm: chữ và con dấu đọc rõ không?", "Open each attachment: can text and seal be read?"),
    ("Tệp đính kèm chưa ký số", "An attachment is not signed",
     "Mọi tệp cần ký đã có chữ ký số chưa?", "Has every file that needs it been signed digitally?"),
    ("Ghi sai thông tin doanh nghiệp", "The business's details are wrong",
     "Tên, mã số thuế trên tờ khai khớp với giấy đăng ký chưa?",
     "Do name and tax code match the registration?"),
    ("Thiếu một giấy tờ", "A document is missing",
     "Đối chiếu từng mục với thành phần hồ sơ trên Cổng chưa?",
     "Have you compared each item with the list on the portal?"),
)  # fmt: skip


def describe() -> None:
    """Load the shipped catalogue, and write what this board adds to it."""
    actions.load_shipped()
    procedures = {procedure.code: procedure for procedure in db.session.scalars(select(Procedure))}
    for code, _name, _field, level, _weight in board.PROCEDURES:
        _file(procedures[code], *FILED[level])
        _reasons(procedures[code])


def _file(procedure: Procedure, signing: str, paying: str, collecting: str) -> None:
    card = queries.card(procedure.id)
    known = {name: getattr(card, name) if card else None for name in CARD_FIELDS}
    own = {
        "signing": signing, "paying": known["paying"] or paying, "collecting": collecting,
        "decision": DECISION, "source": SOURCE, "seen_on": None, "phase": known["phase"] or "land",
    }  # fmt: skip
    actions.change_card(procedure=procedure, **{**known, **own})


def _reasons(procedure: Procedure) -> None:
    """The same four everywhere, so often as dossiers of the story came back."""
    statement = select(Dossier).where(Dossier.procedure_id == procedure.id, Dossier.status.in_(CAME_BACK))
    back = list(db.session.scalars(statement.order_by(Dossier.id)))
    if not back:
        return
    made = [
        actions.create_reason(
            procedure=procedure, label=label, label_en=label_en, question=question, question_en=question_en
        )
        for label, label_en, question, question_en in REASONS
    ]
    for number, dossier in enumerate(back):
        reason = made[HOW_OFTEN[number % len(HOW_OFTEN)]]
        actions.code_redo(
            dossier=dossier, reason_ids=[reason.id], noted_on=min(dossier.received_on, clock.today())
        )
