"""The job that fetches pictures and files of people from Zalo's own hosts: bounded, and nowhere else."""

from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from flask import current_app
from sqlalchemy import select, update

from outreach import clock
from outreach.database import db, reading, record
from outreach.helpdesk.actions.attaching import attach_file
from outreach.helpdesk.files.taking import LARGEST, Taken, take_in
from outreach.helpdesk.models import Message
from outreach.i18n import gettext as _
from outreach.outgoing import Answer, Broken, NotAllowed, NotReached, TooLarge, ask
from outreach.refusals import Refused
from outreach.zalo import api
from outreach.zalo.actions.hearing import note
from outreach.zalo.actions.marking import told
from outreach.zalo.models import ZaloFile
from outreach.zalo.rules import sending

AT_ONCE = 20
MOST_TRIES = 6
MOST_STEPS = 4  # a link that leads on, three times
LEADS_ON = frozenset({301, 302, 303, 307, 308})
WAITING, FETCHED, REFUSED = "waiting", "fetched", "refused"


def fetch_files() -> int:
    """Fetch what is due; how many came. Links to them end after some days, so they are fetched soon."""
    with reading() as connection:
        due = (
            select(ZaloFile.id, ZaloFile.url, ZaloFile.name, ZaloFile.tries)
            .where(ZaloFile.state == WAITING, ZaloFile.due_at <= clock.now())
            .order_by(ZaloFile.due_at, ZaloFile.id)
            .limit(AT_ONCE)
        )
        rows = connection.execute(due).all()
    return sum(_fetched(row) for row in rows)


def _fetched(row: Any) -> bool:
    """One file that nobody can read stops no other."""
    try:
        return _fetch(row)
    except Exception:
        db.session.rollback()
        current_app.logger.exception("file %s of Zalo was not fetched", row.id)
        _later(row)
        return False


def _fetch(row: Any) -> bool:
    try:
        answer = _answer(row.url or "")
        if answer.status >= 500:
            raise Broken(str(answer.status))
        if answer.status != 200:
            raise NotAllowed(str(answer.status))
        taken = take_in(BytesIO(answer.body), row.name or "anh")
    except (NotAllowed, Refused, TooLarge):
        _give_up(row)
        return False
    except (NotReached, Broken):
        _later(row)
        return False
    try:
        return _keep(row.id, taken)
    except Refused:  # no more room in the conversation
        db.session.rollback()
        _give_up(row)
        return False


def _answer(url: str) -> Answer:
    """What lies there. A link may lead on, from one host of Zalo's to another and no further; each is asked
    for itself, and nothing of ours goes along.
    """
    for _step in range(MOST_STEPS):
        answer = ask("GET", url, hosts=_hosts(), most_bytes=LARGEST)
        if answer.status not in LEADS_ON:
            return answer
        url = urljoin(url, answer.headers.get("Location", ""))
    raise NotAllowed("leads on for ever")


def _keep(file_id: int, taken: Taken) -> bool:
    waiting = select(ZaloFile).where(ZaloFile.id == file_id, ZaloFile.state == WAITING).with_for_update()
    still = db.session.scalars(waiting.execution_options(populate_existing=True)).one_or_none()
    if still is not None:
        message = db.session.get_one(Message, still.message_id, populate_existing=True)
        attachment = attach_file(
            conversation_id=message.conversation_id, client_id=f"zalo:{file_id}", taken=taken, user_id=None
        )
        attachment.message_id = message.id
        still.state, still.url = FETCHED, None
        told(message.conversation_id)
    db.session.commit()
    return still is not None


def _hosts() -> tuple[str, ...]:
    return (*api.FILE_HOSTS, *current_app.config.get("ZALO_FILE_HOSTS", ()))


def _later(row: Any) -> None:
    if row.tries + 1 >= MOST_TRIES:
        _give_up(row)
        return
    pause = sending.pause_after(row.tries + 1)
    _change(row.id, tries=row.tries + 1, due_at=clock.now() + pause)


def _give_up(row: Any) -> None:
    """It is not to be had; a line in the conversation says so, for its message shows nothing of it."""
    waiting = select(ZaloFile).where(ZaloFile.id == row.id, ZaloFile.state == WAITING).with_for_update()
    still = db.session.scalars(waiting.execution_options(populate_existing=True)).one_or_none()
    if still is not None:
        still.state, still.url = REFUSED, None
        message = db.session.get_one(Message, still.message_id, populate_existing=True)
        note(
            message.conversation_id, f"file:{row.id}", clock.now(),
            _("Không lấy được tệp “%(name)s” người hỏi gửi; Anh/Chị xem trong Zalo OA.", name=row.name)
            if row.name else _("Không lấy được ảnh người hỏi gửi; Anh/Chị xem trong Zalo OA."),
        )  # fmt: skip
    db.session.commit()


def _change(file_id: int, **values: object) -> None:
    with record() as connection:
        still = (ZaloFile.id == file_id, ZaloFile.state == WAITING)
        connection.execute(update(ZaloFile).where(*still).values(**values))
