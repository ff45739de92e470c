"""What each figure counts, as conditions on the register: the only place where these are written down.

Pages of figures add them up, the register's list shows the rows behind them. `d` is `Dossier` or an alias.

A dossier is *received* unless it is only registered or was not received. It is *resolved* on the day its
result went back (returned_on, else finished_on). Sent back, withdrawn, refused and stopped dossiers are
closed: neither resolved nor in progress, on whatever day one asks. One whose state says that it has a result
but whose day is missing is not in progress either, and resolved in no period.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Label, and_, case, false, func, literal, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement, GenericFunction

from outreach.dossiers.models import Dossier
from outreach.dossiers.rules import CLOSED, NOT_RECEIVED, SETTLED

Condition = ColumnElement[bool]
Rows = type[Dossier]


# ── one dossier ──────────────────────────────────────────────────────────────────────────────────────────


def is_received(d: Rows = Dossier) -> Condition:
    """It counts at all: neither merely registered nor turned away; an unknown state counts."""
    return or_(d.status.is_(None), d.status.not_in(NOT_RECEIVED))


def is_closed(d: Rows = Dossier) -> Condition:
    """It ended without a result."""
    return and_(d.status.is_not(None), d.status.in_(CLOSED))


def is_online(d: Rows = Dossier) -> Condition:
    """It was filed online; an unknown channel was not."""
    return and_(d.filing_channel.is_not(None), d.filing_channel == "online")


def is_filed_for(d: Rows = Dossier) -> Condition:
    """Staff filed it in the business's place."""
    return and_(d.assistance.is_not(None), d.assistance == "filed_for")


def may_be_online(d: Rows = Dossier) -> Condition:
    """The basis 'possible': not known to be offline-only on the day it was received; unknown ones are in."""
    return d.online_possible.is_not(False)


def resolved_on(d: Rows = Dossier) -> ColumnElement[date | None]:
    """The day its result went back, else the day it was ready."""
    return func.coalesce(d.returned_on, d.finished_on)


def field_key(d: Rows = Dossier) -> ColumnElement[str | None]:
    """The folded field, the same for every spelling: what fields are grouped by."""
    return d.field_folded.expression


# ── a dossier in a period; `first` and `last` are both included ──────────────────────────────────────────


def is_received_in(first: date, last: date, d: Rows = Dossier) -> Condition:
    """Received in the period."""
    return and_(is_received(d), d.received_on.between(first, last))


def is_open_on(day: date, d: Rows = Dossier) -> Condition:
    """In progress at the end of a day."""
    resolved = resolved_on(d)
    unresolved = and_(resolved.is_(None), or_(d.status.is_(None), d.status.not_in(SETTLED)))
    return and_(is_received(d), ~is_closed(d), d.received_on <= day, or_(resolved > day, unresolved))


def is_open_late_on(day: date, d: Rows = Dossier) -> Condition:
    """In progress at the end of a day that was its due date or later."""
    return and_(is_open_on(day, d), d.due_on.is_not(None), d.due_on <= day)


def is_carried_over(first: date, d: Rows = Dossier) -> Condition:
    """Received before the period and still in progress when it began."""
    return false() if first == date.min else is_open_on(first - timedelta(days=1), d)


def is_resolved_in(first: date, last: date, d: Rows = Dossier) -> Condition:
    """Its result went back in the period."""
    return and_(is_received(d), ~is_closed(d), resolved_on(d).between(first, last))


def is_late(d: Rows = Dossier) -> Condition:
    """Its result went back after the due date; without a due date it was on time."""
    return and_(d.due_on.is_not(None), resolved_on(d) > d.due_on)


def is_relevant(first: date, last: date, d: Rows = Dossier) -> Condition:
    """Some figure of the period may count it: lets the database skip the years before."""
    resolved = resolved_on(d)
    return or_(
        d.received_on.between(first, last),
        and_(d.received_on < first, or_(resolved.is_(None), resolved >= first)),
        resolved.between(first, last),
    )


# ── figures by their keys ────────────────────────────────────────────────────────────────────────────────

FIGURES: dict[str, Callable[[date, date, Rows], Condition]] = {
    "received_new": is_received_in,
    "received_online": lambda first, last, d: and_(is_received_in(first, last, d), is_online(d)),
    "received_other": lambda first, last, d: and_(is_received_in(first, last, d), ~is_online(d)),
    "carried_over": lambda first, last, d: is_carried_over(first, d),
    "total": lambda first, last, d: or_(is_received_in(first, last, d), is_carried_over(first, d)),
    "resolved": is_resolved_in,
    "on_time": lambda first, last, d: and_(is_resolved_in(first, last, d), ~is_late(d)),
    "late": lambda first, last, d: and_(is_resolved_in(first, last, d), is_late(d)),
    "resolved_without_due": lambda first, last, d: and_(is_resolved_in(first, last, d), d.due_on.is_(None)),
    "in_progress": lambda first, last, d: is_open_on(last, d),
    "in_progress_on_time": lambda first, last, d: and_(is_open_on(last, d), ~is_open_late_on(last, d)),
    "in_progress_late": lambda first, last, d: is_open_late_on(last, d),
    "paid_online": lambda first, last, d: and_(is_received_in(first, last, d), paid_online(d)),
    "digitised": lambda first, last, d: and_(is_received_in(first, last, d), d.digitised.is_(True)),
    "returned_by_post": lambda first, last, d: and_(
        is_received_in(first, last, d), d.return_channel.is_not(None), d.return_channel == "post"
    ),
    "sent_back": lambda first, last, d: and_(
        is_received_in(first, last, d), d.status.is_not(None), d.status == "sent_back"
    ),
}


def paid_online(d: Rows = Dossier) -> Condition:
    """Something was paid online for it."""
    return and_(d.paid_vnd.is_not(None), d.paid_vnd > 0)


def rows_of(figure: str, first: date, last: date, d: Rows = Dossier) -> Condition:
    """The condition for the rows behind one figure of a period; KeyError for a key that is no figure."""
    return FIGURES[figure](first, last, d)


def counts(first: date, last: date, d: Rows = Dossier) -> list[Label[Any]]:
    """One column per figure of a period, plus paid_online_vnd (whole đồng): `select(*counts(first, last))`.

    A statement over these may be cut with `is_relevant`; without any row every count is 0.
    """
    columns: list[Label[Any]] = [
        func.count().filter(condition(first, last, d)).label(figure) for figure, condition in FIGURES.items()
    ]
    paid = case((rows_of("paid_online", first, last, d), d.paid_vnd), else_=literal(0))
    return [*columns, func.coalesce(func.sum(paid), 0).label("paid_online_vnd")]


# ── months ───────────────────────────────────────────────────────────────────────────────────────────────


class month_of(GenericFunction[date]):  # noqa: N801 - reads as the SQL function it is
    """The first day of a day's calendar month, in both databases."""

    type = Date()
    inherit_cache = True
    name = "month_of"


@compiles(month_of, "sqlite")
def _month_in_sqlite(element: FunctionElement[date], compiler: SQLCompiler, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)}, 'start of month')"


@compiles(month_of, "postgresql")
def _month_in_postgresql(element: FunctionElement[date], compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(date_trunc('month', {compiler.process(element.clauses, **options)}) AS DATE)"


__all__ = [
    "FIGURES", "counts", "field_key", "is_carried_over", "is_closed", "is_filed_for", "is_late",
    "is_online", "is_open_late_on", "is_open_on", "is_received", "is_received_in", "is_relevant",
    "is_resolved_in", "may_be_online", "month_of", "paid_online", "resolved_on", "rows_of",
]  # fmt: skip
