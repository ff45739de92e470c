"""How often each kind of data has changed: whoever computes from it can tell whether it still holds."""

from collections.abc import Callable, Hashable
from functools import cache
from importlib import import_module
from threading import Lock
from typing import Any, TypeVar, cast

from flask import has_request_context, request
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import READING, Base, db

T = TypeVar("T")

MOST_REMEMBERED = 256
REGISTER = "register"  # dossiers, and what was possible online when
REACHED = "reached"  # interventions, who was reached, lists and lots


class Revision(Base):
    """A counter that every change of its kind of data moves on, in the same transaction."""

    __tablename__ = "revisions"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


def touch(name: str, connection: Connection | None = None) -> None:
    """Say, inside a deed that writes (by the session or a `connection`), that this kind of data changes.

    Two deeds that begin with it wait for each other: the second sees what the first has committed.
    """
    # Only the dialect in use: loading PostgreSQL's costs every start a tenth of a second.
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    first = dialect.insert(Revision).values(name=name, number=1)
    again = first.on_conflict_do_update(index_elements=["name"], set_={"number": Revision.number + 1})
    (connection or db.session).execute(again, execution_options={"synchronize_session": False})


def revision(connection: Connection | None = None) -> int:
    """All counters together, as the session or a `connection` sees them: it grows with every change."""
    return sum((connection or db.session).scalars(select(Revision.number)))


def number(name: str, connection: Connection | None = None) -> int:
    """How often this kind of data has changed, as the session or a `connection` sees it."""
    return (connection or db.session.connection()).execute(_asked(), {"name": name}).scalar() or 0


@cache
def _asked() -> Any:
    """Built once: pages ask, and so does every turn of an import."""
    return select(Revision.number).where(Revision.name == bindparam("name"))


def remembered(name: str, key: Hashable, compute: Callable[[], T]) -> T:
    """What `compute` gives, for as long as this kind of data stays as it is: a page then costs no recount.

    `key` says what is computed, with all that it depends on besides this kind of data. Only pages that are
    looked at remember: a deed that writes may see what is never committed.
    """
    if not has_request_context() or request.method not in READING:
        return compute()
    now = _number_at_first(name)
    found = _remembered.get((name, key))
    if found is not None and found[0] == now:
        return cast(T, found[1])  # the key says of which type
    value = compute()
    with _remembering:
        if len(_remembered) >= MOST_REMEMBERED:
            del _remembered[next(iter(_remembered))]
        _remembered[name, key] = now, value
    return value


def _number_at_first(name: str) -> int:
    """As this request saw it before it computed anything: what is newer is computed once more, never kept."""
    numbers: dict[str, int] = request.environ.setdefault("outreach.revisions", {})
    if name not in numbers:
        numbers[name] = number(name)
    return numbers[name]


def forget() -> None:
    """Nothing is remembered: the database is another one."""
    _remembered.clear()


_remembered: dict[tuple[str, Hashable], tuple[int, object]] = {}
_remembering = Lock()
