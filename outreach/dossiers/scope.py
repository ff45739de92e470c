"""Which part of the register a figure or a list is about: a period, and what it is narrowed to."""

from datetime import date
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select

from outreach.businesses.models import Business
from outreach.dossiers.measures import is_filed_for, may_be_online
from outreach.dossiers.models import Dossier

T = TypeVar("T", bound=tuple[Any, ...])

WITHOUT = 0  # as an id: those that have none, e.g. no agency
WITHOUT_FIELD = "-"
BASES = ("all", "possible")


class Scope(NamedTuple):
    """A period (both days included) and filters; None leaves a filter out, WITHOUT means "has none".

    `field` is a folded field name. `basis` 'possible' leaves out what is known to be offline-only that day.
    The period itself is not a condition here: which day must lie in it depends on the figure (measures.py).
    """

    first: date = date.min
    last: date = date.max
    agency_id: int | None = None
    zone_id: int | None = None
    field: str | None = None
    procedure_id: int | None = None
    business_id: int | None = None
    source: str | None = None
    basis: str = "all"
    without_filed_for: bool = False

    def where(self, statement: Select[T]) -> Select[T]:
        """The statement over Dossier, narrowed to this scope's filters (not to its period)."""
        return statement.where(*self.conditions())

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filters as conditions on Dossier; none of them needs a join."""
        found = [
            _has_id(Dossier.agency_id, self.agency_id),
            _has_id(Dossier.procedure_id, self.procedure_id),
            _has_id(Dossier.business_id, self.business_id),
            self._in_zone(),
            self._in_field(),
            None if self.source is None else Dossier.source == self.source,
            may_be_online() if self.basis == "possible" else None,
            ~is_filed_for() if self.without_filed_for else None,
        ]
        return [condition for condition in found if condition is not None]

    def within(self, first: date, last: date) -> "Scope":
        """The same filters over another period."""
        return self._replace(first=first, last=last)

    def _in_zone(self) -> ColumnElement[bool] | None:
        if self.zone_id is None:
            return None
        zone = Business.zone_id.is_(None) if self.zone_id == WITHOUT else Business.zone_id == self.zone_id
        inside = Dossier.business_id.in_(select(Business.id).where(zone))
        return or_(Dossier.business_id.is_(None), inside) if self.zone_id == WITHOUT else inside

    def _in_field(self) -> ColumnElement[bool] | None:
        if self.field is None:
            return None
        if self.field == WITHOUT_FIELD:
            return Dossier.field_folded.is_(None)
        return Dossier.field_folded == self.field


def _has_id(column: Any, wanted: int | None) -> ColumnElement[bool] | None:
    if wanted is None:
        return None
    condition: ColumnElement[bool] = column.is_(None) if wanted == WITHOUT else column == wanted
    return condition
