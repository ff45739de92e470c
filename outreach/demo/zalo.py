"""Who wrote to the fictional board's Official Account: answered and seen, waiting, one to confirm, one unknown."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.models import Message
from outreach.zalo.actions.hearing import hear
from outreach.zalo.actions.matching import match
from outreach.zalo.models import ZaloPerson, ZaloSending
from outreach.zalo.rules import events, sending


class Writer(NamedTuple):
    """Somebody of Zalo's: how many days ago, at what time, and who said what after minutes."""

    user: str
    name: str
    days: int
    hour: int
    said: Sequence[tuple[bool, int, str]]  # by us, minutes after the first, words
    clerk: int | None  # whose phone they gave
    matched: bool
    state: str | None  # of the last answer on its way


WRITERS = (
    Writer("9000000000000000001", "Hà Mẫu", 1, 9, (
        (False, 0, "Em chào anh chị, bên em nộp nội quy lao động qua mạng thì ký số bằng USB của giám đốc được không ạ?"),
        (True, 12, "Chào chị Hà, được chị nhé: cắm USB, chọn “Ký số” ở bước 4 của bài hướng dẫn."),
        (False, 25, "Em ký được rồi, em cảm ơn ạ."),
    ), 0, True, sending.SENT),
    Writer("9000000000000000002", "Quân Mẫu", 0, 8, (
        (False, 0, "Cho mình hỏi giấy phép lao động cấp lại có phải nộp bản giấy không?"),
    ), 1, False, None),
    Writer("9000000000000000003", "Thảo Mẫu", 4, 10, (
        (False, 0, "Bên mình muốn gia hạn giấy phép lao động thì nộp trước bao nhiêu ngày?"),
        (True, 3 * 24 * 60, "Chào chị, chị nộp trước ít nhất 10 ngày và không quá 45 ngày. (Câu trả lời mẫu.)"),
    ), None, False, sending.CONFIRM),
    Writer("9000000000000000004", "Dũng Mẫu", 1, 14, (
        (False, 0, "Em không thấy nút nộp trực tuyến ở thủ tục đăng ký nội quy."),
        (True, 9, "Anh đăng nhập bằng tài khoản của tổ chức thì nút mới hiện ạ."),
    ), None, False, sending.UNKNOWN),
)  # fmt: skip
DELIVERED = {sending.SENT: "seen", sending.CONFIRM: "waiting", sending.UNKNOWN: "unknown"}


def write(today: date) -> None:
    """Let them write and be answered, as the webhook and the worker would have it."""
    clerks = db.session.scalars(select(User).where(User.role == Role.BUSINESS).order_by(User.id)).all()
    helper = db.session.scalars(select(User).where(User.role == Role.HELPDESK).order_by(User.id)).first()
    if helper is None:
        return
    for one in WRITERS:
        _write(one, clerks, helper, today)
    db.session.flush()


def _write(one: Writer, clerks: Sequence[User], helper: User, today: date) -> None:
    first = datetime.combine(today - timedelta(days=one.days), time(one.hour, 10), clock.LOCAL)
    first = min(first, clock.now() - timedelta(minutes=40))
    clerk = clerks[one.clerk] if one.clerk is not None else None
    hear(events.Told(one.user, first, one.name, clerk.phone if clerk else None))
    for number, (by_us, minutes, words) in enumerate(one.said):
        at = first + timedelta(minutes=minutes)
        if not by_us:
            hear(events.Said(one.user, f"demo-{one.user}-{number}", at, words, (), None))
            continue
        conversation_id = _person(one).conversation_id or 0
        helpdesk.say(
            conversation_id=conversation_id, client_id=f"demo-zalo-{one.user}-{number}", text=words,
            side=helpdesk_rules.STAFF, user_id=helper.id, person=helper.name, sent_at=at,
        )  # fmt: skip
    if one.matched and clerk is not None and clerk.business is not None:
        match(person=_person(one), tax_code=clerk.business.tax_code, by=helper.id)
    _go_on(one)


def _go_on(one: Writer) -> None:
    """What became of the answers: nothing is really sent from a demo."""
    for on_its_way in db.session.scalars(
        select(ZaloSending).where(ZaloSending.person_id == _person(one).id).order_by(ZaloSending.id)
    ):
        message = db.session.get_one(Message, on_its_way.message_id)
        on_its_way.state, on_its_way.error_code = one.state or sending.SENT, None
        on_its_way.sent_at = message.sent_at if on_its_way.state == sending.SENT else None
        message.delivery = DELIVERED[on_its_way.state]


def _person(one: Writer) -> ZaloPerson:
    return db.session.scalars(select(ZaloPerson).where(ZaloPerson.zalo_user_id == one.user)).one()
