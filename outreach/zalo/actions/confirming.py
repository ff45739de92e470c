"""A paste becomes conversations, one of each business and stretch of days; and is undone as a whole."""

from collections.abc import Collection, Sequence
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
from outreach.helpdesk.actions.taking_in import Talk, Words, resettle, take_in
from outreach.helpdesk.models import Conversation, Message
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.refusals import Refused
from outreach.zalo.actions.choosing import (
    CHOSEN,
    Decided,
    check_lines,
    check_waits,
    lock,
    people_to_remember,
    remember,
    store_lines,
)
from outreach.zalo.models import Paste, PasteLine
from outreach.zalo.queries import edges, pastes
from outreach.zalo.rules import placing
from outreach.zalo.rules.lines import Line, when

STAY = ("moved", "merged", "split", "handed", "handed_back")  # events after which words are somebody's work


class Undone(NamedTuple):
    """What an undo did: messages deleted, and conversations left because somebody went on in them."""

    deleted: int
    kept: int


def confirm(*, paste: Paste, decided: Decided) -> int:
    """Store what is new; how many messages. Confirmed already, it stays as it is.

    What takes long was worked out before (`choosing.decide`); here it is written in a few statements. Refused
    while a name is undecided, or staff answered nobody that is known, or another paste of the group was
    confirmed or undone since.
    """
    lock(paste)
    if paste.state == pastes.CONFIRMED:
        return 0
    check_waits(paste)
    check_lines(paste, decided)
    if pastes.states_of_group(paste.group_folded) != decided.group:
        raise Refused(
            _("Nhóm này vừa có lần chép khác được nhập hoặc hoàn tác; Anh/Chị xem lại các tin mới.")
        )
    lines = decided.lines
    taken = [line for line in lines if line.taken]
    _check(taken)
    remember(paste, people_to_remember(lines))
    said = _tell(paste, lines, taken)
    stored = [line._replace(message_id=said.get(line.id), person="", text="") for line in lines]
    store_lines(stored, *CHOSEN, "message_id", "person", "text")  # the words are the messages' from now on
    paste.text, paste.state, paste.confirmed_at = None, pastes.CONFIRMED, clock.now()
    db.session.flush()
    return len(taken)


def _check(taken: Sequence[Line]) -> None:
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


def _tell(paste: Paste, lines: Sequence[Line], taken: Sequence[Line]) -> dict[int, int]:
    """The conversations that the lines make or continue; the message of each line, by the line's id."""
    times = dict(zip([line.id for line in lines], when(lines, paste.pasted_at, clock.now()), strict=True))
    there = edges.begun(lines, paste.group_folded, but=paste.id)
    stretches = [[taken[at] for at in some] for some in placing.stretches([one.turn for one in taken])]
    going_on = _going_on(paste, {line.business_id for line in taken})
    talks = []
    for some in stretches:
        at, begins = times[some[0].id], min(some, key=lambda line: line.place)
        talks.append(
            Talk(
                f"paste-{paste.public_id}-{begins.place}", begins.business_id or 0, begins.procedure_id,
                None if begins.procedure_id else paste.group,
                [_words(line, times[line.id], there.get(line.place, 0)) for line in some],
                _continued(going_on.get(begins.business_id), at),
            )
        )  # fmt: skip
    ids = take_in(channel=helpdesk_rules.ZALO_PASTE, talks=talks)
    return dict(zip([line.id for some in stretches for line in some], ids, strict=True))


def _words(line: Line, at: datetime, there: int) -> Words:
    side = helpdesk_rules.STAFF if line.staff else helpdesk_rules.BUSINESS
    return Words(f"paste-line-{line.id}", side, line.person or None, line.text[there:], at)


def _going_on(paste: Paste, businesses: Collection[int | None]) -> dict[int | None, Conversation]:
    """The latest open conversation of this group with each business.

    One that the business reads already is not continued: new words stay with staff until released.
    """
    c = Conversation
    here = (
        select(Message.conversation_id)
        .join(PasteLine, PasteLine.message_id == Message.id)
        .join(Paste, Paste.id == PasteLine.paste_id)
        .where(Paste.group_folded == paste.group_folded)
    )
    open_ = (c.state == helpdesk_rules.OPEN, ~c.released, c.channel == helpdesk_rules.ZALO_PASTE)
    statement = select(c).where(c.id.in_(here), c.business_id.in_(businesses), *open_).order_by(c.id)
    locked = statement.with_for_update().execution_options(populate_existing=True)
    latest: dict[int | None, Conversation] = {}
    for one in sorted(db.session.scalars(locked), key=lambda one: (one.last_at, one.id)):
        latest[one.business_id] = one
    return latest


def _continued(latest: Conversation | None, at: datetime) -> int | None:
    """Its id, when what was said at that time follows it (or comes before it) without days of silence."""
    if latest is None or not latest.asked_at - placing.GAP <= at <= latest.last_at + placing.GAP:
        return None
    return latest.id


def undo(*, paste: Paste) -> Undone:
    """Delete a paste's messages, and conversations without any other; not where somebody went on since."""
    lock(paste)
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
    lock(paste)
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
        resettle(conversation.id)
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
