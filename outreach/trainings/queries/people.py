"""Those expected and those present: for the tick list, the sheet to sign, surveys and certificates."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, or_, select

from outreach.accounts.rules import token_hash
from outreach.businesses.models import Business
from outreach.businesses.queries import holds
from outreach.database import db
from outreach.small_cells import may_show, shown_cells
from outreach.trainings.models import Participant, Registration, Session, SurveyAnswer
from outreach.trainings.rules import ALONE, LEVELS, REGISTERED, WAITING


class PersonRow(NamedTuple):
    """Somebody on the tick list. `of` is the business or the office; `walk_in`: nobody expected them."""

    id: int
    name: str | None
    job: str | None
    phone: str | None
    business_id: int | None
    of: str
    present: bool
    waiting: bool
    walk_in: bool


class Came(NamedTuple):
    """People present (lượt), the businesses they are of, and those of offices among them."""

    people: int
    businesses: int
    of_offices: int


class Found(NamedTuple):
    """A business that fast entry could mean."""

    id: int
    name: str
    tax_code: str | None
    expected: int
    present: int


class Said(NamedTuple):
    """What a survey shows: None where a number is too small to be shown."""

    asked: int
    answers: int
    levels: dict[str, int | None] | None
    alone: dict[str, int | None] | None
    missing: list[str] | None


def get_participant(session_id: int, participant_id: int) -> Participant | None:
    """Somebody of this session."""
    participant = db.session.get(Participant, participant_id)
    return participant if participant and participant.session_id == session_id else None


def people(session_id: int) -> list[PersonRow]:
    """All with a seat, all who wait and all who came, by business in Vietnamese order; offices come last."""
    rows = db.session.connection().execute(_people(), {"session_id": session_id})
    return [PersonRow._make(row) for row in rows]


@cache
def _people() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Participant.id, Participant.name, Participant.job, Participant.phone, Participant.business_id,
            func.coalesce(Business.name, Participant.unit), Participant.checked_in_at.is_not(None),
            func.coalesce(Registration.state == WAITING, False), Participant.registration_id.is_(None),
        )
        .outerjoin(Business, Business.id == Participant.business_id)
        .outerjoin(Registration, Registration.id == Participant.registration_id)
        .where(
            Participant.session_id == bindparam("session_id"),
            or_(
                Registration.state.in_((REGISTERED, WAITING)),
                Participant.registration_id.is_(None),
                Participant.checked_in_at.is_not(None),
            ),
        )
        .order_by(
            Participant.business_id.is_(None), Business.name_sort, Participant.unit, Participant.id
        )
    )  # fmt: skip


def came(session_id: int) -> Came:
    """How many came."""
    return Came._make(db.session.connection().execute(_came(), {"session_id": session_id}).one())


@cache
def _came() -> Select[*tuple[Any, ...]]:
    here = Participant.session_id == bindparam("session_id")
    return select(
        func.count(), func.count(func.distinct(Participant.business_id)), func.count(Participant.unit)
    ).where(here, Participant.checked_in_at.is_not(None))


def latest(session_id: int, limit: int = 12) -> list[Found]:
    """The businesses entered last, for whoever types a pile of sheets."""
    at = func.max(Participant.checked_in_at)
    statement = (
        select(
            Business.id, Business.name, Business.tax_code, func.count(), func.count(Participant.checked_in_at)
        )
        .join(Participant, Participant.business_id == Business.id)
        .where(Participant.session_id == session_id)
        .group_by(Business.id)
        .having(at.is_not(None))
        .order_by(at.desc(), Business.id.desc())
        .limit(limit)
    )
    return [Found(*row) for row in db.session.execute(statement)]


def find_businesses(session_id: int, words: str, limit: int = 8) -> list[Found]:
    """Whom a part of a name or tax code could mean: those expected at this session first."""
    here = (
        select(
            Participant.business_id.label("id"), func.count().label("expected"),
            func.count(Participant.checked_in_at).label("present"),
        )
        .where(Participant.session_id == session_id)
        .group_by(Participant.business_id)
        .subquery()
    )  # fmt: skip
    statement = (
        select(
            Business.id, Business.name, Business.tax_code, func.coalesce(here.c.expected, 0),
            func.coalesce(here.c.present, 0),
        )
        .outerjoin(here, here.c.id == Business.id)
        .where(holds(words), or_(Business.active, here.c.id.is_not(None)))
        .order_by(here.c.id.is_(None), Business.name_sort, Business.id)
        .limit(limit)
    )  # fmt: skip
    return [Found(*row) for row in db.session.execute(statement)]


def named_people(session_id: int, business_id: int) -> list[PersonRow]:
    """A business's people with a name."""
    return [one for one in people(session_id) if one.business_id == business_id and one.name]


def find_by_survey_key(secret: str) -> Participant | None:
    """Whose link this is: of somebody present; answered or not."""
    statement = select(Participant).where(
        Participant.survey_key == token_hash(secret), Participant.checked_in_at.is_not(None)
    )
    return db.session.scalars(statement).one_or_none()


def survey(session_id: int) -> Said:
    """What those present said, as far as it may be shown."""
    asked = select(func.count()).where(
        Participant.session_id == session_id, Participant.survey_key.is_not(None)
    )
    own = SurveyAnswer.session_id == session_id
    answers = db.session.scalar(select(func.count()).where(own)) or 0
    sent = db.session.scalar(asked) or 0
    if not may_show(answers):
        return Said(sent, answers, None, None, None)
    wrote = db.session.scalars(select(SurveyAnswer.missing).where(own, SurveyAnswer.missing.is_not(None)))
    # by letter, not in the order in which they came
    words = sorted(one for one in wrote if one)
    return Said(sent, answers, _counts(session_id, "level"), _counts(session_id, "can_file_alone"), words)


def _counts(session_id: int, name: str) -> dict[str, int | None]:
    column = getattr(SurveyAnswer, name)
    statement = select(column, func.count()).where(SurveyAnswer.session_id == session_id).group_by(column)
    found = {value: number for value, number in db.session.execute(statement) if value}
    known = LEVELS if name == "level" else ALONE
    return shown_cells({value: found.get(value, 0) for value in known})


def session_of(participant: Participant) -> Session:
    """The session that somebody belongs to."""
    return db.session.get_one(Session, participant.session_id)
