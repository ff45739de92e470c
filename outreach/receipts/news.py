"""Reads for news of results: who wants them, and what the register says that nobody was told."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from outreach import clock
from outreach.accounts.models import User
from outreach.businesses.models import Consent, Contact
from outreach.database import db
from outreach.dossiers.models import Dossier
from outreach.receipts.models import NewsWish, ResultNews
from outreach.receipts.rules.news import LATE, RETURNED, SUPPLEMENT

WITH_THE_BOARD = ("received", "processing", "fee_due")


class News(NamedTuple):
    """A dossier, and what is new of it."""

    dossier_id: int
    code: str
    state: str
    day: date | None  # returned, or due


def wants(user_id: int) -> bool:
    """Whether a person wants news: their latest answer."""
    answers = select(NewsWish.wanted).where(NewsWish.user_id == user_id).order_by(NewsWish.id.desc())
    return bool(db.session.scalar(answers.limit(1)))


def businesses_that_want() -> list[int]:
    """Those of which anybody wants news, in the order of their ids."""
    statement = select(User.business_id).where(User.id.in_(_wishing()), User.disabled_at.is_(None))
    rows = db.session.scalars(statement.where(User.business_id.is_not(None)).distinct())
    return sorted(one for one in rows if one is not None)


def addresses(business_id: int) -> list[str]:
    """The e-mail addresses of people who want news and agreed to e-mail, known by their phone."""
    return _agreed((Contact.business_id == business_id) & User.id.in_(_wishing()))


def addresses_of(user_id: int) -> list[str]:
    """Where letters to a person would go."""
    return _agreed(User.id == user_id)


def _agreed(whose: ColumnElement[bool]) -> list[str]:
    answer = aliased(Consent)
    latest = (
        select(func.max(answer.id))
        .where(answer.contact_id == Contact.id, answer.channel == "email")
        .correlate(Contact)
        .scalar_subquery()
    )
    statement = (
        select(Contact.email)
        .join(Consent, Consent.id == latest)
        .join(User, (User.business_id == Contact.business_id) & (User.phone == Contact.phone))
        .where(whose, Contact.email.is_not(None), Contact.left_on.is_(None))
        .where(Consent.given.is_(True), User.disabled_at.is_(None))
        .distinct()
    )
    return sorted(email for email in db.session.scalars(statement) if email)


def untold(business_id: int) -> list[News]:
    """What the register says of a business's dossiers by now and nobody has been told. One statement."""
    today = clock.today()
    d = Dossier
    conditions: dict[str, tuple[Any, ColumnElement[bool]]] = {
        RETURNED: (d.returned_on, or_(d.returned_on <= today, d.status == "returned")),
        SUPPLEMENT: (d.received_on, (d.status == "supplement_asked") & d.returned_on.is_(None)),
        LATE: (
            d.due_on,
            (d.due_on < today) & d.finished_on.is_(None) & d.returned_on.is_(None)
            & or_(d.status.is_(None), d.status.in_(WITH_THE_BOARD)),
        ),
    }  # fmt: skip
    parts = [_untold(business_id, state, day, true) for state, (day, true) in conditions.items()]
    rows = union_all(*parts).subquery()
    ordered = select(rows).order_by(rows.c.day.desc(), rows.c.dossier_id)
    return [News(*row) for row in db.session.execute(ordered)]


def _untold(
    business_id: int, state: str, day: Any, true: ColumnElement[bool]
) -> Select[*tuple[int, str, str, date]]:
    known = select(ResultNews.dossier_id).where(
        ResultNews.dossier_id == Dossier.id, ResultNews.state == state
    )
    columns = (Dossier.id.label("dossier_id"), Dossier.code, literal(state).label("state"), day.label("day"))
    return select(*columns).where(Dossier.business_id == business_id, true, ~known.exists())


def _latest() -> Subquery:
    return select(NewsWish.user_id, func.max(NewsWish.id).label("id")).group_by(NewsWish.user_id).subquery()


def _wishing() -> Select[int]:
    latest = _latest()
    return select(NewsWish.user_id).join(latest, latest.c.id == NewsWish.id).where(NewsWish.wanted.is_(True))
