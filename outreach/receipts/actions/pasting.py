"""A day's list from the counter: its codes confirm the receipts that ask for them, and can be taken back."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update

from outreach import clock
from outreach.database import batches, db
from outreach.i18n import lazy_gettext as _l
from outreach.receipts import queries, rules
from outreach.receipts.actions.matching import match_lists
from outreach.receipts.models import Receipt, SeenCode
from outreach.refusals import Refused


class Pasted(NamedTuple):
    """What became of a list: its batch, receipts it confirmed, codes nobody asked for, doubles, odd lines."""

    batch: str
    codes: int
    matched: int
    unknown: int
    doubled: int
    unread: Sequence[tuple[int, str]]


def paste_list(*, text: str, seen_on: date | None, by: int) -> Pasted:
    """Keep the codes of a list; those already pasted or twice in it count as doubled."""
    listed = rules.read_list(text)
    if not listed.codes:
        raise Refused(_l("Không đọc được mã hồ sơ nào; mỗi dòng cần một mã."), "text")
    day = seen_on or clock.today()
    if day > clock.today():
        raise Refused(_l("Ngày của danh sách chưa đến; Anh/Chị xem lại giúp."), "seen_on")
    known: set[str] = set()
    for some in batches(listed.codes):
        known |= queries.known_codes(some)
    new = [code for code in listed.codes if code not in known]
    batch, at = secrets.token_urlsafe(16), clock.now()
    rows = [
        {"code_key": code, "batch": batch, "seen_on": day, "pasted_at": at, "pasted_by_id": by}
        for code in new
    ]
    if rows:
        db.session.execute(insert(SeenCode), rows)
    matched = len(match_lists())
    asked: set[str] = set()
    for some in batches(new):
        asked |= set(db.session.scalars(select(Receipt.code_key).where(Receipt.code_key.in_(some))))
    return Pasted(
        batch, len(new), matched, len(new) - len(asked), len(listed.doubled) + len(known), listed.unread
    )


def undo_list(*, batch: str) -> int:
    """Take a paste back: its codes go, and what only they confirmed waits again. Gives how many codes."""
    codes = select(SeenCode.code_key).where(SeenCode.batch == batch)
    by_it = (Receipt.seen_how == "list", Receipt.dossier_id.is_(None), Receipt.code_key.in_(codes))
    db.session.execute(
        update(Receipt).where(*by_it).values(state="waiting", seen_at=None, seen_how=None),
        execution_options={"synchronize_session": False},
    )
    gone = db.session.execute(
        delete(SeenCode).where(SeenCode.batch == batch), execution_options={"synchronize_session": False}
    )
    db.session.expire_all()
    return int(gone.rowcount)  # type: ignore[attr-defined]
