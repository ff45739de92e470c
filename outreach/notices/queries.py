"""Reads of notices: only those that still hold."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, bindparam, exists, func, or_, select

from outreach import clock
from outreach.database import db
from outreach.notices.models import Notice, NoticeSeen


class NoticeRow(NamedTuple):
    """A notice as its reader sees it; `seen`: by this person."""

    id: int
    title: str
    text: str | None
    path: str | None
    created_at: datetime
    seen: bool


def unseen(business_id: int, user_id: int) -> int:
    """How many notices this person has not seen; in the header of every page, so one small statement."""
    values = {"business_id": business_id, "user_id": user_id, "today": clock.today()}
    return db.session.connection().execute(_unseen(), values).scalar_one()


def list_notices(
    business_id: int, user_id: int, *, offset: int, limit: int, only_unseen: bool = False
) -> tuple[Sequence[NoticeRow], int]:
    """The notices of a business, the newest first, and how many there are."""
    conditions = [Notice.business_id == business_id, _holds(clock.today())]
    if only_unseen:
        conditions.append(~_seen_by(user_id))
    statement = (
        select(
            Notice.id, Notice.title, Notice.text, Notice.path, Notice.created_at,
            _seen_by(user_id).label("seen"),
        )
        .where(*conditions)
        .order_by(Notice.created_at.desc(), Notice.id.desc())
    )  # fmt: skip
    total = db.session.scalar(select(func.count()).select_from(Notice).where(*conditions)) or 0
    rows = db.session.execute(statement.offset(offset).limit(limit))
    return [NoticeRow(*row) for row in rows], total


def get_notice(notice_id: int, business_id: int) -> Notice | None:
    """The notice with this id, when it is this business's and still holds."""
    statement = select(Notice).where(
        Notice.id == notice_id, Notice.business_id == business_id, _holds(clock.today())
    )
    return db.session.scalar(statement)


def _holds(today: date | ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(Notice.withdrawn_at.is_(None), or_(Notice.until.is_(None), Notice.until >= today))


def _seen_by(user_id: int | ColumnElement[Any]) -> ColumnElement[bool]:
    return exists().where(NoticeSeen.notice_id == Notice.id, NoticeSeen.user_id == user_id)


@cache
def _unseen() -> Select[int]:
    return (
        select(func.count())
        .select_from(Notice)
        .where(
            Notice.business_id == bindparam("business_id", type_=Integer),
            _holds(bindparam("today", type_=Date)),
            ~_seen_by(bindparam("user_id", type_=Integer)),
        )
    )
