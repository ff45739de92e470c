"""How often each kind of data has changed: whoever computes from it can tell whether it still holds."""

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, db

REGISTER = "register"  # dossiers, and what was possible online when
REACHED = "reached"  # interventions, who was reached, lists and lots


class Revision(Base):
    """A counter that every change of its kind of data moves on, in the same transaction."""

    __tablename__ = "revisions"

    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


def touch(name: str) -> None:
    """Say, inside a deed that writes, that this kind of data changes."""
    moved = db.session.execute(
        update(Revision).where(Revision.name == name).values(number=Revision.number + 1),
        execution_options={"synchronize_session": False},
    )
    if not moved.rowcount:  # type: ignore[attr-defined]
        db.session.execute(insert(Revision).values(name=name, number=1))


def revision() -> int:
    """All counters together: it grows with every change."""
    return sum(db.session.scalars(select(Revision.number)))
