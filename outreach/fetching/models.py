"""Where registers are fetched from, and every try to fetch one."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base, UtcDateTime
from outreach.dossiers.models import ImportRun
from outreach.i18n import LazyText
from outreach.sentences import Sentence


class RegisterSource(Base):
    """An address that publishes a register, how often it is asked, and what is known of it."""

    __tablename__ = "register_sources"
    __table_args__ = (
        CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
        CheckConstraint("day BETWEEN 1 AND 31", name="day"),
        CheckConstraint("most_refused BETWEEN 0 AND 100", name="most_refused"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]  # as of an import: 'dossiers', 'businesses', 'procedures', 'summary'
    system: Mapped[str]  # which one its rows come from: an import's source
    address: Mapped[str]  # may name a month: see rules.resolved
    secret: Mapped[str | None]  # the name of a variable of the environment; what it holds is nowhere else
    every: Mapped[str]  # 'day', 'week', 'month'
    day: Mapped[int]  # of the week (1 is Monday) or of the month; a shorter month ends earlier
    hour: Mapped[int]  # on the board's clocks
    active: Mapped[bool]
    by_itself: Mapped[bool]  # write what is recognised as last time without asking
    most_refused: Mapped[int]  # per cent of the rows, above which somebody is asked all the same
    quiet_days: Mapped[int]  # after so long without anything new somebody is told
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    claimed_by: Mapped[str | None]  # process that is fetching
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)  # in a row
    new_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when something new came last
    quiet_at: Mapped[datetime] = mapped_column(UtcDateTime)  # when nothing new has come for too long
    told_failing_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # of these failures
    told_quiet_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # of this silence
    # Of the content that was taken in last: the server's words for it, its own hash, and where it lay, as far
    # as that changes by the month.
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    sha256: Mapped[str | None]
    marked_at_address: Mapped[str | None]


class FetchTry(Base):
    """One try: what the server said, and what became of the file."""

    __tablename__ = "fetch_tries"
    __table_args__ = (Index("ix_fetch_tries_source_id_started_at", "source_id", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("register_sources.id", ondelete="CASCADE"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    outcome: Mapped[str | None] = mapped_column(index=True)  # None while it is under way; rules.OUTCOMES
    status: Mapped[int | None]  # of HTTP
    size: Mapped[int | None]  # bytes
    said: Mapped[LazyText | None] = mapped_column(Sentence)  # why the file was not accepted
    whole: Mapped[bool | None]  # whether the server said how long the file is
    import_id: Mapped[int | None] = mapped_column(ForeignKey(ImportRun.id, ondelete="SET NULL"), index=True)
