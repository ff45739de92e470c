"""The fictional board's Zalo: a group of three businesses pasted in, one chat that waits, one criticism moved."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.models import Business
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules
from outreach.helpdesk.actions import complaining, handling
from outreach.workdays.rules import is_weekend
from outreach.zalo.actions import choosing, confirming, pasting
from outreach.zalo.models import Paste
from outreach.zalo.queries import pastes
from outreach.zalo.rules.lines import STAFF_SAID

GROUP = "Hỗ trợ thủ tục – KCN (nhóm mẫu)"
# who of the three, or the helper (None), at what time, what
SAID: Sequence[tuple[int | None, str, str]] = (
    (0, "08:12", "Anh chị cho em hỏi giấy phép lao động nộp bản dịch công chứng hay bản chụp ạ?"),
    (1, "08:15", "Bên em cũng vướng chỗ này, phần mềm báo tệp quá dung lượng"),
    (None, "08:40", "Chị nộp bản chụp từ bản chính nhé, tệp dưới 3 MB. (Câu trả lời mẫu.)"),
    (2, "08:52", "Em hỏi ké: nội quy lao động nộp xong bao lâu thì có kết quả ạ?"),
    (None, "09:05", "7 ngày làm việc kể từ khi hồ sơ đủ chị nhé. (Câu trả lời mẫu.)"),
    (2, "09:06", "Dạ em cảm ơn"),
    (2, "09:06", "[Nhãn dán]"),
    (1, "09:30", "Em quét lại 150 dpi thì được rồi ạ"),
)
NAMES = ("Thu Mẫu", "Hải Mẫu", "Vy Mẫu")
WAITS = """Hôm qua
{name} 16:05
Anh ơi hồ sơ em bị trả lại vì thiếu chữ ký số
{name} 16:06
Ký lại thì nộp từ đầu hay bổ sung ạ?
Cô Bảy 16:20
Nhóm này hỏi thuế được không mọi người"""
CRITICISM = "Tôi phản ánh: hai lần đến theo giấy hẹn đều được hẹn lại. (Phản ánh mẫu, không có thật.)"


def paste(today: date) -> None:
    """Paste, confirm, leave one waiting, and move a criticism into the register."""
    helper = db.session.scalars(select(User).where(User.role == Role.HELPDESK).order_by(User.id)).first()
    three = db.session.scalars(select(Business).order_by(Business.id).limit(3)).all()
    assert helper is not None
    day = today - timedelta(days=2)
    while is_weekend(day):
        day -= timedelta(days=1)
    _confirmed(three, helper, day)
    name = f"{NAMES[0]} ({three[0].name})"
    said_on = min(today, clock.today())  # a board furnished for another day: nobody pastes tomorrow's chat
    _read_in(WAITS.format(name=name), said_on, helper)
    _criticised(three[1], helper, day)
    db.session.flush()


def _confirmed(three: Sequence[Business], helper: User, day: date) -> None:
    names = {
        place: f"{name} ({one.name})" for place, (name, one) in enumerate(zip(NAMES, three, strict=True))
    }
    text = "\n".join(
        f"[{at}, {day:%d/%m/%Y}] {helper.name if who is None else names[who]}: {words}"
        for who, at, words in SAID
    )
    read = _read_in(text, clock.today(), helper)
    who = {helper.name: STAFF_SAID} | {name: str(three[place].id) for place, name in names.items()}
    about = {place: pastes.procedure_of(SAID[place][2]) for place in (0, 3)}
    chosen = choosing.Choices(who, frozenset(), {2: three[0].id}, about)
    confirming.confirm(paste=read, decided=choosing.decide(paste=read, choices=chosen))
    for one in pastes.outcomes(read.id):
        if one.business_id != three[0].id:
            handling.close(conversation_id=one.id, by=helper.id)


def _read_in(text: str, day: date, helper: User) -> Paste:
    return pasting.store(prepared=pasting.prepare(group=GROUP, text=text, day=day), by=helper.id)


def _criticised(business: Business, helper: User, day: date) -> None:
    at = datetime.combine(day, datetime.min.time(), clock.LOCAL) + timedelta(hours=14)
    talk = helpdesk.begin(
        client_id="demo-criticism", channel=rules.PHONE, business_id=business.id, asked_at=at, released=False
    )
    said = helpdesk.say(
        conversation_id=talk.id, client_id="demo-criticism-1", side=rules.BUSINESS, text=CRITICISM,
        person=NAMES[1], sent_at=at,
    )  # fmt: skip
    complaining.move(conversation_id=talk.id, message_ids=[said.id], kind="feedback", by=helper.id)
