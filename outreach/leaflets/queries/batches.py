"""Reads of batches: one, all of them, and why one is to be recalled."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Select, bindparam, or_, select
from sqlalchemy.orm import joinedload

from outreach.database import db
from outreach.leaflets import rules
from outreach.leaflets.models import Leaflet, LeafletBatch
from outreach.tutorials.models import Citation, Tutorial, TutorialStep, TutorialVersion
from outreach.tutorials.queries.reading import count_replaced


class BatchLine(NamedTuple):
    """A batch in a list; `reasons`: why it is to be recalled (keys of rules.REASONS).

    `marks`: of all that speaks for a recall, also where somebody found that the copies may go on.
    """

    id: int
    code: str
    title: str  # as printed
    quantity: int
    handed_out: int
    ordered_on: date
    recalled_on: date | None
    intervention_id: int
    reasons: list[str]
    marks: list[str]

    @property
    def left(self) -> int:
        """Copies that nobody has been given."""
        return self.quantity - self.handed_out

    @property
    def due(self) -> bool:
        """Whether it is to be recalled and has not been."""
        return bool(self.reasons) and self.recalled_on is None


class ScannedBatch(NamedTuple):
    """What a scan leads to."""

    id: int
    intervention_id: int
    slug: str
    shown: bool  # readers see a version of its tutorial
    outdated: bool  # recalled, or printed from a version that is no longer shown


def get_batch(batch_id: int) -> LeafletBatch | None:
    """One batch with its intervention; None when there is none of that id."""
    return db.session.get(LeafletBatch, batch_id, options=[joinedload(LeafletBatch.intervention)])


def batch_of_intervention(intervention_id: int) -> int | None:
    """The id of the batch that an intervention hands out."""
    return db.session.scalar(select(LeafletBatch.id).where(LeafletBatch.intervention_id == intervention_id))


def batch_by_code(code: str) -> ScannedBatch | None:
    """The batch of a code, with where it leads."""
    now = select(TutorialVersion.tutorial_id).where(TutorialVersion.state == "published")
    row = db.session.execute(
        select(
            LeafletBatch.id, LeafletBatch.intervention_id, Tutorial.slug, Tutorial.id.in_(now),
            or_(LeafletBatch.recalled_on.is_not(None), TutorialVersion.state != "published"),
        )
        .join(Leaflet, Leaflet.id == LeafletBatch.leaflet_id)
        .join(TutorialVersion, TutorialVersion.id == Leaflet.version_id)
        .join(Tutorial, Tutorial.id == TutorialVersion.tutorial_id)
        .where(LeafletBatch.code == code)
    ).one_or_none()  # fmt: skip
    return ScannedBatch(*row) if row else None


def code_is_taken(code: str) -> bool:
    """Whether a batch has this code."""
    return db.session.scalar(select(LeafletBatch.id).where(LeafletBatch.code == code)) is not None


def list_batches(today: date, batch_id: int | None = None) -> list[BatchLine]:
    """All batches, the latest order first, each with why it is to be recalled; four statements."""
    values = {"today": today, "batch_id": batch_id}
    rows = db.session.connection().execute(_batches(batch_id is not None), values).all()
    replaced = {row.version_id: row.tutorial_id for row in rows if row.state == "replaced"}
    facts, now = _facts(replaced)
    versions = {row.version_id: row for row in rows}
    found = {id: _marked(row, facts, now, today) for id, row in versions.items()}
    return [
        BatchLine(
            row.id, row.code, row.title, row.quantity, row.handed_out, row.ordered_on, row.recalled_on,
            row.intervention_id,
            [reason for mark, reason in found[row.version_id].items() if mark not in (row.kept_for or ())],
            list(found[row.version_id]),
        )
        for row in rows
    ]  # fmt: skip


@cache
def _batches(one: bool) -> Select[*tuple[Any, ...]]:
    b, today = LeafletBatch, bindparam("today", type_=Date)
    statement = (
        select(
            b.id, b.code, b.printed[("words", "title")].as_string().label("title"), b.quantity, b.handed_out,
            b.ordered_on, b.recalled_on, b.intervention_id, b.kept_for,
            TutorialVersion.id.label("version_id"), TutorialVersion.tutorial_id, TutorialVersion.state,
            TutorialVersion.valid_to, count_replaced(today).label("replaced"),
        )
        .join(Leaflet, Leaflet.id == b.leaflet_id)
        .join(TutorialVersion, TutorialVersion.id == Leaflet.version_id)
        .order_by(b.ordered_on.desc(), b.id.desc())
    )  # fmt: skip
    return statement.where(b.id == bindparam("batch_id")) if one else statement


def recall_reasons(batch_id: int, today: date) -> list[str]:
    """Why one batch is to be recalled."""
    return next((line.reasons for line in list_batches(today, batch_id)), [])


def recall_marks(batch_id: int, today: date) -> list[str]:
    """What somebody who finds that its copies may go on has looked at."""
    return next((line.marks for line in list_batches(today, batch_id)), [])


def _marked(row: Any, facts: dict[int, rules.Facts], now: dict[int, int], today: date) -> dict[str, str]:
    """The reasons for a recall by their marks."""
    shown_id = now.get(row.tutorial_id)
    standing = rules.Standing(
        row.state, facts.get(row.version_id), facts.get(shown_id or 0), bool(row.replaced), row.valid_to
    )
    reasons = rules.recall_reasons(standing, today)
    return dict(zip(rules.marks_of(reasons, shown_id, row.replaced), reasons, strict=True))


def _facts(replaced: dict[int, int]) -> tuple[dict[int, rules.Facts], dict[int, int]]:
    """What these versions (id → tutorial) and those published now tell; which is published, by tutorial."""
    if not replaced:
        return {}, {}
    published = TutorialVersion.tutorial_id.in_(set(replaced.values())) & (
        TutorialVersion.state == "published"
    )
    versions = db.session.execute(
        select(
            TutorialVersion.id, TutorialVersion.tutorial_id, TutorialVersion.state, TutorialVersion.system,
            TutorialVersion.portal, TutorialVersion.prepare,
        ).where(TutorialVersion.id.in_(replaced) | published)
    ).all()  # fmt: skip
    steps, documents = _steps([row.id for row in versions]), _documents([row.id for row in versions])
    facts = {
        row.id: rules.Facts(
            row.system, row.portal, row.prepare, tuple(steps.get(row.id, ())),
            frozenset(documents.get(row.id, ())),
        )
        for row in versions
    }  # fmt: skip
    return facts, {row.tutorial_id: row.id for row in versions if row.state == "published"}


def _steps(version_ids: Collection[int]) -> dict[int, list[tuple[str, str, str]]]:
    found: dict[int, list[tuple[str, str, str]]] = {}
    columns = select(TutorialStep.version_id, TutorialStep.title, TutorialStep.who, TutorialStep.device)
    statement = columns.where(TutorialStep.version_id.in_(version_ids))
    for version_id, *told in db.session.execute(statement.order_by(TutorialStep.place)):
        found.setdefault(version_id, []).append((told[0], told[1], told[2]))
    return found


def _documents(version_ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    statement = select(Citation.version_id, Citation.document_id)
    for version_id, document_id in db.session.execute(statement.where(Citation.version_id.in_(version_ids))):
        found.setdefault(version_id, []).append(document_id)
    return found
