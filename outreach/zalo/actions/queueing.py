"""What staff say in a conversation of Zalo's goes on its way there; and what people decide about it."""

from typing import Any

from sqlalchemy import delete, select, update

from outreach import clock
from outreach.database import db
from outreach.helpdesk import actions as helpdesk
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.models import Conversation, Message
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.zalo import queries
from outreach.zalo.actions import finishing
from outreach.zalo.models import ZaloPart, ZaloSending
from outreach.zalo.rules import sending


def queue(*, message_id: int) -> ZaloSending | None:
    """Write down, with the deed that says it, that a message has to go to Zalo; None when nobody is there.

    Zalo's own echo is not sent again: it has its id already.
    """
    message = db.session.get_one(Message, message_id)
    person = queries.person_of(message.conversation_id) if message.external_id is None else None
    if person is None:
        return None
    now = clock.now()
    state, code = sending.first_state(sending.window(person.last_interaction_at, now), confirmed=False)
    on_its_way = ZaloSending(
        message_id=message.id, person_id=person.id, state=state, due_at=now, error_code=code
    )
    db.session.add(on_its_way)
    message.delivery = "failed" if state == sending.FAILED else "waiting"
    db.session.flush()
    return on_its_way


def ask_for_contact(*, conversation_id: int, by: int, name: str, client_id: str) -> Message:
    """Send the card by which a person may give their name and phone; Refused when nobody is there to ask."""
    if queries.person_of(conversation_id) is None:
        raise Refused(_("Cuộc trao đổi này không đi qua Zalo."))
    message = helpdesk.say(
        conversation_id=conversation_id, client_id=client_id, side=helpdesk_rules.STAFF, user_id=by,
        person=name, text=_("Mời Anh/Chị gửi tên và số điện thoại để chúng tôi hỗ trợ đúng doanh nghiệp."),
    )  # fmt: skip
    db.session.execute(
        update(ZaloSending).where(ZaloSending.message_id == message.id).values(kind=sending.REQUEST_INFO),
        execution_options={"synchronize_session": "fetch"},
    )
    return message


def confirm_cost(*, on_its_way: ZaloSending, by: int) -> None:
    """A person says that a message may cost money; then it goes, unless the window has closed meanwhile."""
    _decide(on_its_way, sending.CONFIRM)
    on_its_way.cost_confirmed_by_id = by
    on_its_way.due_at = clock.now()
    finishing.put(on_its_way, sending.WAITING)


def stop(*, on_its_way: ZaloSending) -> None:
    """A person does not want it sent (any more)."""
    _decide(on_its_way, sending.CONFIRM, sending.WAITING, sending.FAILED)
    finishing.put(on_its_way, sending.STOPPED)


def send_again(*, on_its_way: ZaloSending) -> None:
    """A person wants what failed, or what nobody knows about, tried again; parts that arrived are not."""
    _decide(on_its_way, sending.FAILED, sending.UNKNOWN, sending.STOPPED)
    db.session.execute(
        delete(ZaloPart).where(ZaloPart.sending_id == on_its_way.id, ZaloPart.sent_at.is_(None)),
        execution_options={"synchronize_session": False},
    )
    on_its_way.tries, on_its_way.error_code, on_its_way.due_at = 0, None, clock.now()
    finishing.put(on_its_way, sending.WAITING)


def take_as_sent(*, on_its_way: ZaloSending) -> None:
    """A person has found out that what nobody knew about arrived."""
    _decide(on_its_way, sending.UNKNOWN)
    db.session.execute(
        update(ZaloPart)
        .where(ZaloPart.sending_id == on_its_way.id, ZaloPart.sent_at.is_(None))
        .values(sent_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
    finishing.finish_if_whole(on_its_way, heard_from_worker=False)


def goes_to_zalo(conversation_id: int) -> bool:
    """Whether replies in a conversation are sent there."""
    statement = select(Conversation.channel).where(Conversation.id == conversation_id)
    return db.session.scalar(statement) == helpdesk_rules.ZALO


def _decide(on_its_way: ZaloSending, *was: str) -> None:
    """Only what is still as the person saw it; the row is theirs until the deed ends."""
    still: Any = db.session.scalars(
        select(ZaloSending)
        .where(ZaloSending.id == on_its_way.id, ZaloSending.state.in_(was))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if still is None:
        raise Refused(_("Tin này vừa đổi trạng thái; Anh/Chị tải lại trang rồi xem giúp."))
