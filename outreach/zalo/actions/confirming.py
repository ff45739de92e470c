"""A paste becomes conversations, one of each business and stretch of days; and is undone as a whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, func, or_, select

from outreach import clock
from outreach.campaigns.actions import unreach
from outreach.campaigns.listening import HELPDESK_CODE
from outreach.campaigns.models import Intervention
from outreach.database import batches, db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk import signals
from outreach.helpdesk.models import Conversation, Message
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.refusals import Refused
from outreach.workdays import queries as workdays
from outreach.workdays.rules import working_minutes
from outreach.zalo.actions.pasting import Choices, choose, remember, when
from outreach.zalo.models import Paste, PasteLine
from outreach.zalo.queries import pastes
from outreach.zalo.rules import placing

STAY = ("moved", "merged", "split", "handed", "handed_back")  # events after which words are somebody's work


class Undone(NamedTuple):
    """What an undo did: messages deleted, and conversations left because somebody went on in them."""

    deleted: int
    kept: int


def confirm(*, paste: Paste, choices: Choices) -> int:
    """Store what is new; how many messages. Confirmed already, it stays as it is.

    Refused while a name is undecided, or staff answered nobody that is known.
    """
    _lock(paste)
    if paste.state == pastes.CONFIRMED:
        return 0
    lines = choose(paste=paste, choices=choices)
    taken = [line for line in lines if not line.left_out and not line.known]
    _check(taken)
    remember(paste, lines)
    times = dict(zip([line.id for line in lines], when(lines, paste.pasted_at), strict=True))
    turns = [placing.Turn(line.staff, line.business_id, line.said_at) for line in taken]
    for stretch in placing.stretches(turns):
        _tell(paste, [taken[place] for place in stretch], times)
    for line in lines:  # the words are the messages' from now on, and go when those go
        line.person = line.text = ""
    paste.text, paste.state, paste.confirmed_at = None, pastes.CONFIRMED, clock.now()
    db.session.flush()
    return len(taken)


def _check(taken: Sequence[PasteLine]) -> None:
    nobody = sum(line.business_id is None for line in taken if not line.staff)
    if nobody:
        raise Refused(
            ngettext(
                "Còn %(num)s tin chưa rõ của ai. Anh/Chị chọn, hoặc bỏ qua người đó.",
                "Còn %(num)s tin chưa rõ của ai. Anh/Chị chọn, hoặc bỏ qua người đó.", nobody,
            )
        )  # fmt: skip
    if any(line.business_id is None for line in taken):
        raise Refused(_("Chưa rõ cán bộ trả lời doanh nghiệp nào. Anh/Chị chọn ở từng tin, hoặc bỏ tin."))
    if not taken:
        raise Refused(_("Không có tin nào mới để nhập."))


def _lock(paste: Paste) -> None:
    """All pastes of the group: two clerks who confirm at once never take the same message twice."""
    group = select(Paste).where(Paste.group_folded == paste.group_folded).order_by(Paste.id)
    db.session.scalars(group.with_for_update().execution_options(populate_existing=True)).all()


def _tell(paste: Paste, lines: list[PasteLine], times: dict[int, datetime]) -> None:
    first = lines[0]
    conversation = _continued(paste, first, times) or helpdesk.begin(
        client_id=f"paste-{paste.public_id}-{first.place}", channel=helpdesk_rules.ZALO_PASTE,
        business_id=first.business_id, about=helpdesk.About(procedure_id=first.procedure_id),
        subject=None if first.procedure_id else paste.group, asked_at=times[first.id], released=False,
    )  # fmt: skip
    said = [
        helpdesk.say(
            conversation_id=conversation.id, client_id=f"paste-line-{line.id}", text=line.text,
            side=helpdesk_rules.STAFF if line.staff else helpdesk_rules.BUSINESS,
            person=line.person or None, sent_at=times[line.id],
        )
        for line in lines
    ]  # fmt: skip
    for line, message in zip(lines, said, strict=True):
        line.message_id = message.id
    db.session.flush()
    settle(helpdesk.locked(conversation.id))


def _continued(paste: Paste, first: PasteLine, times: dict[int, datetime]) -> Conversation | None:
    """The open conversation of this group and business that these words follow without days of silence.

    One that the business reads already is not continued: new words stay with staff until released.
    """
    c = Conversation
    latest = db.session.scalars(
        select(c)
        .join(Message, Message.conversation_id == c.id)
        .join(PasteLine, PasteLine.message_id == Message.id)
        .join(Paste, Paste.id == PasteLine.paste_id)
        .where(Paste.group_folded == paste.group_folded, c.business_id == first.business_id)
        .where(c.state == helpdesk_rules.OPEN, ~c.released, c.channel == helpdesk_rules.ZALO_PASTE)
        .order_by(c.last_at.desc(), c.id.desc())
        .limit(1)
    ).first()
    if latest is None or not latest.asked_at - placing.GAP <= times[first.id] <= latest.last_at + placing.GAP:
        return None
    return latest


def settle(conversation: Conversation) -> None:
    """What lists show of a conversation whose messages may have come in another order than they were said."""
    spoken = db.session.scalars(
        select(Message)
        .where(Message.conversation_id == conversation.id, Message.kind.in_(helpdesk_rules.SPOKEN))
        .order_by(Message.sent_at, Message.id)
    ).all()
    if not spoken:
        return
    last = spoken[-1]
    conversation.asked_at = min(conversation.asked_at, spoken[0].sent_at)
    conversation.last_at, conversation.last_from = last.sent_at, last.side
    conversation.last_text = " ".join(last.text.split())[: helpdesk_rules.PREVIEW]
    waiting: datetime | None = None
    asked, replied = False, None
    for message in spoken:
        if message.side == helpdesk_rules.BUSINESS:
            asked, waiting = True, waiting or message.sent_at
        else:
            replied = replied or (message.sent_at if asked else None)
            waiting = None
    conversation.waiting_since = waiting if conversation.state == helpdesk_rules.OPEN else None
    conversation.first_reply_at = replied
    conversation.first_reply_minutes = (
        working_minutes(conversation.asked_at, replied, workdays.week()) if replied else None
    )
    conversation.version += 1
    helpdesk.set_due(conversation)
    signals.changed.send(None, conversation_id=conversation.id)


def undo(*, paste: Paste) -> Undone:
    """Delete a paste's messages, and conversations without any other; not where somebody went on since."""
    _lock(paste)
    if paste.state != pastes.CONFIRMED:
        raise Refused(_("Đoạn chép này không hoàn tác được nữa."))
    deleted = kept = 0
    for one in pastes.outcomes(paste.id):
        conversation = helpdesk.locked(one.id)
        mine = _messages(paste, conversation)
        if _went_on(conversation, mine):
            kept += 1
            continue
        for some in batches(mine):
            db.session.execute(delete(Message).where(Message.id.in_(some)))
        deleted += len(mine)
        _clear(conversation)
    paste.state, paste.undone_at = pastes.UNDONE, clock.now()
    db.session.flush()
    return Undone(deleted, kept)


def drop(*, paste: Paste) -> None:
    """Throw a paste away that was not confirmed."""
    _lock(paste)
    if paste.state != pastes.READ:
        raise Refused(_("Đoạn chép này đã được xác nhận rồi."))
    db.session.execute(delete(Paste).where(Paste.id == paste.id))


def _messages(paste: Paste, conversation: Conversation) -> list[int]:
    statement = select(Message.id).join(PasteLine, PasteLine.message_id == Message.id)
    mine = (PasteLine.paste_id == paste.id, Message.conversation_id == conversation.id)
    return list(db.session.scalars(statement.where(*mine).order_by(Message.id)))


def _went_on(conversation: Conversation, mine: Sequence[int]) -> bool:
    """Whether anybody wrote, moved or merged something behind these messages."""
    of_others = select(PasteLine.message_id).where(PasteLine.message_id.is_not(None))
    rows = db.session.execute(
        select(Message.id, Message.kind, Message.text, Message.moved_at, Message.came_from_id)
        .where(Message.conversation_id == conversation.id, Message.id >= mine[0])
        .where(or_(Message.id.in_(mine), Message.id.not_in(of_others)))
    )
    ours = set(mine)
    return any(
        row.moved_at is not None or row.came_from_id is not None if row.id in ours
        else row.kind != helpdesk_rules.EVENT or row.text.partition(helpdesk_rules.BREAK)[0] in STAY
        for row in rows
    )  # fmt: skip


def _clear(conversation: Conversation) -> None:
    left = select(func.count()).select_from(Message).where(
        Message.conversation_id == conversation.id, Message.kind != helpdesk_rules.EVENT
    )  # fmt: skip
    if db.session.scalar(left):
        settle(conversation)
        return
    reached = conversation.business_id, conversation.first_reply_at
    gone = conversation.id
    db.session.execute(delete(Conversation).where(Conversation.id == gone))
    db.session.expunge(conversation)
    _take_back_help(*reached)


def _take_back_help(business_id: int | None, answered_at: datetime | None) -> None:
    """The ledger does not say that a business was helped in a month when nothing of it is left."""
    if business_id is None or answered_at is None:
        return
    day = clock.local(answered_at).date()
    rest = db.session.scalars(
        select(Conversation.first_reply_at).where(
            Conversation.business_id == business_id, Conversation.first_reply_at.is_not(None)
        )
    )
    if any(at and clock.month_of(clock.local(at).date()) == clock.month_of(day) for at in rest):
        return
    code = HELPDESK_CODE.format(month=day)
    helped = db.session.scalars(select(Intervention).where(Intervention.code == code)).one_or_none()
    if helped is not None:
        unreach(intervention=helped, business_ids=[business_id])
