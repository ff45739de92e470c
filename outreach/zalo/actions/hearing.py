"""What an event of Zalo changes. The order in which events are heard does not matter, nor how often."""

from datetime import datetime
from functools import singledispatch

from sqlalchemy import delete, select, update

from outreach import clock
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.models import Conversation, Message
from outreach.i18n import gettext as _
from outreach.zalo import queries
from outreach.zalo.actions import people
from outreach.zalo.actions.adopting import adopted
from outreach.zalo.actions.marking import mark, marks_that_came_before
from outreach.zalo.actions.withdrawing import forget
from outreach.zalo.models import ZaloFile, ZaloQuote
from outreach.zalo.rules import events
from outreach.zalo.rules.pieces import Piece, words_for

LONGEST = helpdesk_rules.LONGEST_TEXT
QUIETLY = {"synchronize_session": False}


@singledispatch
def hear(event: events.Event) -> bool:
    """Carry out what an event says; False when nothing of it may be kept."""
    raise TypeError(type(event))


@hear.register
def _said(event: events.Said) -> bool:
    who = people.person(event.user)  # from here on nobody else hears anything of theirs
    if people.has_withdrawn(who, event.at):
        return False
    if queries.find_message(event.msg_id) is not None or (event.by_us and adopted(event)):
        return True
    if event.by_us and not event.by_agent and who.conversation_id is None:
        return True  # a greeting or a broadcast to somebody who has never written: nobody's question
    if not event.by_us:
        people.interacted(who, event.at)
    conversation = people.conversation_of(who, msg_id=event.msg_id, at=event.at)
    message = _store(event, conversation, who.name)
    _keep_files(message, event.pieces)
    _quotes_that_came_before(message)
    marks_that_came_before(message, event.msg_id)
    return True


@hear.register
def _marked(event: events.Marked) -> bool:
    for msg_id in event.msg_ids:
        mark(msg_id, event.state)
    return True


@hear.register
def _met(event: events.Met) -> bool:
    who = people.person(event.user)
    if people.has_withdrawn(who, event.at):
        return False
    newer = who.follows_since is None or event.at > who.follows_since
    if event.follows is not None and newer:
        who.follows, who.follows_since = event.follows, event.at
    if event.follows is not False:
        people.interacted(who, event.at)
    db.session.flush()
    return True


@hear.register
def _told(event: events.Told) -> bool:
    who = people.person(event.user)
    if people.has_withdrawn(who, event.at):
        return False
    latest = who.last_interaction_at is None or event.at >= who.last_interaction_at
    people.interacted(who, event.at)
    who.name = event.name if event.name and (latest or not who.name) else who.name
    who.phone = event.phone if event.phone and (latest or not who.phone) else who.phone
    if who.conversation_id is not None:
        conversation = helpdesk.locked(who.conversation_id)
        conversation.guest_name, conversation.guest_phone = who.name, who.phone
        words = _("Người hỏi đã gửi tên và số điện thoại qua Zalo")
        note(conversation.id, f"told:{event.user}:{event.at.timestamp()}", event.at, words)
    db.session.flush()
    people.name_what_was_said(who)
    return True


@hear.register
def _withdrew(event: events.Withdrew) -> bool:
    forget(people.person(event.user), event.at)
    return True


def _store(event: events.Said, conversation: Conversation, name: str | None) -> Message:
    """The message, in several where it is longer than the helpdesk's own; the first bears Zalo's id."""
    text = words_for(event.text, event.pieces) or _("(Nội dung không đọc được: xem trong Zalo OA)")
    heads = [text[start : start + LONGEST] for start in range(0, len(text), LONGEST)]
    before = conversation.last_at
    quoted = _quoted(event, conversation)
    message = _say(event, conversation, name, heads[0], quoted=quoted, external_id=event.msg_id)
    for number, head in enumerate(heads[1:], start=1):
        if head.strip():
            _say(event, conversation, name, head, number=number)
    if event.quoted and quoted is None:
        db.session.add(ZaloQuote(message_id=message.id, external_id=event.quoted))
    conversation.last_at = max(before, conversation.last_at)  # what comes late is not the latest
    db.session.flush()
    return message


def _say(
    event: events.Said, conversation: Conversation, name: str | None, text: str, *,
    quoted: int | None = None, external_id: str | None = None, number: int = 0,
) -> Message:  # fmt: skip
    client_id = f"zalo:{event.msg_id}" + (f":{number}" if number else "")
    side, kind, person = helpdesk_rules.BUSINESS, helpdesk_rules.TEXT, name
    if event.by_us:
        side, person = helpdesk_rules.STAFF, _("Cán bộ trả lời trong Zalo OA")
        if not event.by_agent:  # the account's own automatic words: nobody has been answered by them
            side, kind, person = helpdesk_rules.SYSTEM, helpdesk_rules.EVENT, None
            text = _line(_("Zalo OA tự gửi: %(text)s", text=text))[:LONGEST]
    message = helpdesk.say(
        conversation_id=conversation.id, client_id=client_id, side=side, kind=kind, text=text, person=person,
        quoted_id=quoted, sent_at=event.at, external_id=external_id,
    )  # fmt: skip
    if event.by_us:
        message.delivery = "sent"
    return message


def note(conversation_id: int, client_id: str, at: datetime, words: str) -> None:
    """A line for staff within a conversation."""
    helpdesk.say(
        conversation_id=conversation_id, client_id=f"zalo:{client_id}", side=helpdesk_rules.SYSTEM,
        kind=helpdesk_rules.EVENT, text=_line(words), sent_at=at,
    )  # fmt: skip


def _line(words: str) -> str:
    """A line within the conversation for staff: an event without a sentence of the portal's own."""
    return f"zalo{helpdesk_rules.BREAK}{words}"


def _quoted(event: events.Said, conversation: Conversation) -> int | None:
    quoted = queries.find_message(event.quoted) if event.quoted else None
    return quoted.id if quoted is not None and quoted.conversation_id == conversation.id else None


def _quotes_that_came_before(message: Message) -> None:
    """Answers to this message that overtook it now stand below it."""
    waiting = select(ZaloQuote.message_id).where(ZaloQuote.external_id == message.external_id)
    ids = list(db.session.scalars(waiting))
    if not ids:
        return
    db.session.execute(
        update(Message)
        .where(Message.id.in_(ids), Message.conversation_id == message.conversation_id)
        .values(quoted_id=message.id),
        execution_options=QUIETLY,
    )
    db.session.execute(delete(ZaloQuote).where(ZaloQuote.message_id.in_(ids)), execution_options=QUIETLY)


def _keep_files(message: Message, pieces: tuple[Piece, ...]) -> None:
    """Pictures and files are fetched later by the worker: nothing is asked of anybody here."""
    for place, piece in enumerate(pieces):
        if piece.kind in ("image", "gif", "file"):
            db.session.add(
                ZaloFile(
                    message_id=message.id, place=place, url=piece.url, name=piece.name or "",
                    state="waiting", due_at=clock.now(),
                )
            )  # fmt: skip
    db.session.flush()
