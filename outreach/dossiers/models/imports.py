"""Imports: the file, what it did to each dossier, and the rows that wait to be written."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime
from outreach.i18n import LazyText
from outreach.sentences import Sentence

HOLDS = ("done", "undoing")  # states in which what an import did is what the register says


def _where_filled(column: str) -> Index:
    """An index over the few rows that say something there: what they point to may go, or become another."""
    filled = text(f"{column} IS NOT NULL")
    return Index(f"ix_import_rows_{column}", column, sqlite_where=filled, postgresql_where=filled)


class ImportRun(Base):
    """One file taken in: uploaded, looked at, written in one go, with what became of every row."""

    __tablename__ = "import_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)  # unguessable, for URLs
    kind: Mapped[str]  # 'dossiers', 'businesses', 'procedures', 'interventions', 'exposures'
    source: Mapped[str] = mapped_column(default="main")
    filename: Mapped[str]
    stored_as: Mapped[str | None]  # below DATA_DIR; None when a command read the file in place
    sha256: Mapped[str]
    # staging → asking (what its columns mean) → staging
    # staging → uploaded → queued → running → done | failed | discarded; done → undoing → undone
    state: Mapped[str]
    recognised: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # heading → meaning, sample
    chosen: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # sheet, row and columns as somebody said
    refused: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)  # row, column, value, reason
    read: Mapped[int | None]
    created: Mapped[int | None]
    updated: Mapped[int | None]
    unchanged: Mapped[int | None]
    rejected: Mapped[int | None]  # how many rows were refused; `refused` holds the first of them
    done_rows: Mapped[int] = mapped_column(default=0)  # progress
    fault: Mapped[LazyText | None] = mapped_column(Sentence)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    fetched_from: Mapped[str | None]  # the name of the address it was fetched from, when nobody uploaded it
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None]  # process that works on it, for taking over after a crash
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)  # how often a process has begun to write it
    marked_at: Mapped[int | None]  # revision of the register that the staged rows were compared with
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ImportRow(Base):
    """What an import did to one dossier; of a changed one, what the register said before."""

    __tablename__ = "import_rows"
    __table_args__ = (
        # All that ever happened to a dossier; an import's rows are found by the key.
        Index("ix_import_rows_dossier_id", "dossier_id"),
        *map(_where_filled, ("business_id", "agency_id", "procedure_id", "former_import_id")),
        {"sqlite_with_rowid": False},
    )

    import_id: Mapped[int] = mapped_column(
        ForeignKey("import_runs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    dossier_id: Mapped[int] = mapped_column(
        ForeignKey("dossiers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    did: Mapped[str]  # 'create', 'update' or 'keep'; the columns below are of 'update' only
    former_import_id: Mapped[int | None] = mapped_column(ForeignKey("import_runs.id", ondelete="SET NULL"))
    business_id: Mapped[int | None] = mapped_column(ForeignKey("businesses.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedures.id", ondelete="SET NULL"))
    applicant: Mapped[str | None]
    field: Mapped[str | None]
    field_folded: Mapped[str | None]
    field_given: Mapped[bool | None]
    received_on: Mapped[date | None]
    due_on: Mapped[date | None]
    finished_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    filing_channel: Mapped[str | None]
    return_channel: Mapped[str | None]
    status: Mapped[str | None]
    paid_vnd: Mapped[int | None] = mapped_column(BigInteger)
    digitised: Mapped[bool | None]
    assistance: Mapped[str | None]
    online_possible: Mapped[bool | None]


class StagedDossier(Base):
    """A row of a file on its way into the register. Nobody reads it there but the import itself."""

    __tablename__ = "staged_dossiers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    import_id: Mapped[int] = mapped_column(
        ForeignKey("import_runs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    code: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[int]  # its number in the sheet
    earlier: Mapped[str | None]  # numbers of the rows that had the same code and do not count
    shape: Mapped[int]  # which columns the row has: those of a file all have the same
    does: Mapped[str]  # 'create', 'update' or 'keep', as the register was when somebody looked last
    dossier_id: Mapped[int | None]  # which one it would change
    business: Mapped[int | None]  # numbers of staged names
    agency: Mapped[int | None]
    procedure: Mapped[int | None]
    field: Mapped[str | None]
    field_folded: Mapped[str | None]
    applicant: Mapped[str | None]
    received_on: Mapped[date]
    due_on: Mapped[date | None]
    finished_on: Mapped[date | None]
    returned_on: Mapped[date | None]
    filing_channel: Mapped[str | None]
    return_channel: Mapped[str | None]
    status: Mapped[str | None]
    paid_vnd: Mapped[int | None] = mapped_column(BigInteger)
    digitised: Mapped[bool | None]
    assistance: Mapped[str | None]


class StagedName(Base):
    """Somebody or something that staged rows name, written once however many rows name it."""

    __tablename__ = "staged_names"
    __table_args__ = ({"sqlite_with_rowid": False},)

    import_id: Mapped[int] = mapped_column(
        ForeignKey("import_runs.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]  # 'business', 'agency' or 'procedure'
    code: Mapped[str | None]  # tax code, or code of a procedure
    own_code: Mapped[str | None]
    name: Mapped[str | None]
    key: Mapped[str | None]  # the name as it is compared
    found_id: Mapped[int]  # whom it means; below 0 while there is no such one
