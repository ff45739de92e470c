"""The curtain: dossiers, and their sums, that an import lays down, which nobody reads before it is raised.

SQLite has one writer. So a large register goes in a little at a time, behind a curtain, and raising it is one
row less in one small table. Whoever reads `dossiers` or `monthly_counts`, by whatever way that SQLAlchemy
writes SQL for, reads what stands before the curtain; statements that change or delete rows reach all of them.
PostgreSQL needs none of this: there nobody waits for a long write, and all of it becomes valid at once.
"""

from typing import Any

from sqlalchemy import ForeignKey, MetaData, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler

from outreach.database import Base

BEHIND = "behind the curtain"  # under this a table whose rows may stand there says which ones do not
# `+` keeps the planner from looking for the rows by it; the inner statement runs once, however many rows.
BEFORE_BY_ID = "+id < (SELECT coalesce(min(first_id), 9223372036854775807) FROM curtains)"
BEFORE_BY_NUMBER = "+curtain <> (SELECT coalesce(max(number), -1) FROM curtains)"


class Curtain(Base):
    """The import that lays dossiers down now, and the first of them; all that follow are its own too."""

    __tablename__ = "curtains"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("import_runs.id"), primary_key=True, autoincrement=False
    )
    first_id: Mapped[int]
    number: Mapped[int] = mapped_column(server_default="1")  # above 0; none that was raised had it


@compiles(Table, "sqlite")
def _read_before_the_curtain(table: Table, compiler: SQLCompiler, **options: Any) -> str:
    """A table in the FROM of a statement; without its curtain rows where it says that it has such."""
    written: str = compiler.visit_table(table, **options)  # type: ignore[no-untyped-call]
    before = table.info.get(BEHIND)
    if before is None or not options.get("asfrom") or options.get("iscrud"):
        return written
    seen = f"(SELECT * FROM {table.name} WHERE {before})"  # noqa: S608 - nothing but our own names
    alias = options.get("enclosing_alias")
    if alias is not None and alias.element is table:
        return seen
    return f"{seen} AS {table.name}" if written == table.name else seen + written.removeprefix(table.name)


def whole(table: Table) -> Table:
    """The same table for those who lay rows down: it reads what stands behind the curtain too."""
    twin = table.to_metadata(MetaData())
    twin.info.pop(BEHIND, None)
    return twin
