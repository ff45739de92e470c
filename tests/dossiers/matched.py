"""Names that registers gave without a code, and what people said of them."""

from datetime import date
from typing import Any

from sqlalchemy import select

from outreach.accounts.models import Role
from outreach.businesses.actions.comparing import compare_names
from outreach.businesses.models import Business, NameCandidate
from outreach.database import db
from outreach.dossiers import actions
from outreach.dossiers.actions.matching import say_own
from tests import factories

DAY = date(2024, 3, 5)
KNOWN, MISTYPED = "Công ty TNHH Sao Mai Vàng", "Cty TNHH Sao Mia Vàng"


def take(*rows: tuple[str, str], source: str = "main", day: date = DAY) -> None:
    """Dossiers of (code, applicant), as a register without tax codes gives them; names are compared."""
    dossiers = [
        {"row": place, "dossier_code": code, "received_on": day, "applicant": applicant}
        for place, (code, applicant) in enumerate(rows, 2)
    ]
    actions.take_in_dossiers(dossiers, source=source)
    db.session.commit()
    compare_names()
    db.session.expire_all()


def named(name: str) -> Business:
    return db.session.scalars(select(Business).where(Business.name == name)).one()


def officer_id() -> int:
    made: Any = factories.user(Role.OFFICER)
    return int(made.id)


def waiting_pair(count: int = 2) -> tuple[Business, Business]:
    """A name with dossiers that waits, and the business that it means."""
    known = factories.business(KNOWN)
    db.session.commit()
    take(*((f"W-{number}", MISTYPED) for number in range(count)))
    return named(MISTYPED), known


def alike(number: int) -> dict[str, Any]:
    """A name that waits with a candidate, and a decision about another one, as arguments of addresses."""
    known = factories.business(f"Công ty TNHH Cùng Tên {number}")
    waits = factories.business(f"Cùng Tên {number}", tax_code=None, provisional=True, compared=True)
    decided = factories.business(f"Khác Tên {number}", tax_code=None, provisional=True, compared=True)
    factories.dossier(waits, DAY, applicant=waits.name)
    factories.add(NameCandidate(business_id=waits.id, candidate_id=known.id, reason="same_name", score=100))
    decision = say_own(business=decided, by=officer_id())
    return {"name_id": waits.id, "decision_id": decision.id}
