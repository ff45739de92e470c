"""What goes on at the fictional board today: a training at the screens, codes entered, a call allowed."""

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses import actions as businesses
from outreach.businesses.models import Contact
from outreach.campaigns.models import Intervention
from outreach.database import db
from outreach.dossiers.models import Dossier, Procedure
from outreach.practice import actions as practice
from outreach.practice.rules import Deed
from outreach.receipts import actions as receipts

TRAINED = "2.001955"
TRAINING = "TH-05"
SIGN_IN = (Deed("account", "organisation"), Deed("phone", "yes"))
CHOOSE = Deed("choose")
# Of each seat: who sits there, and how far it came.
SEATS: tuple[tuple[str, tuple[Deed, ...]], ...] = (
    ("Máy 01", (*SIGN_IN, CHOOSE)),
    ("Máy 02", SIGN_IN),
    ("Máy 03", (Deed("account", "person"), Deed("phone", "yes"))),
    ("Máy 04", SIGN_IN),
)
ASKING = "Máy 04"
SEEN = 2  # codes of each clerk


def go_on(clerks: list[User], strangers_tax_code: str) -> None:
    """Everything after the guides."""
    _train()
    for number, clerk in enumerate(clerks, 1):
        _enter(clerk, number)
    _code_of_a_stranger(strangers_tax_code)
    _may_be_called(clerks[0])


def _train() -> None:
    procedure = db.session.scalars(select(Procedure).where(Procedure.code == TRAINED)).one()
    training = db.session.scalars(select(Intervention).where(Intervention.code == TRAINING)).one()
    room = practice.open_room(
        procedure_id=procedure.id, intervention_id=training.id, opened_by_id=_staff(Role.HELPDESK).id
    )
    for seat, deeds in SEATS:
        run = practice.take_seat(room, seat=seat, tax_code=None, user_id=None, business_id=None)
        for deed in deeds:
            practice.act(run, deed if deed is not CHOOSE else Deed("choose", str(procedure.id)))
        if seat == ASKING:
            practice.ask_for_help(run, wanted=True)


def _enter(clerk: User, number: int) -> None:
    """Codes that the register knows, and one that nobody has seen yet."""
    mine = (Dossier.business_id == clerk.business_id, Dossier.filing_channel == "online")
    known = select(Dossier).where(*mine).order_by(Dossier.received_on.desc(), Dossier.id).limit(SEEN)
    today = clock.today()
    seen = [(one.code, one.procedure_id, min(one.received_on, today)) for one in db.session.scalars(known)]
    for code, procedure_id, filed_on in [*seen, (f"000.00.01.HMAU-{today:%y%m%d}-9000{number}", None, today)]:
        receipts.enter(
            code=code, procedure_id=procedure_id, filed_on=filed_on, user_id=clerk.id,
            business_id=clerk.business_id,
        )  # fmt: skip


def _code_of_a_stranger(tax_code: str) -> None:
    code = f"000.00.01.HMAU-{clock.today():%y%m%d}-90009"
    receipts.enter(code=code, tax_code=tax_code, phone="0900000019")


def _may_be_called(clerk: User) -> None:
    contact = db.session.scalars(
        select(Contact).where(Contact.business_id == clerk.business_id, Contact.phone == clerk.phone)
    ).one()
    businesses.record_consent(
        contact=contact, channel="phone", given=True, how="written", answered_on=clock.today(), by=None
    )


def _staff(role: Role) -> User:
    return db.session.scalars(select(User).where(User.role == role).order_by(User.id).limit(1)).one()
