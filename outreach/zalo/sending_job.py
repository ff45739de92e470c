"""The job that sends: claim (and commit), send outside any transaction, mark what became of it."""

from functools import partial
from typing import Any, NamedTuple

from flask import current_app, url_for
from sqlalchemy import select

from outreach import clock
from outreach.background import alive
from outreach.database import db
from outreach.helpdesk.models import Attachment, Message
from outreach.i18n import gettext as _
from outreach.outgoing import Broken, NotAllowed, NotReached
from outreach.zalo import api, tokens
from outreach.zalo.actions import claiming, finishing
from outreach.zalo.actions.claiming import Claimed, TakenAway
from outreach.zalo.actions.quota import note_quota
from outreach.zalo.models import ZaloPart, ZaloPerson, ZaloSending
from outreach.zalo.rules import sending
from outreach.zalo.uploads import KeptFile, NotForZalo, upload_of

AT_ONCE = 50


class _Refused(Exception):
    """Zalo answered with a code, or we know that it would."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Part(NamedTuple):
    """One request of a message: words, or a file."""

    place: int
    content: str | KeptFile


def send_messages(most: int = AT_ONCE) -> int:
    """Send what is due; the number sent. Without a token everything waits."""
    if not claiming.anything_to_do():
        return 0
    release_unfinished()
    sent = 0
    while most and tokens.current() is not None:
        claimed = claiming.claim_next()
        if claimed is None:
            break
        most -= 1
        went = _went(claimed)
        if went is None:
            break
        sent += went
    return sent


def _went(claimed: Claimed) -> bool | None:
    """Whether a message was taken; None when nobody is reached, nor would be with any other."""
    try:
        if not _objection(claimed):
            _send(claimed)
            _settle(claimed, partial(finishing.finish_if_whole, heard_from_worker=True))
            return True
    except _Refused as fault:
        _settle_refused(claimed, fault.code)
    except (NotReached, NotAllowed):
        _wait(claimed, None)
        return None
    except Broken:
        _settle(claimed, finishing.leave_unknown)
    except TakenAway:
        pass
    except Exception:  # a message that cannot be read stops no other
        db.session.rollback()
        current_app.logger.exception("message %s was not sent to Zalo", claimed.message_id)
        _settle(claimed, _leave_it)
    return False


def _leave_it(on_its_way: ZaloSending) -> None:
    """Ours is the fault, so it is no use to try again; what was handed over and not answered is unknown."""
    if finishing.is_unanswered(on_its_way):
        finishing.leave_unknown(on_its_way)
    else:
        finishing.fail(on_its_way, sending.OUR_FAULT)


def release_unfinished() -> int:
    """Claims of workers that died: what was not handed over waits again, the rest is unknown."""
    claimed = select(ZaloSending).where(ZaloSending.state == sending.CLAIMED).order_by(ZaloSending.id)
    dead = [
        one for one in db.session.scalars(claimed.execution_options(populate_existing=True))
        if not alive(one.claimed_by, one.claimed_at, sending.LONGEST_SENDING)
    ]  # fmt: skip
    for one in dead:
        if finishing.is_unanswered(one):
            finishing.leave_unknown(one)
        else:
            one.tries -= 1
            finishing.put(one, sending.WAITING)
    db.session.commit()
    return len(dead)


def _objection(claimed: Claimed) -> bool:
    """Whether it must not go: taken back, too late, or it would cost money and nobody has said yes."""
    taken_back = db.session.scalar(select(Message.taken_back_at).where(Message.id == claimed.message_id))
    db.session.rollback()
    if taken_back is not None:
        _settle(claimed, partial(finishing.put, state=sending.STOPPED))
        return True
    window = sending.window(claimed.last_interaction_at, clock.now())
    state, code = sending.first_state(window, confirmed=claimed.cost_confirmed)
    if state == sending.FAILED:
        _settle(claimed, partial(finishing.fail, code=code))
    elif state == sending.CONFIRM:
        _settle(claimed, partial(finishing.put, state=sending.CONFIRM))
    return state != sending.WAITING


def _send(claimed: Claimed) -> None:
    """All parts that are not there yet, one after the other."""
    parts, quoted = _read(claimed)
    for part in parts:
        reply = _with_fresh_token(partial(_send_part, claimed, part, quoted if part.place == 0 else None))
        claiming.mark_part_sent(claimed, part.place, reply.data.get("message_id") or None)
        note_quota(reply.data.get("quota"))


def _with_fresh_token(deed: Any) -> api.Reply:
    """A call; when Zalo says that the token is stale, once more with a new one."""
    token = tokens.current()
    for last in (False, True):
        if token is None:
            raise NotReached("no token")
        reply: api.Reply = deed(token)
        if reply.error == api.OK:
            return reply
        if last or reply.error not in sending.STALE_TOKEN:
            break
        token = tokens.refresh(token)
    if reply.error in sending.STALE_TOKEN:
        tokens.note_refused(reply.error)
    raise _Refused(reply.error)


def _send_part(claimed: Claimed, part: _Part, quoted: str | None, token: str) -> api.Reply:
    content = _content(claimed, part, quoted, token)
    if isinstance(content, api.Reply):
        return content
    to = api.recipient(claimed.zalo_user_id)
    reply = api.send(token, to, content, partial(claiming.mark_handed_over, claimed, part.place))
    if reply.error != api.OK:
        claiming.mark_part_refused(claimed, part.place)
    return reply


def _content(claimed: Claimed, part: _Part, quoted: str | None, token: str) -> dict[str, Any] | api.Reply:
    """What is sent for a part; a file is put at Zalo's first, which may be refused."""
    if claimed.kind == sending.REQUEST_INFO:
        return _card()
    if isinstance(part.content, str):
        return api.text(part.content, quoted)
    try:
        kind, file = upload_of(part.content)
    except NotForZalo as fault:
        raise _Refused(fault.code) from None
    try:
        reply = api.upload(token, kind, file)
    except Broken:  # nothing was said to anybody yet
        raise NotReached("upload") from None
    if reply.error != api.OK:
        return reply
    key = reply.data.get("attachment_id" if kind == "image" else "token")
    if not isinstance(key, str):
        raise NotReached("upload")
    return api.picture(key) if kind == "image" else api.file(key)


def _card() -> dict[str, Any]:
    with current_app.test_request_context():
        picture = str(current_app.config["PUBLIC_URL"]) + url_for("static", filename="img/zalo-card.png")
    return api.request_info(
        str(current_app.config["BOARD_NAME"])[:100], _("Gửi tên và số điện thoại để được hỗ trợ"), picture
    )


def _read(claimed: Claimed) -> tuple[list[_Part], str | None]:
    """The parts that have not arrived, and Zalo's id of what they answer; no transaction is left open."""
    message = db.session.get_one(Message, claimed.message_id, populate_existing=True)
    columns = (Attachment.kind, Attachment.name, Attachment.stored_as)
    files = db.session.execute(
        select(*columns).where(Attachment.message_id == message.id).order_by(Attachment.id)
    ).all()
    there = set(db.session.scalars(select(ZaloPart.place).where(ZaloPart.sending_id == claimed.id)))
    contents: list[str | KeptFile] = [*sending.parts_of(message.text), *(KeptFile(*row) for row in files)]
    if claimed.kind == sending.REQUEST_INFO:
        contents = contents[:1]
    quoted = _zalo_id(message.quoted_id)
    db.session.rollback()
    parts = [_Part(place, content) for place, content in enumerate(contents)]
    return [part for part in parts if part.place not in there], quoted


def _zalo_id(message_id: int | None) -> str | None:
    if message_id is None:
        return None
    return db.session.scalar(select(Message.external_id).where(Message.id == message_id))


def _settle_refused(claimed: Claimed, code: int) -> None:
    """Some refusals are tried again, some are of the person; all others are final and shown in words."""
    if code in sending.RETRY and claimed.tries < sending.MOST_TRIES:
        _wait(claimed, code)
        return
    _settle(claimed, partial(finishing.fail, code=code))
    if code in sending.OF_PERSON:
        person = db.session.scalars(
            select(ZaloPerson).where(ZaloPerson.zalo_user_id == claimed.zalo_user_id).with_for_update()
        ).one()
        person.blocked_code = code
        db.session.commit()


def _wait(claimed: Claimed, code: int | None) -> None:
    """Surely not sent: once more after a pause."""

    def wait(on_its_way: ZaloSending) -> None:
        on_its_way.error_code = code
        on_its_way.due_at = clock.now() + sending.pause_after(claimed.tries)
        if code is None:  # nobody was reached: that was no try
            on_its_way.tries -= 1
        finishing.put(on_its_way, sending.WAITING)

    _settle(claimed, wait)


def _settle(claimed: Claimed, deed: Any) -> None:
    """Mark what became of it, unless an echo or another worker was faster."""
    statement = select(ZaloSending).where(ZaloSending.id == claimed.id).with_for_update()
    on_its_way = db.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if on_its_way is not None and on_its_way.state == sending.CLAIMED and on_its_way.tries == claimed.tries:
        deed(on_its_way)
    db.session.commit()
