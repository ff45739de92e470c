"""What everybody reads: published questions and answers, searched for, looked through, one by one."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Date, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from outreach import clock
from outreach.answers import rules
from outreach.answers.models import Answer
from outreach.answers.queries.standing import answer_withheld
from outreach.database import db
from outreach.dossiers.models import Procedure
from outreach.tutorials.models import Tutorial

KINDS = (rules.ENTRY, rules.STEP_NOTE)  # what went into a new version of a guide is read there
MOST_FOUND = 200  # of a search; who needs more types another word
MOST_NOTES = 5  # at a step; more is a step to be rewritten


class PublicLine(NamedTuple):
    """One question in a list, in the reader's language where there is one."""

    id: int
    slug: str
    question: str
    answer: str
    language: str
    published_at: datetime
    procedure_id: int | None
    procedure: str | None
    helped: int

    @property
    def in_short(self) -> str:
        """The answer's words on one line."""
        return rules.plain(self.answer)


class PublicAnswer(NamedTuple):
    """A question and its answer; `withheld` while a document it cites no longer holds."""

    id: int
    slug: str
    question: str
    answer: str
    language: str
    published_at: datetime
    reviewed_at: datetime | None
    procedure_id: int | None
    procedure: str | None
    helped: int
    did_not_help: int
    opened: int
    tutorial: str | None  # the guide's slug
    step_key: str | None
    group: int
    withheld: bool


def list_public(
    *, words: str, procedure_id: int | None, language: str, offset: int, limit: int
) -> tuple[Sequence[PublicLine], int]:
    """What answers the words, best first; without words all, what helped most first."""
    if not words:
        about = [] if procedure_id is None else [Answer.procedure_id == procedure_id]
        conditions = [*shown(language), *about]
        total = db.session.scalar(select(func.count()).select_from(Answer).where(*conditions)) or 0
        popular = (5 * Answer.helped + Answer.opened).desc()
        order = (popular, Answer.published_at.desc(), Answer.id)
        statement = _lines().where(*conditions).order_by(*order).offset(offset).limit(limit)
        return [PublicLine(*row) for row in db.session.execute(statement)], total
    found = index()
    hits = found.search(words) or found.likely(words, procedure_id=procedure_id, limit=limit)
    lines = _in_language([hit.thing.id for hit in hits], language, procedure_id)
    return lines[offset : offset + limit], len(lines)


def likely(
    text: str,
    *,
    procedure_id: int | None = None,
    step: tuple[int, str] | None = None,
    language: str = "vi",
    limit: int = 3,
) -> list[PublicLine]:
    """What may answer a message that somebody is writing, best first; three statements at most.

    `step`: (id of the tutorial, key of the step) where they are.
    """
    if len(text.split()) < 2:
        return []
    hits = index().likely(text, procedure_id=procedure_id, step=step, limit=2 * limit)
    return _in_language([hit.thing.id for hit in hits], language)[:limit]


def get_public(slug: str) -> PublicAnswer | None:
    """What an address shows; None for what is not published. A step's or version's own page is the guide."""
    columns: list[Any] = [
        Answer.id, Answer.slug, Answer.question, Answer.answer, Answer.language, Answer.published_at,
        Answer.reviewed_at, Answer.procedure_id, Procedure.name, Answer.helped, Answer.did_not_help,
        Answer.opened, Tutorial.slug, Answer.step_key, _group(), answer_withheld(clock.today()),
    ]  # fmt: skip
    row = db.session.execute(
        select(*columns)
        .outerjoin(Procedure, Procedure.id == Answer.procedure_id)
        .outerjoin(Tutorial, Tutorial.id == Answer.tutorial_id)
        .where(Answer.slug == slug, Answer.state == rules.PUBLISHED, Answer.kind.in_(KINDS))
    ).one_or_none()
    return PublicAnswer(*row) if row else None


def in_other_languages(answer: PublicAnswer) -> list[tuple[str, str]]:
    """(language, slug) of what says the same in another language and is published."""
    group = _group()
    rows = db.session.execute(
        select(Answer.language, Answer.slug)
        .where(group == answer.group, Answer.id != answer.id, *_readable())
        .order_by(Answer.language)
    )
    return [(row.language, row.slug) for row in rows]


def public_slugs() -> list[str]:
    """The addresses of all that search engines may find."""
    return list(db.session.scalars(select(Answer.slug).where(*_readable()).order_by(Answer.slug)))


def procedures_answered() -> list[tuple[int, str]]:
    """(id, name) of the procedures that anything is published about."""
    rows = db.session.execute(
        select(Procedure.id, Procedure.name)
        .where(exists().where(Answer.procedure_id == Procedure.id, *_readable()))
        .order_by(Procedure.name_sort)
    )
    return [(row.id, row.name) for row in rows]


def at_step(tutorial_id: int, step_key: str, language: str) -> list[PublicLine]:
    """The notes of a step that readers see, newest first; one statement."""
    asked = {"tutorial_id": tutorial_id, "step_key": step_key, "language": language, "today": clock.today()}
    return [PublicLine._make(row) for row in db.session.connection().execute(_at_step(), asked)]


@cache
def _at_step() -> Any:
    """Built once: every step that anybody opens asks for it."""
    readable = shown(bindparam("language"), bindparam("today", type_=Date))
    return (
        _lines()
        .where(Answer.tutorial_id == bindparam("tutorial_id"), Answer.step_key == bindparam("step_key"))
        .where(Answer.kind == rules.STEP_NOTE, *readable)
        .order_by(Answer.published_at.desc(), Answer.id)
        .limit(MOST_NOTES)
    )


def shown(
    language: str | BindParameter[str], today: BindParameter[date] | None = None
) -> list[ColumnElement[bool]]:
    """What a reader of a language sees: what is written in it, and else what nobody has put into it."""
    other = aliased(Answer)
    in_theirs = exists().where(
        or_(other.id == _group(), other.original_id == _group()), other.state == rules.PUBLISHED,
        other.language == language,
    )  # fmt: skip
    return [*_readable(today), or_(Answer.language == language, ~in_theirs)]


def index() -> rules.Index:
    """All that is published, taken apart once for as long as nothing is published or withdrawn.

    What is published is never written to again, so their number and the last day tell whether it changed.
    """
    key = tuple(db.session.connection().execute(_how_many()).one())
    kept = _kept.get("answers")
    if kept is None or kept[0] != key:
        rows = db.session.execute(
            select(_group(), Answer.folded, Answer.procedure_id, Answer.tutorial_id, Answer.step_key).where(
                Answer.state == rules.PUBLISHED, Answer.kind.in_(KINDS)
            )
        )
        kept = _kept["answers"] = (key, rules.Index([_thing(*row) for row in rows]))
    return kept[1]


_kept: dict[str, tuple[Any, rules.Index]] = {}


def _thing(
    id: int, folded: str, procedure_id: int | None, tutorial_id: int | None, step_key: str | None
) -> rules.Thing:
    question, _line, text = folded.partition("\n")
    step = (tutorial_id, step_key) if tutorial_id is not None and step_key else None
    return rules.Thing(id, question, text, procedure_id, step)


def _readable(today: BindParameter[date] | None = None) -> list[ColumnElement[bool]]:
    """What everybody may read, as of today."""
    withheld = answer_withheld(clock.today() if today is None else today)
    return [Answer.state == rules.PUBLISHED, Answer.kind.in_(KINDS), ~withheld]


def _in_language(groups: Sequence[int], language: str, procedure_id: int | None = None) -> list[PublicLine]:
    """Of each group (an answer, and what says the same in other languages) what a reader wants, in order."""
    chosen = list(dict.fromkeys(groups))[:MOST_FOUND]
    if not chosen:
        return []
    asked = {"groups": chosen, "language": language, "today": clock.today()}
    best: dict[int, PublicLine] = {}
    for group, *row in db.session.connection().execute(_of_groups(), asked):
        line = PublicLine(*row)
        if procedure_id is None or line.procedure_id == procedure_id:
            best.setdefault(group, line)
    return [best[group] for group in chosen if group in best]


@cache
def _of_groups() -> Any:
    """Built once: it is asked for with every pause in somebody's typing."""
    groups: BindParameter[Any] = bindparam("groups", expanding=True)
    today = bindparam("today", type_=Date)
    return (
        select(_group(), *_columns())
        .outerjoin(Procedure, Procedure.id == Answer.procedure_id)
        .where(or_(Answer.id.in_(groups), Answer.original_id.in_(groups)), *_readable(today))
        .order_by(Answer.language != bindparam("language"), Answer.id)
    )


@cache
def _how_many() -> Any:
    """Of all that is published, nothing that an index alone does not know."""
    return select(func.count(), func.max(Answer.published_at)).where(Answer.state == rules.PUBLISHED)


def _group() -> ColumnElement[int]:
    """What says the same in several languages has one of these."""
    return func.coalesce(Answer.original_id, Answer.id)


def _lines() -> Select[*tuple[Any, ...]]:
    return select(*_columns()).outerjoin(Procedure, Procedure.id == Answer.procedure_id)


def _columns() -> list[Any]:
    return [
        Answer.id, Answer.slug, Answer.question, Answer.answer, Answer.language, Answer.published_at,
        Answer.procedure_id, Procedure.name, Answer.helped,
    ]  # fmt: skip
