"""Files that wait for a message, and go with it; what waits a day in vain goes away."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, func, select

from outreach import clock
from outreach.database import db, record
from outreach.helpdesk import rules
from outreach.helpdesk.actions.speaking import locked
from outreach.helpdesk.files import FILES
from outreach.helpdesk.files.taking import Taken
from outreach.helpdesk.models import Attachment, Conversation
from outreach.i18n import gettext as _
from outreach.refusals import Refused

MOST_WAITING = 10  # of one person, with one message
MOST_FILES = 300  # of one conversation
MOST_BYTES = 200 * 1024**2
STRANGERS_BYTES = 40 * 1024**2  # as long as nobody knows whose it is: anybody may begin any number
UNSENT_FOR = timedelta(days=1)


def attach_file(*, conversation_id: int, client_id: str, taken: Taken, user_id: int | None) -> Attachment:
    """Keep a file for the next message; the one it is already, when uploaded again under its client id."""
    conversation = locked(conversation_id)
    known = db.session.scalars(
        select(Attachment).where(
            Attachment.conversation_id == conversation_id, Attachment.client_id == client_id
        )
    ).one_or_none()
    if known is not None:
        if known.uploaded_by_id != user_id:
            raise Refused(_("Anh/Chị tải lại trang rồi gửi lại."), "upload")
        return known
    _check_room(conversation, user_id, len(taken.content))
    attachment = Attachment(
        public_id=secrets.token_urlsafe(16), conversation_id=conversation_id, client_id=client_id,
        name=taken.name, kind=taken.kind, size=len(taken.content), width=taken.width, height=taken.height,
        sha256=hashlib.sha256(taken.content).hexdigest(), stored_as=FILES.keep(taken.content).name,
        thumb_as=FILES.keep(taken.thumb).name if taken.thumb else None, uploaded_at=clock.now(),
        uploaded_by_id=user_id,
    )  # fmt: skip
    db.session.add(attachment)
    db.session.flush()
    return attachment


def waiting_files(*, conversation_id: int, public_ids: Iterable[str], user_id: int | None) -> list[int]:
    """The rows of files that this person has uploaded here and not sent yet."""
    wanted = list(public_ids)[:MOST_WAITING]
    if not wanted:
        return []
    return list(
        db.session.scalars(
            select(Attachment.id)
            .where(Attachment.conversation_id == conversation_id, Attachment.public_id.in_(wanted))
            .where(Attachment.message_id.is_(None), Attachment.uploaded_by_id.is_not_distinct_from(user_id))
        )
    )


def sweep_files() -> int:
    """Forget files that no message took within a day, then what no row names; how many files went."""
    with record() as connection:
        connection.execute(
            delete(Attachment)
            .where(Attachment.message_id.is_(None))
            .where(Attachment.uploaded_at < clock.now() - UNSENT_FOR)
        )
    return FILES.sweep(Attachment.stored_as, Attachment.thumb_as, after=UNSENT_FOR)


def _check_room(conversation: Conversation, user_id: int | None, size: int) -> None:
    here = Attachment.conversation_id == conversation.id
    unknown = conversation.channel == rules.GUEST and conversation.business_id is None
    count, used = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(here)
    ).one()
    if count >= MOST_FILES or int(used) + size > (STRANGERS_BYTES if unknown else MOST_BYTES):
        raise Refused(_("Cuộc trao đổi này đã có quá nhiều tệp; Anh/Chị mở cuộc mới để gửi tiếp."), "upload")
    waiting = select(func.count()).where(here, Attachment.message_id.is_(None))
    mine = waiting.where(Attachment.uploaded_by_id.is_not_distinct_from(user_id))
    if (db.session.scalar(mine) or 0) >= MOST_WAITING:
        raise Refused(_("Mỗi tin kèm tối đa %(most)s tệp.", most=MOST_WAITING), "upload")
