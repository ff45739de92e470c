"""A letter about a code that was seen stops when its reader wants no more e-mail."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import Role
from outreach.businesses.actions import withdraw_consent
from outreach.businesses.models import Contact
from outreach.database import db
from outreach.outbox import consent, leaving
from outreach.outbox.models import OutgoingMessage
from outreach.receipts import actions
from tests import factories
from tests.receipts.test_actions import CODE, consenting


@pytest.fixture
def letter(app: Flask, monkeypatch: pytest.MonkeyPatch) -> OutgoingMessage:
    """Written, not sent yet."""
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://outreach.example.vn")
    mine = factories.business()
    person = factories.user(Role.BUSINESS, of=mine)
    assert person.phone
    consenting(mine, person.phone, True)
    actions.enter(code=CODE, user_id=person.id, business_id=mine.id)
    factories.dossier(mine, date(2026, 3, 5), code=CODE)
    actions.match_register()
    written = db.session.scalars(select(OutgoingMessage)).one()
    db.session.commit()
    return written


def test_it_shows_the_way_out(letter: OutgoingMessage) -> None:
    assert leaving.address_of(letter.message_id) in letter.body.split()


def test_it_stays_here_once_consent_is_withdrawn(letter: OutgoingMessage) -> None:
    told = letter.purpose, letter.id, letter.address
    db.session.commit()
    assert consent.objection(*told) is None
    withdraw_consent(
        contact=db.session.scalars(select(Contact)).one(), channel="email", how="spoken", by=None
    )
    db.session.commit()
    assert "rút đồng ý" in (consent.objection(*told) or "")


def test_the_way_out_leads_out_of_it(letter: OutgoingMessage) -> None:
    told = letter.purpose, letter.id, letter.address
    consent.leave(letter.address)
    db.session.commit()
    assert consent.objection(*told)
