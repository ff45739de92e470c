"""A paste that was confirmed is undone as a whole, but for what somebody went on with: a few statements."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select

from outreach import clock
from outreach.campaigns.actions import unreach
from outreach.campaigns.listening import HELPDESK_CODE
from outreach.campaigns.models import Intervention
from outreach.database import batches, db
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.actions.taking_in import resettle
from outreach.helpdesk.models import Conversation, Message
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.zalo.actions.choosing import lock
from outreach.zalo.models import Paste, PasteLine
from outreach.zalo.queries import pastes

STAY = ("moved", "merged", "split", "handed", "handed_back")  # events after which words are somebody's work


class Undone(NamedTuple):
    """What an undo did: messages deleted, and conversations left because somebody went on in them."""

    deleted: int
    kept: int


class _Talk(NamedTuple):
    """A conversation with messages of the paste."""

    id: int
    business_id: int | None
    first_reply_at: datetime | None


def undo(*, paste: Paste) -> Undone:
    """Delete a paste's messages, and conversations without any other; not where somebody went on since."""
    lock(paste)
    if paste.state != pastes.CONFIRMED:
        raise Refused(_("Đoạn chép này không hoàn tác được nữa."))
    mine = _messages(paste)
    talks = _locked(mine)
    went_on = _went_on(mine)
    undone = [talk for talk in talks if talk.id not in went_on]
    gone = [message_id for talk in undone for message_id in mine[talk.id]]
    for some in batches(gone):
        db.session.execute(delete(Message).where(Message.id.in_(some)))
    _clear(undone)
    paste.state, paste.undone_at = pastes.UNDONE, clock.now()
    db.session.flush()
    return Undone(len(gone), len(talks) - len(undone))


def _messages(paste: Paste) -> dict[int, list[int]]:
    """Its messages by conversation."""
    rows = db.session.execute(
        select(Message.conversation_id, Message.id)
        .join(PasteLine, PasteLine.message_id == Message.id)
        .where(PasteLine.paste_id == paste.id)
        .order_by(Message.conversation_id, Message.id)
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        found.setdefault(row.conversation_id, []).append(row.id)
    return found


def _locked(conversations: Collection[int]) -> list[_Talk]:
    columns = (Conversation.id, Conversation.business_id, Conversation.first_reply_at)
    found: list[_Talk] = []
    for some in batches(sorted(conversations)):
        rows = select(*columns).where(Conversation.id.in_(some)).order_by(Conversation.id).with_for_update()
        found += [_Talk._make(row) for row in db.session.execute(rows)]
    return found


def _went_on(mine: dict[int, list[int]]) -> set[int]:
    """Conversations in which anybody wrote, moved or merged something behind these messages."""
    found: set[int] = set()
    ours = {id for some in mine.values() for id in some}
    for some in batches(sorted(mine)):
        rows = db.session.execute(
            select(
                Message.conversation_id, Message.id, Message.kind, Message.moved_at,
                func.substr(Message.text, 1, 40).label("text"), Message.came_from_id,
                PasteLine.id.label("line_id"),
            )
            .outerjoin(PasteLine, PasteLine.message_id == Message.id)
            .where(Message.conversation_id.in_(some), Message.id >= min(mine[id][0] for id in some))
        )  # fmt: skip
        for row in rows:
            if row.id in ours:
                touched = row.moved_at is not None or row.came_from_id is not None
            else:
                behind = row.id > mine[row.conversation_id][0] and row.line_id is None
                code = row.text.partition(helpdesk_rules.BREAK)[0]
                touched = behind and (row.kind != helpdesk_rules.EVENT or code in STAY)
            if touched:
                found.add(row.conversation_id)
    return found


def _clear(talks: Collection[_Talk]) -> None:
    """Conversations of which nothing is left go, too; others are looked at anew."""
    left: set[int] = set()
    for some in batches(talk.id for talk in talks):
        there = select(Message.conversation_id).distinct()
        spoken = (Message.conversation_id.in_(some), Message.kind != helpdesk_rules.EVENT)
        left |= set(db.session.scalars(there.where(*spoken)))
    empty = [talk for talk in talks if talk.id not in left]
    for some in batches(talk.id for talk in empty):
        db.session.execute(delete(Conversation).where(Conversation.id.in_(some)))
    for conversation_id in sorted(left):
        resettle(conversation_id)
    _take_back_help(
        (talk.business_id, clock.local(talk.first_reply_at).date()) for talk in empty
        if talk.business_id is not None and talk.first_reply_at is not None
    )  # fmt: skip


def _take_back_help(answers: Iterable[tuple[int, date]]) -> None:
    """The ledger does not say that a business was helped in a month when nothing of it is left."""
    months: dict[date, set[int]] = {}
    for business_id, day in answers:
        months.setdefault(clock.month_of(day), set()).add(business_id)
    still = _still_answered({business_id for some in months.values() for business_id in some})
    for month, businesses in sorted(months.items()):
        code = HELPDESK_CODE.format(month=month)
        helped = db.session.scalars(select(Intervention).where(Intervention.code == code)).one_or_none()
        nobody = sorted(id for id in businesses if (id, month) not in still)
        if helped is not None and nobody:
            unreach(intervention=helped, business_ids=nobody)


def _still_answered(businesses: Collection[int]) -> set[tuple[int | None, date]]:
    """Businesses and the months in which one of their conversations was first answered."""
    c = Conversation
    found: set[tuple[int | None, date]] = set()
    for some in batches(sorted(businesses)):
        answered = (c.business_id.in_(some), c.first_reply_at.is_not(None))
        for business_id, at in db.session.execute(select(c.business_id, c.first_reply_at).where(*answered)):
            if at is not None:
                found.add((business_id, clock.month_of(clock.local(at).date())))
    return found
