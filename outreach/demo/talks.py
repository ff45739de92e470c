"""The fictional board's conversations: answered, waiting, closed; with what was asked at steps put in its time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select, update

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.helpdesk import actions, rules
from outreach.helpdesk.models import Conversation, Message
from outreach.tutorials.models import StepReport
from outreach.workdays import queries as workdays
from outreach.workdays.rules import is_weekend, working_minutes

BUSINESS, STAFF = rules.BUSINESS, rules.STAFF


class Talk(NamedTuple):
    """One conversation: whose, how many days ago, at what time, what about, and who said what after minutes."""

    clerk: int
    days: int
    hour: int
    about: str  # the beginning of a procedure's name; "" for none
    said: Sequence[tuple[str, int, str]]
    seen: bool = True
    closed: bool = False


TALKS = (
    Talk(0, 12, 8, "Cấp giấy phép lao động", (
        (BUSINESS, 0, "Chào anh chị, em nộp hồ sơ giấy phép lao động thì phần đính kèm báo tệp quá dung lượng ạ."),
        (STAFF, 14, "Chào chị Lan. Chị quét lại 150 dpi, đen trắng rồi lưu PDF giúp em; thường còn dưới 3 MB."),
        (BUSINESS, 31, "Dạ được rồi ạ, em cảm ơn anh!"),
    ), closed=True),
    Talk(1, 9, 14, "Đăng ký nội quy lao động", (
        (BUSINESS, 0, "Nội quy lao động bên em sửa 2 điều thì đăng ký lại toàn bộ hay chỉ phần sửa?"),
        (STAFF, 55, "Anh Sơn nộp lại toàn bộ nội quy đã sửa, kèm biên bản góp ý của tổ chức đại diện người lao động."),
        (BUSINESS, 70, "Vâng, để em chuẩn bị."),
    ), closed=True),
    Talk(2, 6, 10, "", (
        (BUSINESS, 0, "Giám đốc mới chưa có VNeID mức 2 thì ai đăng nhập được ạ?"),
        (STAFF, 20, "Chị Hà nhờ giám đốc ra công an xã, phường làm mức 2; trong lúc chờ có thể nộp bằng tài khoản của người được ủy quyền."),
        (BUSINESS, 26, "Ủy quyền có mẫu không anh?"),
        (STAFF, 33, "Có chị nhé, mẫu ở bài “Đăng nhập VNeID”, bước 3. (Câu trả lời mẫu.)"),
        (BUSINESS, 40, "Em thấy rồi ạ."),
    ), closed=True),
    Talk(0, 3, 9, "Điều chỉnh giấy chứng nhận đăng ký đầu tư", (
        (BUSINESS, 0, "Bên em đổi người đại diện theo pháp luật thì có phải điều chỉnh giấy chứng nhận đầu tư không?"),
        (STAFF, 130, "Có chị ạ. Em gửi chị danh mục hồ sơ trong bài hướng dẫn, chị xem mục 2 trước nhé."),
    )),
    Talk(2, 1, 15, "Cấp lại giấy phép lao động", (
        (BUSINESS, 0, "Em gửi hồ sơ cấp lại từ hôm qua mà trên hệ thống vẫn ghi “chờ tiếp nhận”, có sao không ạ?"),
    ), seen=False),
    Talk(1, 0, 8, "Cấp giấy phép xây dựng", (
        (BUSINESS, 0, "Bản vẽ ký số bằng chứng thư cá nhân của kiến trúc sư thì có được chấp nhận không anh?"),
    ), seen=False),
)  # fmt: skip


def talk(today: date) -> None:
    """Put the conversations, and what was asked at steps, where the story has them."""
    people = db.session.scalars(select(User).where(User.role == Role.BUSINESS).order_by(User.id)).all()
    helper = db.session.scalars(select(User).where(User.role == Role.HELPDESK)).one()
    for number, one in enumerate(TALKS):
        _hold(number, one, people[one.clerk], helper, today)
    for report in db.session.scalars(select(StepReport).where(StepReport.kind == "stuck")):
        _put_in_time(report)
    db.session.flush()


def _hold(number: int, one: Talk, person: User, helper: User, today: date) -> None:
    begun = _moment(today, one)
    conversation = actions.begin(
        client_id=f"demo-talk-{number}", channel=rules.PORTAL, business_id=person.business_id,
        about=actions.About(procedure_id=_procedure(one.about)), asked_at=begun,
    )  # fmt: skip
    for place, (side, minutes, text) in enumerate(one.said):
        by = person if side == BUSINESS else helper
        message = actions.say(
            conversation_id=conversation.id, client_id=f"demo-talk-{number}-{place}", side=side, text=text,
            user_id=by.id, person=by.name, sent_at=begun + timedelta(minutes=minutes),
        )  # fmt: skip
    if one.closed:
        _close(conversation, message.sent_at + timedelta(hours=1), helper)
    for by, side in ((person, BUSINESS), (helper, STAFF)):
        if one.seen or side == BUSINESS:
            actions.mark_seen(
                conversation_id=conversation.id, who=f"user:{by.id}", user_id=by.id, side=side,
                up_to=message.id,
            )  # fmt: skip


def _close(conversation: Conversation, at: datetime, by: User) -> None:
    actions.close(conversation_id=conversation.id, by=by.id)
    conversation.closed_at = at
    conversation.resolution_minutes = working_minutes(conversation.asked_at, at, workdays.week())
    db.session.execute(
        update(Message)
        .where(Message.conversation_id == conversation.id, Message.kind == rules.EVENT)
        .values(sent_at=at)
    )


def _moment(today: date, one: Talk) -> datetime:
    """On a working day at that hour, and never later than an hour ago."""
    day = today - timedelta(days=one.days)
    while is_weekend(day):
        day -= timedelta(days=1)
    at = datetime.combine(day, time(one.hour, 10), clock.LOCAL)
    return min(at, clock.now() - timedelta(hours=1))


def _procedure(beginning: str) -> int | None:
    if not beginning:
        return None
    return db.session.scalars(
        select(Procedure.id).where(Procedure.name.startswith(beginning)).order_by(Procedure.id)
    ).first()


def _put_in_time(report: StepReport) -> None:
    """The question was asked days ago, and so was what is said of it in the conversation."""
    conversation = db.session.scalars(
        select(Conversation).where(Conversation.step_report_id == report.id)
    ).one_or_none()
    if conversation is None:
        return
    answered_at = report.asked_at + timedelta(hours=2)
    times: dict[str, Any] = {BUSINESS: report.asked_at, STAFF: answered_at}
    for side, at in times.items():
        db.session.execute(
            update(Message)
            .where(Message.conversation_id == conversation.id, Message.side == side)
            .values(sent_at=at)
        )
    conversation.asked_at = report.asked_at
    conversation.last_at = times[conversation.last_from]
    if conversation.waiting_since is not None:
        conversation.waiting_since = report.asked_at
    if conversation.first_reply_at is not None:
        conversation.first_reply_at = answered_at
        conversation.first_reply_minutes = 120
    actions.set_due(conversation)
