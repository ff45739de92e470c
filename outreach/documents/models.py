"""Legal documents and what replaced them."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.database import Base


class LegalDocument(Base):
    """A law, decree, decision, circular, dispatch or plan, as far as the board has seen it."""

    __tablename__ = "legal_documents"
    __table_args__ = (
        UniqueConstraint("number_folded", "numbered_in"),
        CheckConstraint("replaced_by_id IS NULL OR replaced_by_id <> id", name="not_by_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # 'law', 'decree', 'decision', 'circular', 'resolution', 'dispatch', 'plan', 'other'
    number: Mapped[str]  # as printed, e.g. 118/2025/NĐ-CP
    number_folded: Mapped[str]
    numbered_in: Mapped[int] = mapped_column(default=0)  # rules.counted_in: issuers begin with 1 each year
    title: Mapped[str]
    title_folded: Mapped[str]
    issuer: Mapped[str | None]
    issued_on: Mapped[date | None]
    in_force_on: Mapped[date | None]
    expires_on: Mapped[date | None]  # no longer in force from this day on
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("legal_documents.id", ondelete="SET NULL"))
    url: Mapped[str | None]
    seen_on: Mapped[date | None]  # the day somebody looked at the source

    replaced_by: Mapped["LegalDocument | None"] = relationship(remote_side=[id])
