"""What authors see: all tutorials with their versions, one version, who is in the middle of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, String, cast, exists, func, select
from sqlalchemy.orm import aliased, selectinload

from outreach import clock
from outreach.accounts.models import OFFICERS, User
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.text import like
from outreach.tutorials import rules
from outreach.tutorials.models import (
    Completion,
    Picture,
    StepReport,
    Tick,
    Tutorial,
    TutorialStep,
    TutorialVersion,
)
from outreach.tutorials.queries.reading import cites_replaced

WEEK = timedelta(days=7)
MOST_PROPOSED = 400  # procedures in a field's list of proposals


class DeskVersion(NamedTuple):
    """A version on the desk: what it is, who did what when, and why it is to be looked at again."""

    number: int
    state: str
    title: str
    saved_at: datetime
    saved_by: str | None
    published_at: datetime | None
    published_by: str | None
    reasons: list[str]


@dataclass
class DeskTutorial:
    """A tutorial on the desk with its versions, newest first."""

    id: int
    slug: str
    procedure: str | None
    versions: list[DeskVersion] = field(default_factory=list)
    stuck: int = 0  # reports of the last seven days
    wrong: int = 0  # open ones, however old

    @property
    def published(self) -> DeskVersion | None:
        """What readers see."""
        return next((one for one in self.versions if one.state == "published"), None)

    @property
    def working(self) -> DeskVersion | None:
        """What authors write on."""
        return next((one for one in self.versions if rules.may(one.state, "save")), None)

    @property
    def shown(self) -> DeskVersion:
        """What its line is about."""
        return self.published or self.working or self.versions[0]

    @property
    def reasons(self) -> list[str]:
        """Why what readers see is to be looked at again."""
        return self.published.reasons if self.published else []


def desk(*, words: str = "", only: str | None = None, today: date) -> list[DeskTutorial]:
    """All tutorials by title; `only`: 'review' (cần rà soát), 'draft' or 'stuck'."""
    saver, publisher = aliased(User), aliased(User)
    statement = (
        select(
            Tutorial.id, Tutorial.slug, Procedure.name, TutorialVersion, saver.name, publisher.name,
            cites_replaced(today),
        )
        .join(TutorialVersion, TutorialVersion.tutorial_id == Tutorial.id)
        .outerjoin(Procedure, Procedure.id == Tutorial.procedure_id)
        .outerjoin(saver, saver.id == TutorialVersion.saved_by_id)
        .outerjoin(publisher, publisher.id == TutorialVersion.published_by_id)
        .order_by(TutorialVersion.number.desc())
    )  # fmt: skip
    if words:
        named = aliased(TutorialVersion)
        titled = named.title_folded.like(like(words), escape="\\")
        statement = statement.where(exists().where(named.tutorial_id == Tutorial.id, titled))
    found: dict[int, DeskTutorial] = {}
    for id_, slug, procedure, version, saved_by, published_by, replaced in db.session.execute(statement):
        tutorial = found.setdefault(id_, DeskTutorial(id_, slug, procedure))
        tutorial.versions.append(_line(version, saved_by, published_by, replaced, today))
    for (tutorial_id, kind), count in _reports(list(found)).items():
        setattr(found[tutorial_id], kind, count)
    wanted = {
        "review": lambda one: bool(one.reasons),
        "draft": lambda one: one.working is not None,
        "stuck": lambda one: one.stuck + one.wrong > 0,
    }.get(only or "", lambda one: True)
    return sorted(filter(wanted, found.values()), key=lambda one: one.shown.title.lower())


def _line(
    version: TutorialVersion, saved_by: str | None, published_by: str | None, replaced: bool, today: date
) -> DeskVersion:
    days = rules.Validity(version.checked_on, version.valid_from, version.valid_to)
    return DeskVersion(
        version.number, version.state, version.title, version.saved_at, saved_by,
        version.published_at, published_by,
        rules.review_reasons(days, document_replaced=replaced, today=today),
    )  # fmt: skip


def _reports(tutorial_ids: list[int]) -> dict[tuple[int, str], int]:
    since = clock.now() - WEEK
    recent = (StepReport.kind == "stuck") & (StepReport.asked_at >= since)
    waiting = (StepReport.kind == "wrong") & (StepReport.state == "open")
    rows = db.session.execute(
        select(StepReport.tutorial_id, StepReport.kind, func.count())
        .where(StepReport.tutorial_id.in_(tutorial_ids), recent | waiting)
        .group_by(StepReport.tutorial_id, StepReport.kind)
    )
    return {(row[0], row[1]): row[2] for row in rows if row[1] in ("stuck", "wrong")}


def get_tutorial(tutorial_id: int) -> Tutorial | None:
    """One tutorial; None when there is none of that id."""
    return db.session.get(Tutorial, tutorial_id)


def find_version(tutorial_id: int, number: int) -> TutorialVersion | None:
    """One version with its tutorial, steps and questions."""
    return db.session.scalar(
        select(TutorialVersion)
        .where(TutorialVersion.tutorial_id == tutorial_id, TutorialVersion.number == number)
        .options(
            selectinload(TutorialVersion.steps),
            selectinload(TutorialVersion.questions),
            selectinload(TutorialVersion.tutorial),
        )
    )


def read_again(version: TutorialVersion) -> TutorialVersion | None:
    """The version as it is saved now, not as this request has read or changed it; None when it is gone."""
    tutorial_id, number = version.tutorial_id, version.number
    db.session.expire_all()
    return find_version(tutorial_id, number)


def published_of(tutorial_id: int) -> TutorialVersion | None:
    """The version that readers see, if any."""
    statement = select(TutorialVersion).where(
        TutorialVersion.tutorial_id == tutorial_id, TutorialVersion.state == "published"
    )
    return db.session.scalar(
        statement.options(selectinload(TutorialVersion.steps), selectinload(TutorialVersion.questions))
    )


def names(user_ids: Sequence[int | None]) -> dict[int, str]:
    """Names of people by id."""
    wanted = {one for one in user_ids if one is not None}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def other_officers(user_id: int) -> list[str]:
    """Names of the people beside this one who may review."""
    active = User.disabled_at.is_(None) & User.password_hash.is_not(None)
    roles = [role.value for role in OFFICERS]
    statement = select(User.name).where(User.role.in_(roles), User.id != user_id, active)
    return list(db.session.scalars(statement.order_by(User.name_sort)))


def keys_ever(tutorial_id: int) -> set[str]:
    """Keys that steps of a tutorial have or had: ticks hang on them, so that no new step may take one."""
    versions = select(TutorialVersion.id).where(TutorialVersion.tutorial_id == tutorial_id)
    keys = set(db.session.scalars(select(TutorialStep.key).where(TutorialStep.version_id.in_(versions))))
    for removed in db.session.scalars(
        select(TutorialVersion.removed).where(TutorialVersion.tutorial_id == tutorial_id)
    ):
        keys.update(one["step"]["key"] for one in removed)
    return keys


def stuck_by_step(tutorial_id: int) -> dict[str, tuple[int, int]]:
    """(reports, businesses) of being stuck in the last seven days, by step's key."""
    who = func.count(func.distinct(func.coalesce(StepReport.tax_code, cast(StepReport.business_id, String))))
    rows = db.session.execute(
        select(StepReport.step_key, func.count(), who)
        .where(
            StepReport.tutorial_id == tutorial_id, StepReport.kind == "stuck",
            StepReport.asked_at >= clock.now() - WEEK,
        )
        .group_by(StepReport.step_key)
    )  # fmt: skip
    return {row[0]: (row[1], row[2]) for row in rows}


def wrong_by_step(tutorial_id: int) -> dict[str, int]:
    """Open reports that a step is no longer right, by its key."""
    rows = db.session.execute(
        select(StepReport.step_key, func.count())
        .where(StepReport.tutorial_id == tutorial_id, StepReport.kind == "wrong", StepReport.state == "open")
        .group_by(StepReport.step_key)
    )
    return {row[0]: row[1] for row in rows}


def in_the_middle(tutorial_id: int) -> int:
    """How many signed-in people have ticked steps of a tutorial and not finished any version of it."""
    finished = exists().where(Completion.tutorial_id == tutorial_id, Completion.user_id == Tick.user_id)
    statement = select(func.count(func.distinct(Tick.user_id)))
    return db.session.scalar(statement.where(Tick.tutorial_id == tutorial_id, ~finished)) or 0


def pictures(tutorial_id: int) -> Sequence[Picture]:
    """A tutorial's pictures, newest first."""
    statement = select(Picture).where(Picture.tutorial_id == tutorial_id)
    return list(db.session.scalars(statement.order_by(Picture.id.desc())))


def picture_file(public_id: str) -> str | None:
    """Under which name a picture is kept."""
    return db.session.scalar(select(Picture.stored_as).where(Picture.public_id == public_id))


def proposed_procedures() -> Sequence[tuple[str, str]]:
    """(code, name) of procedures that a field proposes."""
    statement = select(Procedure.code, Procedure.name).where(Procedure.code.is_not(None))
    rows = db.session.execute(statement.order_by(Procedure.name_folded).limit(MOST_PROPOSED))
    return [(row.code, row.name) for row in rows if row.code]


def find_procedure(words: str) -> int | None:
    """The procedure of a code, or of a name as it stands; None when there is none, or several."""
    by_code = db.session.scalar(select(Procedure.id).where(Procedure.code == words))
    if by_code is not None:
        return by_code
    rows = db.session.scalars(select(Procedure.id).where(_named(words)).limit(2)).all()
    return rows[0] if len(rows) == 1 else None


def _named(words: str) -> ColumnElement[bool]:
    return Procedure.name_folded.like(like(words), escape="\\")
