"""What authors see: every version of a tutorial, and what is to be looked at again."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam, select
from sqlalchemy.orm import aliased

from outreach.accounts.models import User
from outreach.database import db
from outreach.tutorials import rules
from outreach.tutorials.models import Citation, Tutorial, TutorialVersion
from outreach.tutorials.queries.reading import cites_replaced


class VersionLine(NamedTuple):
    """One version in the list of a tutorial's versions: what it is and who did what when."""

    id: int
    number: int
    state: str
    title: str
    edition: int
    change_note: str | None
    saved_at: datetime
    saved_by: str | None
    reviewed_at: datetime | None
    reviewed_by: str | None
    published_at: datetime | None
    published_by: str | None


class ToReview(NamedTuple):
    """A published version that is to be looked at again, and why (keys of rules.REASONS)."""

    version_id: int
    slug: str
    title: str
    reasons: list[str]


def get_tutorial(slug: str) -> Tutorial | None:
    """The tutorial of an address, in whatever state."""
    return db.session.scalar(select(Tutorial).where(Tutorial.slug == slug))


def versions(tutorial_id: int) -> Sequence[VersionLine]:
    """All versions of a tutorial, newest first."""
    saver, reviewer, publisher = aliased(User), aliased(User), aliased(User)
    columns: list[Any] = [
        TutorialVersion.id, TutorialVersion.number, TutorialVersion.state, TutorialVersion.title,
        TutorialVersion.edition, TutorialVersion.change_note, TutorialVersion.saved_at, saver.name,
        TutorialVersion.reviewed_at, reviewer.name, TutorialVersion.published_at, publisher.name,
    ]  # fmt: skip
    rows = db.session.execute(
        select(*columns)
        .outerjoin(saver, saver.id == TutorialVersion.saved_by_id)
        .outerjoin(reviewer, reviewer.id == TutorialVersion.reviewed_by_id)
        .outerjoin(publisher, publisher.id == TutorialVersion.published_by_id)
        .where(TutorialVersion.tutorial_id == tutorial_id)
        .order_by(TutorialVersion.number.desc())
    )
    return [VersionLine(*row) for row in rows]


def cited_ids(version_id: int) -> list[int]:
    """The legal documents that a version rests on, by id."""
    rows = (
        select(Citation.document_id).where(Citation.version_id == version_id).order_by(Citation.document_id)
    )
    return list(db.session.scalars(rows))


@cache
def _published() -> Select[*tuple[Any, ...]]:
    return (
        select(
            TutorialVersion.id, Tutorial.slug, TutorialVersion.title, TutorialVersion.checked_on,
            TutorialVersion.valid_from, TutorialVersion.valid_to,
            cites_replaced(bindparam("today", type_=Date)),
        )
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .where(TutorialVersion.state == "published")
        .order_by(TutorialVersion.title_folded)
    )  # fmt: skip


def to_review(today: date) -> list[ToReview]:
    """Published versions that are to be looked at again ("cần rà soát"), in the order of their titles."""
    rows = db.session.connection().execute(_published(), {"today": today})
    found = []
    for version_id, slug, title, checked_on, valid_from, valid_to, replaced in rows:
        days = rules.Validity(checked_on, valid_from, valid_to)
        if reasons := rules.review_reasons(days, document_replaced=replaced, today=today):
            found.append(ToReview(version_id, slug, title, reasons))
    return found
