"""Whom staged names mean: found, or created as provisional, some thousands at a time."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, bindparam, func, or_, select, update

from outreach.businesses.actions import resolve_businesses
from outreach.businesses.rules import BusinessName
from outreach.database import batches, db
from outreach.dossiers.actions.names import ProcedureFinder, resolve_agencies
from outreach.dossiers.actions.staging.rows import Shape
from outreach.dossiers.actions.staging.stage import NAMES, STAGE
from outreach.dossiers.models import Dossier, Procedure
from outreach.dossiers.rules import ProcedureName

AT_ONCE = 5_000

Name = tuple[str | None, str | None, str | None]  # code, own code, name
Found = tuple[int, int]  # number of a name, whom it means


class Some(NamedTuple):
    """Names of a kind ('business', 'procedure', 'agency'), and who was noted for each."""

    kind: str
    numbers: list[int]
    names: list[Name]
    noted: list[int]


class Part(NamedTuple):
    """Names that mean somebody else than was noted, and whether one of them was known."""

    found: list[Found]
    moved: bool


def find(import_id: int, *, create: bool, shapes: Iterable[Shape] = ()) -> Iterator[Part]:
    """Which staged names mean somebody else than was noted, in parts. Who is unknown keeps an id below 0.

    With `create` nobody whom a row of these shapes needs is unknown: they become provisional, in the
    session's transaction.
    """
    meaning = Meaning(import_id, create=create)
    for some in named(import_id, shapes):
        yield meaning.find(some)


def named(import_id: int, shapes: Iterable[Shape] = (), *, few: int = AT_ONCE) -> Iterator[Some]:
    """The staged names that rows of these shapes need, in parts, the strongest of a kind first.

    Of businesses there are at most a `few` in a part. The session only reads.
    """
    shapes = list(shapes)
    for kind in ("business", "procedure"):
        yield from _some(kind, _wanted(import_id, kind, shapes), few if kind == "business" else AT_ONCE)
    yield from _some("agency", _all(import_id, "agency"), AT_ONCE)


def together(some: Iterable[Some]) -> Iterator[Some]:
    """Parts that follow each other as one, as far as they are of one kind."""
    for kind, parts in groupby(some, lambda part: part.kind):
        columns = zip(*(part[1:] for part in parts), strict=True)
        yield Some(kind, *(list(chain.from_iterable(column)) for column in columns))


class Meaning:
    """Whom names mean, in the session's transaction."""

    def __init__(self, import_id: int, *, create: bool) -> None:
        self.create = create
        self._shared = shared_names(import_id)

    def find(self, some: Some) -> Part:
        """Those who mean somebody else than was noted."""
        return _others(some, getattr(self, f"_{some.kind}")(some.names))

    def _business(self, names: list[Name]) -> list[int | None]:
        meant = [BusinessName(*name) for name in names]
        ids = resolve_businesses(meant, shared=self._shared, create=self.create)
        return [ids.get(name) for name in meant]

    def _procedure(self, names: list[Name]) -> list[int | None]:
        meant = [ProcedureName(code, name) for code, _own, name in names]
        known = ProcedureFinder(create=self.create).resolve(meant)
        return [known[name] if known[name] > 0 else None for name in meant]

    def _agency(self, names: list[Name]) -> list[int | None]:
        meant = [name or "" for _code, _own, name in names]
        found = resolve_agencies(meant, create=self.create)
        return [found.get(name) for name in meant]


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


def _some(kind: str, statement: Select[Any], few: int) -> Iterator[Some]:
    place = 0
    while rows := db.session.execute(statement.offset(place).limit(AT_ONCE)).all():
        for part in batches(rows, few):
            yield Some(
                kind,
                [row.number for row in part],
                [(row.code, row.own_code, row.name) for row in part],
                [row.found_id for row in part],
            )
        place += len(rows)


def _others(some: Some, found: list[int | None]) -> Part:
    """Where somebody else was found than was noted before."""
    now = [-number if whom is None else whom for number, whom in zip(some.numbers, found, strict=True)]
    others = [
        (number, whom, before)
        for number, whom, before in zip(some.numbers, now, some.noted, strict=True)
        if whom != before
    ]
    return Part([pair[:2] for pair in others], any(before > 0 for *_pair, before in others))


def shared_names(import_id: int) -> set[str]:
    """Name keys that several codes of the file claim: such a name says nothing about who is meant."""
    coded = or_(NAMES.c.code.is_not(None), NAMES.c.own_code.is_not(None))
    statement = (
        select(NAMES.c.key)
        .where(NAMES.c.import_id == import_id, NAMES.c.kind == "business", NAMES.c.key.is_not(None), coded)
        .group_by(NAMES.c.key)
        .having(or_(func.count(NAMES.c.code.distinct()) > 1, func.count(NAMES.c.own_code.distinct()) > 1))
    )
    return set(db.session.scalars(statement))
