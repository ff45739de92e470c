"""Reads of summary forms: what they report, what they said before, and what the register counts of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as filled
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select

from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.models import Agency, Dossier, ImportRun
from outreach.rates.models import FormerFigure, ReportedFigure, SummaryForm
from outreach.rates.rules.periods import Period
from outreach.rates.rules.summaries import field_key
from outreach.text import fold_words


class FormLine(NamedTuple):
    """One row of the list of forms."""

    id: int
    source: str
    period: Period
    title: str | None
    rows: int
    recorded_at: datetime


class Former(NamedTuple):
    """What a figure was until then."""

    amount: int
    until: datetime


@dataclass
class FormRow:
    """One row of a form: whom it is about, its figures by measure, and what these were before."""

    key: str
    grain: str
    part: str | None
    unit: str | None
    field: str | None
    place: int
    total: bool
    said: dict[str, int] = filled(default_factory=dict)
    former: dict[str, list[Former]] = filled(default_factory=dict)
    imports: set[int] = filled(default_factory=set)

    @property
    def name(self) -> str:
        """How the form calls it."""
        return " · ".join(name for name in (self.unit, self.field) if name)


class Origin(NamedTuple):
    """An import that figures came from."""

    public_id: str
    filename: str
    at: datetime


def list_forms(*, import_id: int | None = None, offset: int, limit: int) -> tuple[list[FormLine], int]:
    """One page of the forms, the latest period first, and how many there are.

    `import_id` leaves only those for which that import gave figures that still count.
    """
    wanted = []
    if import_id is not None:
        figures = select(ReportedFigure.form_id).where(ReportedFigure.import_id == import_id)
        wanted = [SummaryForm.id.in_(figures)]
    total = db.session.scalar(select(func.count()).select_from(SummaryForm).where(*wanted)) or 0
    rows = func.count(ReportedFigure.key.distinct())
    statement = (
        select(SummaryForm, rows)
        .outerjoin(ReportedFigure)
        .where(*wanted)
        .group_by(SummaryForm.id)
        .order_by(SummaryForm.last.desc(), SummaryForm.first, SummaryForm.source, SummaryForm.id)
    )
    found = db.session.execute(statement.offset(offset).limit(limit)).all()
    return [
        FormLine(form.id, form.source, Period(form.first, form.last), form.title, count, form.recorded_at)
        for form, count in found
    ], total


def get_form(form_id: int) -> SummaryForm | None:
    """One of them; None when there is none of that id."""
    return db.session.get(SummaryForm, form_id)


def rows_of(form: SummaryForm) -> list[FormRow]:
    """Its rows in the order of the file, those by unit before those by field."""
    f, rows = ReportedFigure, dict[str, FormRow]()
    figures = list(db.session.scalars(select(f).where(f.form_id == form.id).order_by(f.id)))
    for one in figures:
        row = rows.get(one.key)
        if row is None:
            row = FormRow(one.key, one.grain, one.part, one.unit, one.field, one.place, one.total)
            rows[one.key] = row
        row.said[one.measure] = one.amount
        if one.import_id:
            row.imports.add(one.import_id)
    told = {one.id: rows[one.key].former.setdefault(one.measure, []) for one in figures}
    before = select(FormerFigure).join(f).where(f.form_id == form.id).order_by(FormerFigure.id.desc())
    for former in db.session.scalars(before):
        told[former.figure_id].append(Former(former.amount, former.replaced_at))
    order = ("unit", "both", "field")
    return sorted(rows.values(), key=lambda row: (order.index(row.grain), row.place, row.key))


def origins_of(rows: Iterable[FormRow]) -> list[Origin]:
    """The imports that gave these figures, the latest first."""
    ids = {import_id for row in rows for import_id in row.imports}
    columns = (ImportRun.public_id, ImportRun.filename, ImportRun.uploaded_at)
    found = db.session.execute(select(*columns).where(ImportRun.id.in_(ids)).order_by(ImportRun.id.desc()))
    return [Origin(*row) for row in found]


class Counted(NamedTuple):
    """What the register counts of a row: per figure, and which dossiers these are (filters of the list)."""

    figures: Mapping[tuple[str, str | None], int]
    filters: Mapping[str, Any]


class Register:
    """What the register counts of a form's period, whole and by agency and field; read in one statement.

    A form of a system that the register has dossiers of is compared with these alone, else with all.
    """

    def __init__(self, form: SummaryForm, *, board: str) -> None:
        self.period, self.board = Period(form.first, form.last), fold_words(board)
        own = db.session.scalar(select(Dossier.id).where(Dossier.source == form.source).limit(1))
        self.source = form.source if own else None
        self._agencies = {
            fold_words(name): number
            for number, name in db.session.execute(select(Agency.id, Agency.name).order_by(Agency.id.desc()))
        }
        self._groups = self._read() if self._has_the_days() else []

    def _has_the_days(self) -> bool:
        """Whether anything was received by the end of the period: an empty register counts nothing."""
        before = (Dossier.received_on <= self.period.last, *self._of_source())
        last = select(Dossier.received_on).where(*before).order_by(Dossier.received_on.desc()).limit(1)
        found = db.session.scalar(last)
        return found is not None and found >= self.period.first

    def _of_source(self) -> Sequence[Any]:
        return () if self.source is None else (Dossier.source == self.source,)

    def _read(self) -> list[tuple[int | None, str | None, dict[tuple[str, str | None], int]]]:
        first, last = self.period.first, self.period.last
        received = measures.is_received_in(first, last)
        channels = ("counter", "post")
        conditions = (and_(received, Dossier.filing_channel == name) for name in channels)
        by_channel = [func.count().filter(condition) for condition in conditions]
        counts = measures.counts(first, last)
        statement = (
            select(Dossier.agency_id, measures.field_key(), *counts, *by_channel)
            .where(measures.is_relevant(first, last), *self._of_source())
            .group_by(Dossier.agency_id, measures.field_key())
        )
        keys = [(column.name, None) for column in counts] + [("received_new", name) for name in channels]
        return [
            (row[0], row[1], dict(zip(keys, map(int, row[2:]), strict=True)))
            for row in db.session.execute(statement)
        ]

    def of(self, row: FormRow) -> Counted | None:
        """What it counts of a row; None when the register does not know whom the row is about."""
        filters: dict[str, Any] = {"source": self.source} if self.source else {}
        if not row.total and row.unit and fold_words(row.unit) != self.board:
            filters["agency"] = self._agencies.get(fold_words(row.unit))
        if not row.total and row.field:
            filters["field"] = field_key(row.field)
        groups = [group for group in self._groups if self._is_in(group, filters)]
        if not self._groups or None in filters.values() or not (groups or self._knows(filters)):
            return None
        figures: dict[tuple[str, str | None], int] = {}
        for _agency, _field, counts in groups or [(None, None, dict.fromkeys(self._groups[0][2], 0))]:
            for key, count in counts.items():
                figures[key] = figures.get(key, 0) + count
        return Counted(figures, filters)

    def _knows(self, filters: Mapping[str, Any]) -> bool:
        """Whether nothing in the period means 0: the field has dossiers on other days."""
        return "field" not in filters or filters["field"] in self._fields

    @cached_property
    def _fields(self) -> set[str | None]:
        """Every field of the register, whatever the day."""
        named = select(Dossier.field_folded).where(*self._of_source()).distinct()
        return set(db.session.scalars(named))

    @staticmethod
    def _is_in(group: tuple[int | None, str | None, Any], filters: Mapping[str, Any]) -> bool:
        agency, named, _counts = group
        wanted = (filters.get("agency", agency), filters.get("field", named))
        return wanted == (agency, named)


def days_of_import(import_id: int) -> tuple[date, date] | None:
    """First and last day of the forms that an import gave figures to; None when no figure of it is left."""
    days = select(func.min(SummaryForm.first), func.max(SummaryForm.last)).join(
        ReportedFigure, ReportedFigure.form_id == SummaryForm.id
    )
    first, last = db.session.execute(days.where(ReportedFigure.import_id == import_id)).one()
    return (first, last) if first else None
