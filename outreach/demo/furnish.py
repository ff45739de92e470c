"""Puts the story into the database through the same actions that pages and imports use."""

import random
import secrets
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from werkzeug.security import generate_password_hash

from outreach import clock
from outreach.accounts import queries as account_queries
from outreach.accounts.models import DEMO, PasswordRequest, Role, Setting, User
from outreach.businesses import actions as business_actions
from outreach.businesses import queries as business_queries
from outreach.campaigns import actions as campaign_actions
from outreach.campaigns.models import Intervention
from outreach.database import db, load_tables
from outreach.demo import (
    answers,
    board,
    campaigns,
    catalogue,
    counter,
    desk_history,
    filing,
    invitations,
    leaflets,
    lessons,
    pasted,
    plans,
    registers,
    story,
    talks,
    trainings,
    visits,
    zalo,
)
from outreach.dossiers import actions as dossier_actions
from outreach.dossiers.models import Outage
from outreach.rates.actions import reported
from outreach.refusals import Refused
from outreach.sheets.values import parse_service_level
from outreach.text import person_sort_key
from outreach.tutorials import actions as tutorial_actions

SEED = 2711


@dataclass(frozen=True)
class SignIn:
    """What somebody types to sign in to the demo."""

    role: Role
    name: str
    account: str
    password: str


def furnish(today: date) -> None:
    """Fill an empty database with the fictional board; Refused when it holds anybody's data."""
    if not account_queries.is_demo() and db.session.query(User.id).first() is not None:
        raise Refused("This database is somebody's; the demo board needs one of its own.")
    for table in reversed(load_tables().sorted_tables):
        db.session.execute(table.delete())
    db.session.add(Setting(key=DEMO, value=today.isoformat()))
    chance = random.Random(SEED)
    businesses = board.businesses(chance)
    told = story.tell(chance, businesses, today)
    _staff()
    _take_in(businesses, told, today)
    clerks = _people(businesses)
    _noted(today)
    codes = [business.tax_code for business in businesses]
    lessons.teach(today, clerks, codes)
    talks.talk(today)
    filing.go_on(clerks, codes[11])
    visits.go_round(today)
    trainings.hold(today)
    invitations.invite()
    campaigns.run(today)
    plans.plan(today)
    leaflets.hand_round(today)
    counter.help_out(today)
    answers.answer_all(today)
    desk_history.remember(today)
    pasted.paste(today)
    zalo.write(today)
    registers.fetch(today)


def new_passwords() -> list[SignIn]:
    """Give every demo person a fresh random password: there are no default ones."""
    given = []
    for user in db.session.query(User).order_by(User.id):
        password = secrets.token_urlsafe(9)
        user.password_hash = generate_password_hash(password)
        account = user.email or f"{user.business.tax_code} + {user.phone}"  # type: ignore[union-attr]
        given.append(SignIn(Role(user.role), user.name, account, password))
    return given


def _staff() -> None:
    for role, name, email in board.STAFF:
        db.session.add(
            User(role=role, name=name, name_sort=person_sort_key(name), email=email, created_at=clock.now())
        )
    db.session.flush()


def _take_in(businesses: list[board.DemoBusiness], told: story.Story, today: date) -> None:
    business_actions.take_in_businesses(
        [
            {"row": i, "tax_code": b.tax_code, "name": b.name, "zone": b.zone, "employees": b.employees}
            for i, b in enumerate(businesses, 1)
        ]
    )
    dossier_actions.take_in_procedures(
        [
            {
                "row": i, "procedure_code": code, "name": name, "field": field,
                "service_level": parse_service_level(level),
            }
            for i, (code, name, field, level, _weight) in enumerate(board.PROCEDURES, 1)
        ]
    )  # fmt: skip
    registers.arrive(told.dossiers, today)
    catalogue.describe()
    tutorial_actions.load_content()
    _interventions(told.deeds)


def _interventions(deeds: list[story.Deed]) -> None:
    for deed in deeds:
        own = {field.name: getattr(deed, field.name) for field in fields(deed)}
        del own["reached"], own["lot"]
        intervention = campaign_actions.create_intervention(**own)
        if deed.lot:
            _draw(intervention, deed.lot)
    reached = [(d.code, *one) for d in deeds for one in d.reached]
    campaign_actions.take_in_exposures(
        [
            {"row": i, "intervention_code": code, "tax_code": tax, "exposed_on": day, "how": how}
            for i, (code, tax, day, how) in enumerate(reached, 1)
        ]
    )


def _draw(intervention: Intervention, lot: story.Lot) -> None:
    """The list and its lot, on the day the story gives it."""
    found = [business_queries.find_business(tax_code=code) for code in lot.listed]
    ids = [(business.id, None) for business in found if business is not None]
    campaign_actions.list_businesses(intervention=intervention, businesses=ids, listed_by_id=None)
    drawn = campaign_actions.draw_lots(
        intervention=intervention, seats=lot.seats, seed=lot.seed, witnesses=lot.witnesses, drawn_by_id=None
    )
    drawn.drawn_at = datetime.combine(lot.drawn_on, time(9), clock.LOCAL)


def _people(businesses: list[board.DemoBusiness]) -> list[User]:
    clerks = []
    busiest = sorted(businesses, key=lambda b: b.volume, reverse=True)
    for number, (name, demo) in enumerate(zip(board.CLERKS, busiest, strict=False), 1):
        business = business_queries.find_business(tax_code=demo.tax_code)
        assert business is not None
        phone = f"090000000{number}"
        user = User(
            role=Role.BUSINESS, name=name, name_sort=person_sort_key(name), business_id=business.id, phone=phone,
            created_at=clock.now(),
        )  # fmt: skip
        db.session.add(user)
        clerks.append(user)
        contact = business_actions.add_contact(
            business=business, name=name, job="Nhân viên hành chính – nhân sự", phone=phone
        )
        business_actions.record_consent(
            contact=contact,
            channel="zalo",
            given=number != 2,
            how="spoken",
            answered_on=clock.today(),
            by=None,
        )
    db.session.flush()
    db.session.add(PasswordRequest(user_id=user.id, asked_at=clock.now()))
    db.session.flush()
    return clerks


def _noted(today: date) -> None:
    """What staff note by hand: two outages, and a report that gives its totals without their split."""
    helpdesk = db.session.query(User).filter_by(role=Role.HELPDESK).one()
    for days, first, last, note in board.OUTAGES:
        began, ended = (
            datetime.combine(today - timedelta(days=days), at, clock.LOCAL) for at in (first, last)
        )
        db.session.add(
            Outage(
                system=board.PORTAL, started_at=began, ended_at=ended, note=note, recorded_at=ended,
                recorded_by_id=helpdesk.id,
            )
        )  # fmt: skip
    officer = db.session.query(User).filter_by(role=Role.OFFICER).one()
    reported.record_total(recorded_by_id=officer.id, **board.REPORTED)
