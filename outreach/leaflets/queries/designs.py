"""Reads of leaflets that are being designed, and of the tutorials they can be made from."""

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select

from outreach import clock
from outreach.database import db
from outreach.leaflets.models import Leaflet, LeafletBatch
from outreach.tutorials.models import Tutorial, TutorialVersion
from outreach.tutorials.queries.reading import cites_replaced, is_sample


class Design(NamedTuple):
    """A leaflet in the list of designs."""

    public_id: str
    title: str
    language: str
    tutorial: str
    slug: str
    number: int
    state: str  # of the version it was made from
    changed_at: datetime
    batches: int


class Source(NamedTuple):
    """A published version that a leaflet can be made from."""

    version_id: int
    slug: str
    title: str
    number: int
    has_english: bool
    overtaken: bool  # rests on a document that no longer holds
    unchecked: bool


def get_leaflet(public_id: str) -> Leaflet | None:
    """One leaflet; None when there is none of that id."""
    return db.session.scalar(select(Leaflet).where(Leaflet.public_id == public_id))


def designs(*, offset: int = 0, limit: int = 200) -> list[Design]:
    """Leaflets, the one changed last first."""
    rows = db.session.connection().execute(_designs(), {"offset": offset, "limit": limit})
    return [Design._make(row) for row in rows]


@cache
def _designs() -> Select[*tuple[Any, ...]]:
    batches = (
        select(func.count()).select_from(LeafletBatch).where(LeafletBatch.leaflet_id == Leaflet.id)
    ).scalar_subquery()
    return (
        select(
            Leaflet.public_id, Leaflet.title, Leaflet.language, TutorialVersion.title, Tutorial.slug,
            TutorialVersion.number, TutorialVersion.state, Leaflet.changed_at, batches,
        )
        .join(TutorialVersion, TutorialVersion.id == Leaflet.version_id)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .order_by(Leaflet.changed_at.desc(), Leaflet.id)
        .offset(bindparam("offset")).limit(bindparam("limit"))
    )  # fmt: skip


def sources() -> list[Source]:
    """Every published tutorial, by title."""
    rows = db.session.execute(_sources().order_by(TutorialVersion.title_folded))
    return [Source(*row) for row in rows]


def source(slug: str) -> Source | None:
    """The published version of one tutorial."""
    row = db.session.execute(_sources().where(Tutorial.slug == slug)).one_or_none()
    return Source(*row) if row else None


def _sources() -> Select[*tuple[Any, ...]]:
    return (
        select(
            TutorialVersion.id, Tutorial.slug, TutorialVersion.title, TutorialVersion.number,
            TutorialVersion.title_en.is_not(None), cites_replaced(clock.today()), is_sample(),
        )
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .where(TutorialVersion.state == "published")
    )  # fmt: skip
