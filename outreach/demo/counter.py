"""Ten weeks at the counter: who was helped with what, most with a code that the register knows, some without."""

import random
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select

from outreach.accounts.models import Role, User
from outreach.counter import actions
from outreach.counter.rules import KINDS, Said
from outreach.database import db
from outreach.dossiers.models import Dossier
from outreach.workdays.rules import is_weekend

SEED = 4107
WEEKS, DAYS_AHEAD = 10, 2  # every second day somebody is helped
KIND_WEIGHTS = (2, 5, 3)  # alone, with help, filed for them
WITHOUT_CODE, OFFERED, ACCOUNT, PAYMENT = 0.25, 0.3, 0.15, 0.2


def help_out(today: date) -> None:
    """One help every second working day, and two today."""
    clerk = db.session.scalars(select(User).where(User.role == Role.HELPDESK)).one()
    filed = _filed(today)
    if not filed:
        return
    day, number = today - timedelta(weeks=WEEKS), 0
    while day < today:
        if not is_weekend(day):
            _help(day, number, filed, clerk.id)
            number += 1
        day += timedelta(days=DAYS_AHEAD)
    for _again in range(2):
        _help(today, number, filed, clerk.id)
        number += 1


def _help(day: date, number: int, filed: list[Row[Any]], by: int) -> None:
    chance = random.Random(f"{SEED}-{number}")
    about = filed[chance.randrange(len(filed))]
    said = Said(
        chance.choices(list(KINDS), KIND_WEIGHTS)[0], about.procedure_id,
        None if chance.random() < WITHOUT_CODE else about.code, offered=chance.random() < OFFERED,
        account_created=chance.random() < ACCOUNT, payment_helped=chance.random() < PAYMENT,
    )  # fmt: skip
    actions.record_help(client_id=f"demo-{number}", business_id=about.business_id, said=said, by=by, day=day)


def _filed(today: date) -> list[Row[Any]]:
    """(business, procedure, code) of what was filed online lately: the dossiers that help was about."""
    statement = (
        select(Dossier.business_id, Dossier.procedure_id, Dossier.code)
        .where(
            Dossier.filing_channel == "online", Dossier.business_id.is_not(None),
            Dossier.procedure_id.is_not(None), Dossier.received_on >= today - timedelta(weeks=WEEKS),
        )
        .order_by(Dossier.received_on, Dossier.id)
    )  # fmt: skip
    return list(db.session.execute(statement))
