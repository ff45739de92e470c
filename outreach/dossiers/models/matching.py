"""Dossiers that stand with a business because of what a person said a name means."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from outreach.database import Base


class MeantDossier(Base):
    """Who said last whose a dossier is, as far as a person's decision has to do with it.

    A later row of the same dossier holds before an earlier one. Of dossiers that no decision ever moved or
    brought there is none.
    """

    __tablename__ = "meant_dossiers"

    id: Mapped[int] = mapped_column(primary_key=True)
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id", ondelete="CASCADE"), index=True)
    # By which decision; None: a register said it since without one, by a code or by another name.
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("name_decisions.id", ondelete="CASCADE"), index=True
    )
    moved: Mapped[bool]  # by the decision itself, else it came later by a name that was remembered
    import_id: Mapped[int | None] = mapped_column(
        ForeignKey("import_runs.id", ondelete="SET NULL"), index=True
    )
