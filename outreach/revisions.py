"""How often each kind of data has changed: whoever computes from it can tell whether it still holds."""

from importlib import import_module

from sqlalchemy import Connection, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, db

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
    return (connection or db.session).scalar(select(Revision.number).where(Revision.name == name)) or 0
