"""Help given at the counter, until its dossier is found in the register."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from outreach.campaigns.models import Intervention
from outreach.database import Base, UtcDateTime
from outreach.dossiers.models import Dossier, Procedure


class CounterHelp(Base):
    """A business was helped with a procedure at the counter; an exposure of its month's intervention."""

    __tablename__ = "counter_helps"
    __table_args__ = (Index("ix_counter_helps_dossier_id_code_key", "dossier_id", "code_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(unique=True)  # of the form: sent again, it records nothing
    intervention_id: Mapped[int] = mapped_column(ForeignKey(Intervention.id), index=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("businesses.id"), index=True)
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey(Procedure.id), index=True)
    helped_on: Mapped[date]
    assistance: Mapped[str]  # alone, assisted, filed_for: as dossiers say it
    offered: Mapped[bool]  # staff offered it, the business did not ask
    account_created: Mapped[bool]
    payment_helped: Mapped[bool]
    dossier_code: Mapped[str | None]  # as typed
    code_key: Mapped[str | None]
    dossier_id: Mapped[int | None] = mapped_column(ForeignKey(Dossier.id, ondelete="SET NULL"))
    matched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_dossier: Mapped[bool] = mapped_column(
        default=False
    )  # by this help the dossier says how it was filed
    without_dossier: Mapped[bool] = mapped_column(default=False)  # nothing was filed: there is no code to add
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
