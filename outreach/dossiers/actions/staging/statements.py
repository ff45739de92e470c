"""What a staged row makes of its dossier, as SQL: the only place where this is written down.

A column that the file lacks keeps what the register says, an empty cell clears it. What somebody here said
about who filed stays. A business that the register knows already stays while the file names nobody else.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    null,
    or_,
    select,
    true,
)

from outreach.dossiers.actions.staging.rows import KEEP, PLAIN, UPDATE, Shape
from outreach.dossiers.models import Dossier, Procedure, ServiceLevel, StagedDossier, StagedName

DERIVED = (
    "business_id", "agency_id", "procedure_id", "field", "field_folded", "field_given", "online_possible",
)  # fmt: skip
COLUMNS = (*PLAIN, *DERIVED)

Column = ColumnElement[Any]


class Completed:
    """Staged rows of one shape beside all that decides what their dossiers become."""

    def __init__(self, shape: Shape, *, existing: bool, levels: bool) -> None:
        """`existing`: beside dossiers that are there; `levels`: whether any service level is known at all."""
        self.shape = shape
        self.levels = levels
        self.row = StagedDossier.__table__.alias("s")
        self.old = Dossier.__table__.alias("d") if existing else None
        self._joined: list[tuple[FromClause, ColumnElement[bool]]] = []
        self.new = self._new()

    def select(self, *columns: Any, by_code: bool = False) -> Select[Any]:
        """These columns of every row of the shape; beside its dossier by code, or as it was marked."""
        joined: FromClause = self.row
        if self.old is not None:
            same = self.old.c.code == self.row.c.code if by_code else self.old.c.id == self.row.c.dossier_id
            joined = joined.join(self.old, same)
        for other, condition in self._joined:
            joined = joined.outerjoin(other, condition)
        return select(*columns).select_from(joined).where(self.row.c.shape == self.shape.number)

    def marks(self) -> list[Any]:
        """Code, id of the dossier, and what the row would do to it."""
        assert self.old is not None
        changes = or_(
            false(),
            *(self.new[name].is_distinct_from(self.old.c[name]) for name in COLUMNS
              if self.new[name] is not self.old.c[name]),
        )  # fmt: skip
        return [self.row.c.code, self.old.c.id, case((changes, UPDATE), else_=KEEP).label("does")]

    def _old(self, name: str) -> Column:
        return null() if self.old is None else self.old.c[name]

    def _new(self) -> dict[str, Column]:
        row, meanings = self.row.c, self.shape.meanings
        new = {name: row[name] if name in meanings else self._old(name) for name in PLAIN}
        if self.old is not None and "assistance" in meanings:
            new["assistance"] = case(
                (self.old.c.assistance_said, self.old.c.assistance), else_=row.assistance
            )
        new["business_id"] = self._business()
        new["agency_id"] = self._named("agency") if "agency" in meanings else self._old("agency_id")
        new["procedure_id"] = self._procedure()
        return new | self._derived(new["procedure_id"])

    def _named(self, kind: str) -> Column:
        """Whom the row's staged name means."""
        whom: Column = self._name(kind).c.found_id
        return whom

    def _name(self, kind: str) -> Any:
        name = StagedName.__table__.alias(kind)
        own = and_(name.c.import_id == self.row.c.import_id, name.c.number == self.row.c[kind])
        self._joined.append((name, own))
        return name

    def _business(self) -> Column:
        if not self.shape.names_business:
            return self._old("business_id")
        named = self._named("business")
        if self.shape.coded or self.old is None:
            return named
        same = self.old.c.applicant.is_not_distinct_from(self.row.c.applicant)
        return case((same, self.old.c.business_id), else_=named)

    def _procedure(self) -> Column:
        if not self.shape.names_procedure:
            return self._old("procedure_id")
        name = self._name("procedure")
        if "procedure_code" in self.shape.meanings or self.old is None:
            return name.c.found_id  # type: ignore[no-any-return]
        before = Procedure.__table__.alias("before")
        self._joined.append((before, before.c.id == self.old.c.procedure_id))
        return case((before.c.name_folded == name.c.key, self.old.c.procedure_id), else_=name.c.found_id)

    def _derived(self, procedure_id: Column) -> dict[str, Column]:
        """The field as the register says it, else the procedure's; and whether it could be filed online."""
        row = self.row.c
        said: Column
        field: Column
        folded: Column
        if "field" in self.shape.meanings:
            said = row.field.is_not(None)
            field, folded = row.field, row.field_folded
        else:
            said = false() if self.old is None else self.old.c.field_given
            field, folded = self._old("field"), self._old("field_folded")
        return {
            "field": case((said, field), else_=_of_procedure("field", procedure_id)),
            "field_folded": case((said, folded), else_=_of_procedure("field_folded", procedure_id)),
            "field_given": said,
            "online_possible": (
                _online_possible(procedure_id, row.received_on) if self.levels else cast(null(), Boolean)
            ),
        }


def _of_procedure(name: str, procedure_id: Column) -> Column:
    """A column of the procedure; looked up only for rows that need it, which few do."""
    procedure = Procedure.__table__.alias("p")
    return select(procedure.c[name]).where(procedure.c.id == procedure_id).scalar_subquery()


def _online_possible(procedure_id: Column, day: Column) -> Column:
    """As rules.online_possible: whether a level that holds on the day allows it; null when none holds."""
    level = ServiceLevel.__table__.alias("level")
    allows = func.max(case((level.c.may_file_online, 1), else_=0))
    holds = (
        level.c.procedure_id == procedure_id,
        level.c.valid_from <= day,
        or_(level.c.valid_to.is_(None), day <= level.c.valid_to),
    )
    most = select(allows).where(*holds).scalar_subquery()
    return case((most == 1, true()), (most == 0, false()), else_=null())
