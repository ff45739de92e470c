"""Two conversations become one, or one two; messages remember where they were said, so it can be undone."""

import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import func, or_, select, update

from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.actions.beginning import About, begin
from outreach.helpdesk.actions.handling import told
from outreach.helpdesk.actions.speaking import locked
from outreach.helpdesk.models import Attachment, Conversation, Message, Participant
from outreach.i18n import gettext as _
from outreach.refusals import Refused

QUIETLY = {"synchronize_session": False}


def merge(*, conversation_id: int, into_id: int, by: int) -> Conversation:
    """Move all that was said into another conversation of the same business.

    Refused across businesses, for nobody may read another's words; and for a guest's without a business.
    """
    gone, kept = _both(conversation_id, into_id)
    if gone.id == kept.id or rules.MERGED in (gone.state, kept.state):
        raise Refused(_("Hai cuộc trao đổi này không gộp được nữa."), "into")
    if gone.business_id is None or gone.business_id != kept.business_id:
        raise Refused(_("Chỉ gộp các cuộc trao đổi của cùng một doanh nghiệp."), "into")
    if kept.key_hash is not None and kept.key_hash != gone.key_hash:
        raise Refused(
            _("Cuộc kia mở được bằng liên kết riêng; gộp vào thì ai có liên kết cũng đọc được cả hai cuộc."),
            "into",
        )
    if gone.released != kept.released:
        raise Refused(
            _("Một trong hai cuộc chỉ cán bộ xem được; Anh/Chị cho doanh nghiệp xem trước khi gộp."), "into"
        )
    _move(gone, kept, Message.conversation_id == gone.id)
    db.session.execute(
        update(Attachment).where(Attachment.conversation_id == gone.id).values(conversation_id=kept.id),
        execution_options=QUIETLY,
    )  # those that wait for a message, too: it will be said there
    gone.state, gone.merged_into_id = rules.MERGED, kept.id
    gone.waiting_since = gone.snoozed_until = gone.due_at = gone.due_for = None
    gone.version += 1
    return told(kept, "merged", by=by)


def undo_merge(*, conversation_id: int, by: int) -> Conversation:
    """Give a merged conversation back what was said in it."""
    into = db.session.scalar(select(Conversation.merged_into_id).where(Conversation.id == conversation_id))
    gone, kept = _both(conversation_id, into or conversation_id)
    if gone.state != rules.MERGED or gone.merged_into_id != kept.id:
        raise Refused(_("Cuộc trao đổi này không còn ở trong cuộc khác."))
    gone.state = rules.OPEN if gone.closed_at is None else rules.CLOSED
    gone.merged_into_id = None
    came = [gone.id, *_merged_into(gone.id), *_said_before(gone, kept)]
    _move(kept, gone, Message.conversation_id == kept.id, Message.came_from_id.in_(came))
    home = update(Message).where(Message.conversation_id == gone.id, Message.came_from_id == gone.id)
    db.session.execute(home.values(came_from_id=None), execution_options=QUIETLY)
    told(kept, "split", by=by)
    return told(gone, "reopened", by=by)


def split(
    *, conversation_id: int, message_ids: Collection[int], subject: str | None, by: int
) -> Conversation:
    """Take some of what was said into a conversation of its own, about the same business."""
    whole = locked(conversation_id)
    chosen = (Message.conversation_id == whole.id, Message.id.in_(message_ids), Message.kind != rules.EVENT)
    found = db.session.scalar(select(func.count()).select_from(Message).where(*chosen)) or 0
    of_business = select(func.count()).select_from(Message).where(*chosen, Message.side == rules.BUSINESS)
    if not found or not db.session.scalar(of_business):
        raise Refused(_("Anh/Chị chọn ít nhất một tin của doanh nghiệp để tách."), "messages")
    asked_at = db.session.scalar(select(func.min(Message.sent_at)).where(*chosen))
    part = begin(
        client_id=secrets.token_urlsafe(12), channel=whole.channel, business_id=whole.business_id,
        about=About(procedure_id=whole.procedure_id), subject=subject, asked_at=asked_at,
        released=whole.released,
    )  # fmt: skip
    part.split_from_id, part.assigned_to_id = whole.id, whole.assigned_to_id
    part.key_hash = whole.key_hash  # whoever asked by a private link goes on reading what they wrote
    _move(whole, part, *chosen)
    told(part, "split", by=by)
    told(whole, "split", by=by)
    return part


def _merged_into(conversation_id: int) -> list[int]:
    """What had been merged into a conversation, directly or by way of others."""
    found: list[int] = []
    last = [conversation_id]
    while last:
        last = list(db.session.scalars(select(Conversation.id).where(Conversation.merged_into_id.in_(last))))
        found += last
    return found


def _said_before(part: Conversation, kept: Conversation) -> list[int]:
    """Where the messages of a split-off part were said; none where others of there are in `kept`, too."""
    whole = part.split_from_id
    c = Conversation
    others = select(c.id).where(c.merged_into_id == kept.id, or_(c.id == whole, c.split_from_id == whole))
    if whole is None or kept.split_from_id == whole or db.session.scalars(others.limit(1)).first():
        return []
    return [whole] if kept.id == whole else [whole, *_merged_into(whole)]


def _both(one: int, other: int) -> tuple[Conversation, Conversation]:
    """Both locked, always the lower id first: two clerks who merge crosswise do not wait for each other."""
    rows = {id: locked(id) for id in sorted({one, other})}
    return rows[one], rows[other]


def _move(source: Conversation, target: Conversation, *which: object) -> None:
    came = func.coalesce(Message.came_from_id, source.id)
    moved = select(Message.id).where(*which)  # type: ignore[arg-type]
    _tell_apart(Message, target, Message.id.in_(moved))
    _tell_apart(Attachment, target, Attachment.message_id.in_(moved))
    db.session.execute(
        update(Attachment).where(Attachment.message_id.in_(moved)).values(conversation_id=target.id),
        execution_options=QUIETLY,
    )
    db.session.execute(
        update(Message).where(*which).values(conversation_id=target.id, came_from_id=came),  # type: ignore[arg-type]
        execution_options=QUIETLY,
    )
    _take_part(source, target)
    for each in (source, target):
        _look_again(each)


def _tell_apart(table: Any, target: Conversation, which: Any) -> None:
    """A client id names one thing of a conversation; what comes with one that is taken there gets its own."""
    taken = select(table.client_id).where(table.conversation_id == target.id)
    here = table.conversation_id != target.id
    for one in db.session.scalars(select(table).where(which, here, table.client_id.in_(taken))):
        one.client_id = f"{one.client_id}~{one.id}"
    db.session.flush()


def _take_part(source: Conversation, target: Conversation) -> None:
    """Who took part in one takes part in the other, having seen as much."""
    known = set(db.session.scalars(select(Participant.who).where(Participant.conversation_id == target.id)))
    for one in db.session.scalars(select(Participant).where(Participant.conversation_id == source.id)):
        if one.who not in known:
            db.session.add(
                Participant(
                    conversation_id=target.id, who=one.who, user_id=one.user_id, side=one.side,
                    received_up_to=one.received_up_to, seen_up_to=one.seen_up_to,
                )
            )  # fmt: skip


def _look_again(conversation: Conversation) -> None:
    """What lists show of a conversation whose messages have changed: its last words, and who waits."""
    spoken = (Message.conversation_id == conversation.id, Message.kind.in_(rules.SPOKEN))
    last = db.session.scalars(select(Message).where(*spoken).order_by(Message.id.desc()).limit(1)).first()
    if last is None:
        conversation.last_text, conversation.waiting_since = "", None
        return
    conversation.last_at, conversation.last_from = last.sent_at, last.side
    conversation.last_text = " ".join(last.text.split())[: rules.PREVIEW]
    replied = select(func.max(Message.id)).where(*spoken, Message.side == rules.STAFF)
    since = select(func.min(Message.sent_at)).where(
        *spoken, Message.side == rules.BUSINESS, Message.id > func.coalesce(replied.scalar_subquery(), 0)
    )
    conversation.waiting_since = db.session.scalar(since) if conversation.state == rules.OPEN else None
    first = db.session.scalar(select(func.min(Message.sent_at)).where(*spoken, Message.side == rules.STAFF))
    conversation.first_reply_at = first
    db.session.flush()
