"""What the fictional board's desk was asked in the last weeks, how fast it answered, and how people found it."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.answers.models import SavedReply
from outreach.businesses.models import Business
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.helpdesk import actions, rules
from outreach.helpdesk.models import Conversation, Message, Rating
from outreach.text import fold
from outreach.tutorials.models import TutorialStep, TutorialVersion
from outreach.workdays import queries as workdays
from outreach.workdays.rules import Week, add_working_minutes, is_worked, working_minutes

SEED, QUESTIONS, WEEKS = 766, 48, 11
TARGETS = {rules.FIRST_REPLY: 120, rules.NEXT_REPLY: 240, rules.RESOLUTION: 960}
CHANNELS = (rules.PORTAL,) * 6 + (rules.PHONE,) * 3 + (rules.WALK_IN, rules.ZALO_PASTE)
SAID = (
    ("Tệp bản vẽ 40 MB không tải lên được, em phải làm sao ạ?", "Anh/Chị tách mỗi bản vẽ một tệp PDF dưới 20 MB."),
    ("Nộp xong rồi có phải in ra mang lên quầy nữa không?", "Không ạ, Anh/Chị chỉ cần giữ mã hồ sơ."),
    ("Ký số báo “không tìm thấy chứng thư”.", "Anh/Chị cắm lại USB rồi mở phần mềm ký trước khi mở Cổng."),
    ("Hồ sơ nhờ kế toán nộp thay được không?", "Được, bằng tài khoản của doanh nghiệp hoặc giấy ủy quyền ạ."),
    ("Thanh toán lệ phí xong mà vẫn báo chưa nộp.", "Cổng cập nhật chậm, Anh/Chị đợi 30 phút rồi tải lại trang."),
    ("Mã bước bưu chính để trống có sao không ạ?", "Anh/Chị chọn “nhận kết quả điện tử” thì bỏ trống được."),
)  # fmt: skip
LEVELS = {"very_satisfied": 14, "satisfied": 11, "dissatisfied": 4}
REASONS = (("slow", "Chờ đến hôm sau mới có trả lời."), ("unclear", None), ("repeated", None))


def remember(today: date) -> None:
    """Write it down, with the board's promises and the ratings of the months before this one."""
    chance = random.Random(SEED)
    actions.set_targets(minutes=dict(TARGETS), by=None)
    helper = db.session.scalars(select(User).where(User.role == Role.HELPDESK).order_by(User.id)).first()
    firms = db.session.scalars(select(Business).order_by(Business.id).offset(12).limit(24)).all()
    procedures = db.session.scalars(select(Procedure.id).order_by(Procedure.name_sort).limit(6)).all()
    replies = db.session.scalars(select(SavedReply.id).order_by(SavedReply.id)).all()
    steps, week = _steps(), workdays.week()
    for number in range(QUESTIONS):
        begun = _moment(today, number, chance, week)
        talk = _asked(number, begun, chance, week, chance.choice(firms), chance.choice(procedures))
        if steps and number % 3 == 0:
            _at_step(talk, steps, number)
        _said(talk, number, helper, chance.choice(replies) if replies and number % 4 == 0 else None)
    _rate(today, chance)
    db.session.flush()


def _asked(
    number: int, begun: datetime, chance: random.Random, week: Week, firm: Business, procedure_id: int
) -> Conversation:
    first = min(int(chance.lognormvariate(3.7, 0.9)) + 3, 900)
    replied = min(add_working_minutes(begun, first, week) or begun, clock.now())
    closed = add_working_minutes(replied, chance.randrange(20, 900), week) or replied
    talk = Conversation(
        public_id=f"demo-lich-su-{number:03d}", client_id=f"demo-desk-{number:03d}", business_id=firm.id,
        channel=chance.choice(CHANNELS), procedure_id=procedure_id, state=rules.CLOSED, asked_at=begun,
        first_reply_at=replied, first_reply_minutes=working_minutes(begun, replied, week), closed_at=min(closed, clock.now()),
        resolution_minutes=working_minutes(begun, closed, week), reopened=int(number % 11 == 5),
        last_at=replied, last_from=rules.STAFF, last_text=SAID[number % len(SAID)][1], rated=number % 2 == 0,
    )  # fmt: skip
    db.session.add(talk)
    db.session.flush()
    return talk


def _said(talk: Conversation, number: int, helper: User | None, reply_id: int | None) -> None:
    for side, text in zip((rules.BUSINESS, rules.STAFF), SAID[number % len(SAID)], strict=True):
        staff = side == rules.STAFF
        at = talk.first_reply_at if staff and talk.first_reply_at else talk.asked_at
        message = Message(
            public_id=f"{talk.public_id}-{side}", conversation_id=talk.id, client_id=f"demo-{side}", side=side,
            kind=rules.TEXT, text=text, text_folded=fold(text), sent_at=at, stored_at=at,
            user_id=helper.id if helper and staff else None, saved_reply_id=reply_id if staff else None,
            person=helper.name if helper and staff else "Kế toán (mẫu)",
        )  # fmt: skip
        db.session.add(message)
        db.session.flush()
        talk.last_message_id = message.id


def _steps() -> Sequence[tuple[int, int, str, datetime]]:
    """Some steps of each published version, in the order of versions."""
    rows = db.session.execute(
        select(
            TutorialVersion.tutorial_id, TutorialVersion.id, TutorialStep.key, TutorialVersion.published_at
        )
        .join(TutorialStep, TutorialStep.version_id == TutorialVersion.id)
        .where(TutorialVersion.published_at.is_not(None), TutorialStep.place.in_((3, 5)))
        .order_by(TutorialVersion.tutorial_id, TutorialVersion.number, TutorialStep.place)
    )
    return [(one, version, key, at) for one, version, key, at in rows if at is not None]


def _at_step(talk: Conversation, steps: Sequence[tuple[int, int, str, datetime]], number: int) -> None:
    """At one of few steps, of the version that was published by then."""
    open_then = [step for step in steps if step[3] <= talk.asked_at] or list(steps)
    talk.tutorial_id, talk.version_id, talk.step_key, _published = open_then[
        -1 - number // 3 % min(4, len(open_then))
    ]


def _moment(today: date, number: int, chance: random.Random, week: Week) -> datetime:
    """In working hours of a worked day, at least two days ago; more of them lately."""
    day = today - timedelta(days=2 + int(WEEKS * 7 * (number / QUESTIONS) ** 1.4))
    while not is_worked(day, week.special):
        day -= timedelta(days=1)
    return datetime.combine(day, time(chance.choice((8, 9, 10, 14, 15)), chance.randrange(60)), clock.LOCAL)


def _rate(today: date, chance: random.Random) -> None:
    for back in (1, 2, 3):
        month = clock.add_months(today.replace(day=1), -back)
        for level, many in LEVELS.items():
            for number in range(many + back if back < 3 else 1):
                reason, words = REASONS[number % 3] if level == "dissatisfied" else (None, None)
                key = f"{chance.getrandbits(72):018x}"
                db.session.add(Rating(id=key, month=month, level=level, reason=reason, words=words))
