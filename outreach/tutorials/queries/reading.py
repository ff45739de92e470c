"""What readers see: the published version of a tutorial; on the demo board also drafts, marked as such."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    ScalarSelect,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from outreach import clock
from outreach.accounts.models import DEMO, Setting
from outreach.database import db
from outreach.documents.models import LegalDocument
from outreach.dossiers.models import Procedure
from outreach.tutorials import rules
from outreach.tutorials.models import Citation, Tick, Tutorial, TutorialVersion
from outreach.tutorials.queries.contents import content_of

KEPT_CONTENTS = 64  # versions; one is some 30 kB
NOT_YET = ("draft", "reviewed")


class Version(NamedTuple):
    """The version of a tutorial that readers see, with its steps."""

    content: rules.Content
    id: int
    tutorial_id: int
    slug: str
    number: int
    state: str
    saved_at: datetime
    published_at: datetime | None
    procedure_id: int | None
    procedure_code: str | None
    procedure_name: str | None
    field: str | None
    cites_replaced: bool
    is_sample: bool  # shipped, and shown on a demo board: whoever published it is invented

    @property
    def title(self) -> str:
        """Its Vietnamese title."""
        return self.content.title

    @property
    def steps(self) -> tuple[rules.Step, ...]:
        """Its steps in order."""
        return self.content.steps

    @property
    def is_draft(self) -> bool:
        """Whether no officer has checked it yet; readers see it on the demo board only."""
        return self.state in NOT_YET

    @property
    def is_unchecked(self) -> bool:
        """Whether readers are told that no officer has checked it."""
        return self.is_draft or self.is_sample

    def step(self, key: str) -> rules.Step | None:
        """The step with this key."""
        return next((step for step in self.steps if step.key == key), None)

    def review_reasons(self, today: date) -> list[str]:
        """Why it is to be looked at again; empty when nothing says so."""
        content = self.content
        days = rules.Validity(content.checked_on, content.valid_from, content.valid_to)
        return rules.review_reasons(days, document_replaced=self.cites_replaced, today=today)


class TutorialLine(NamedTuple):
    """A tutorial in a list of links."""

    slug: str
    title: str
    title_en: str | None


class CitedDocument(NamedTuple):
    """A legal document that a version rests on, and what stands in its place now."""

    number: str
    title: str
    url: str | None
    in_force_on: date | None
    expires_on: date | None
    replaced_by: str | None

    def is_over(self, today: date) -> bool:
        """Whether it no longer holds."""
        return self.replaced_by is not None or (self.expires_on is not None and self.expires_on <= today)


def published(slug: str) -> Version | None:
    """The version that readers of this address see, with its steps; one statement once it was read before."""
    asked = {"slug": slug, "today": clock.today()}
    row = db.session.connection().execute(_version_shown(), asked).one_or_none()
    if row is None:
        return None
    content = _kept_content(row[0], row[5])
    return Version(content, *row) if content else None


@cache
def _version_shown() -> Any:
    """Built once: it is asked for with every step that anybody opens."""
    columns: list[Any] = [
        TutorialVersion.id, TutorialVersion.tutorial_id, Tutorial.slug, TutorialVersion.number,
        TutorialVersion.state, TutorialVersion.saved_at, TutorialVersion.published_at,
        Tutorial.procedure_id, Procedure.code, Procedure.name, Procedure.field,
        cites_replaced(bindparam("today", type_=Date)), is_sample(),
    ]  # fmt: skip
    return (
        select(*columns)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .outerjoin(Procedure, Procedure.id == Tutorial.procedure_id)
        .where(Tutorial.slug == bindparam("slug"), shown())
    )


def of_procedure(procedure_id: int) -> Sequence[TutorialLine]:
    """The tutorials of a procedure that readers see, in the order of their titles."""
    rows = db.session.execute(
        select(Tutorial.slug, TutorialVersion.title, TutorialVersion.title_en)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .where(Tutorial.procedure_id == procedure_id, shown())
        .order_by(TutorialVersion.title_folded)
    )
    return [TutorialLine(*row) for row in rows]


def slugs_by_procedure() -> dict[int, str]:
    """For lists and the map: the address of each procedure's first tutorial that readers see."""
    rows = db.session.execute(
        select(Tutorial.procedure_id, Tutorial.slug)
        .join(TutorialVersion, TutorialVersion.tutorial_id == Tutorial.id)
        .where(Tutorial.procedure_id.is_not(None), shown())
        .order_by(TutorialVersion.title_folded.desc())
    )
    return {row.procedure_id: row.slug for row in rows if row.procedure_id is not None}


def cited(version_id: int) -> Sequence[CitedDocument]:
    """The legal documents that a version rests on."""
    successor = aliased(LegalDocument)
    rows = db.session.execute(
        select(
            LegalDocument.number, LegalDocument.title, LegalDocument.url, LegalDocument.in_force_on,
            LegalDocument.expires_on, successor.number,
        )
        .join(Citation, Citation.document_id == LegalDocument.id)
        .outerjoin(successor, successor.id == LegalDocument.replaced_by_id)
        .where(Citation.version_id == version_id)
        .order_by(LegalDocument.issued_on, LegalDocument.number)
    )  # fmt: skip
    return [CitedDocument(*row) for row in rows]


def ticked_keys(user_id: int, tutorial_id: int) -> set[str]:
    """The keys of the steps of a tutorial that a person has ticked, in whatever version."""
    asked = {"user_id": user_id, "tutorial_id": tutorial_id}
    return set(db.session.connection().scalars(_ticked(), asked))


@cache
def _ticked() -> Any:
    mine = (Tick.user_id == bindparam("user_id"), Tick.tutorial_id == bindparam("tutorial_id"))
    return select(Tick.step_key).where(*mine)


def shown() -> ColumnElement[bool]:
    """Whether readers see a version: the published one; on the demo board else the newest draft."""
    other = aliased(TutorialVersion)
    same_tutorial = other.tutorial_id == TutorialVersion.tutorial_id
    newer = and_(other.state.in_(NOT_YET), other.number > TutorialVersion.number)
    better = exists().where(same_tutorial, or_(other.state == "published", newer))
    on_the_demo_board = exists().where(Setting.key == DEMO)
    draft = and_(TutorialVersion.state.in_(NOT_YET), on_the_demo_board, ~better)
    return or_(TutorialVersion.state == "published", draft)


def is_sample() -> ColumnElement[bool]:
    """Whether a version came with the project and stands on a demo board, where nobody real checks it."""
    return and_(TutorialVersion.created_by_id.is_(None), exists().where(Setting.key == DEMO))


def cites_replaced(today: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether a version rests on a document that was replaced or has expired."""
    return exists().where(*_overtaken(today))


def count_replaced(today: date | BindParameter[date]) -> ScalarSelect[int]:
    """On how many such documents a version rests."""
    return select(func.count()).where(*_overtaken(today)).correlate(TutorialVersion).scalar_subquery()


def _overtaken(today: date | BindParameter[date]) -> tuple[ColumnElement[bool], ...]:
    over = or_(LegalDocument.replaced_by_id.is_not(None), LegalDocument.expires_on <= today)
    return Citation.version_id == TutorialVersion.id, Citation.document_id == LegalDocument.id, over


@lru_cache(maxsize=KEPT_CONTENTS)
def _kept_content(version_id: int, saved_at: datetime) -> rules.Content | None:
    """A version as it was saved at an instant: a later save is another entry."""
    return content_of(version_id)
