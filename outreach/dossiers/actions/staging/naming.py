"""Whom staged names mean: found, or created as provisional, some thousands at a time."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select, update

from outreach.businesses.actions import resolve_businesses
from outreach.businesses.rules import BusinessName
from outreach.database import db
from outreach.dossiers.actions.names import ProcedureFinder, resolve_agencies
from outreach.dossiers.actions.staging.rows import Shape
from outreach.dossiers.actions.staging.stage import NAMES, STAGE
from outreach.dossiers.models import Dossier, Procedure
from outreach.dossiers.rules import ProcedureName

AT_ONCE = 5_000

Name = tuple[str | None, str | None, str | None]  # code, own code, name
Found = tuple[int, int]  # number of a name, whom it means


class Part(NamedTuple):
    """Names that mean somebody else than was noted, and whether one of them was known."""

    found: list[Found]
    moved: bool


def find(import_id: int, *, create: bool, shapes: Iterable[Shape] = ()) -> Iterator[Part]:
    """Which staged names mean somebody else than was noted, in parts. Who is unknown keeps an id below 0.

    With `create` nobody whom a row of these shapes needs is unknown: they become provisional, in the
    session's transaction.
    """
    shared = _shared(import_id)
    for numbers, names, noted in _some(_wanted(import_id, "business", shapes)):
        businesses = [BusinessName(*name) for name in names]
        ids = resolve_businesses(businesses, shared=shared, create=create)
        yield _others(numbers, [ids.get(name) for name in businesses], noted)
    finder: ProcedureFinder | None = None
    for numbers, names, noted in _some(_wanted(import_id, "procedure", shapes)):
        finder = finder or ProcedureFinder(create=create)
        procedures = [ProcedureName(code, name) for code, _own, name in names]
        known = finder.resolve(procedures)
        yield _others(numbers, [known[name] if known[name] > 0 else None for name in procedures], noted)
    for numbers, names, noted in _some(_all(import_id, "agency")):
        agencies = [name or "" for _code, _own, name in names]
        found = resolve_agencies(agencies, create=create)
        yield _others(numbers, [found.get(name) for name in agencies], noted)


def note(connection: Connection, import_id: int, found: list[Found]) -> None:
    """Write down whom names mean."""
    if found:
        own = (NAMES.c.import_id == import_id, NAMES.c.number == bindparam("which"))
        connection.execute(
            update(NAMES).where(*own).values(found_id=bindparam("whom")),
            [{"which": number, "whom": whom} for number, whom in found],
        )


def _all(import_id: int, kind: str) -> Select[Any]:
    """The names of a kind, the strongest first, so that later parts find theirs."""
    columns = (NAMES.c.number, NAMES.c.found_id, NAMES.c.code, NAMES.c.own_code, NAMES.c.name)
    return (
        select(*columns)
        .where(NAMES.c.import_id == import_id, NAMES.c.kind == kind)
        .order_by(
            NAMES.c.code.is_(None), NAMES.c.own_code.is_(None), NAMES.c.name.is_(None),
            NAMES.c.code, NAMES.c.own_code, NAMES.c.name, NAMES.c.number,
        )
    )  # fmt: skip


def _wanted(import_id: int, kind: str, shapes: Iterable[Shape]) -> Select[Any]:
    """The names of a kind, without those that nobody is to be made known by."""
    kept = any(shape.may_keep(kind) for shape in shapes)
    return _used(import_id, kind) if kept else _all(import_id, kind)


def _used(import_id: int, kind: str) -> Select[Any]:
    """Those by which a row says something new: a dossier that keeps whom it names makes nobody known."""
    old, before = Dossier.__table__.alias("d"), Procedure.__table__.alias("before")
    joined = STAGE.outerjoin(old, old.c.id == STAGE.c.dossier_id).join(
        NAMES, and_(NAMES.c.import_id == STAGE.c.import_id, NAMES.c.number == STAGE.c[kind])
    )
    says = or_(NAMES.c.code.is_not(None), NAMES.c.own_code.is_not(None), old.c.id.is_(None))
    if kind == "business":
        says = or_(says, old.c.applicant.is_distinct_from(STAGE.c.applicant))
    else:
        joined = joined.outerjoin(before, before.c.id == old.c.procedure_id)
        says = or_(says, before.c.name_folded.is_distinct_from(NAMES.c.key))
    numbers = select(NAMES.c.number).select_from(joined).where(STAGE.c.import_id == import_id, says)
    return _all(import_id, kind).where(NAMES.c.number.in_(numbers))


def _some(statement: Select[Any]) -> Iterator[tuple[list[int], list[Name], list[int]]]:
    """Numbers, names, and who was noted, part by part."""
    place = 0
    while rows := db.session.execute(statement.offset(place).limit(AT_ONCE)).all():
        yield (
            [row.number for row in rows],
            [(row.code, row.own_code, row.name) for row in rows],
            [row.found_id for row in rows],
        )
        place += len(rows)


def _others(numbers: list[int], found: list[int | None], noted: list[int]) -> Part:
    """Where somebody else was found than was noted before."""
    now = [-number if whom is None else whom for number, whom in zip(numbers, found, strict=True)]
    others = [
        (number, whom, before)
        for number, whom, before in zip(numbers, now, noted, strict=True)
        if whom != before
    ]
    return Part([pair[:2] for pair in others], any(before > 0 for *_pair, before in others))


def _shared(import_id: int) -> set[str]:
    """Name keys that several codes of the file claim: such a name says nothing about who is meant."""
    coded = or_(NAMES.c.code.is_not(None), NAMES.c.own_code.is_not(None))
    statement = (
        select(NAMES.c.key)
        .where(NAMES.c.import_id == import_id, NAMES.c.kind == "business", NAMES.c.key.is_not(None), coded)
        .group_by(NAMES.c.key)
        .having(or_(func.count(NAMES.c.code.distinct()) > 1, func.count(NAMES.c.own_code.distinct()) > 1))
    )
    return set(db.session.scalars(statement))
