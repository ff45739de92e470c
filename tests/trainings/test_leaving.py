"""Whoever takes the way out of a letter about a session is written to no more; the portal still tells."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.database import db
from outreach.notices.models import Notice
from outreach.outbox import leaving
from outreach.refusals import Refused
from outreach.trainings.actions import invitations, registering
from outreach.trainings.actions.mails import write_mails
from outreach.trainings.models import Registration
from outreach.trainings.queries import mails as queries
from outreach.trainings.rules import MOST_ADDRESSES
from outreach.trainings.rules.mails import KINDS
from tests import factories
from tests.client import CheckedClient
from tests.trainings.inviting import invited, letters, person

pytestmark = pytest.mark.usefixtures("mail_set_up")

HOA = "hoa@example.vn"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_in(body: str) -> str:
    [found] = re.findall(r"https://bql\.example\.vn(/thoi-nhan-thu/\S+)", body)
    return str(found)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_letter_shows_the_way_out_that_its_header_names(app: Flask, kind: str, locale: str) -> None:
    from outreach.trainings import mail_texts

    session = factories.session()
    party = queries.Party(1, "Công ty Mẫu", "moi", False, "dk", "registered", 2, None, HOA)
    to = queries.Addressee(1, None, HOA, locale)
    _subject, body = mail_texts.compose(session, kind, party, to, "<0123@example.vn>")
    assert leaving.address_of("<0123@example.vn>") in body.split()


def test_an_invitation_not_sent_yet_stays_here_once_its_reader_has_left(
    app: Flask, anonymous: CheckedClient
) -> None:
    business = factories.business()
    person(business, HOA, "email")
    session = factories.session()
    invited(session, business)
    [letter] = letters("invited")
    url, id = path_in(letter.body), letter.id
    db.session.commit()
    assert queries.objection(id, HOA) is None
    assert anonymous.post(url, data=ONE_CLICK, csrf=False).status_code == 200
    assert queries.objection(id, HOA) is not None
    assert write_mails(factories.session(), "invited", business_ids=[business.id]) == 0


def test_an_address_typed_to_register_is_forgotten_and_the_seats_stay(
    app: Flask, anonymous: CheckedClient
) -> None:
    session, business = factories.session(), factories.business()
    registering.register(
        session=session, business_id=business.id, seats=2, how="portal",
        contact=registering.Contact("Hoa", "0912345678", HOA),
    )  # fmt: skip
    [letter] = letters("registered")
    url, id = path_in(letter.body), letter.id
    db.session.commit()
    assert anonymous.post(url, data=ONE_CLICK, csrf=False).status_code == 200
    assert queries.objection(id, HOA) is not None
    kept = db.session.scalars(select(Registration).execution_options(populate_existing=True)).one()
    assert (kept.contact_email, kept.contact_phone, kept.seats) == (None, "0912345678", 2)
    assert write_mails(session, "three_days") == 0
    assert db.session.scalars(select(Notice.business_id)).all() == [business.id], "the portal still tells"


def test_a_change_of_a_session_is_not_told_to_whose_invitation_was_taken_back(app: Flask) -> None:
    business = factories.business()
    person(business, HOA, "email")
    session = factories.session()
    [invitation] = invited(session, business)
    write_mails(session, "changed")
    [letter] = letters("changed")
    id = letter.id
    db.session.commit()
    assert queries.objection(id, HOA) is None
    invitations.withdraw_invitation(session=session, invitation=invitation)
    db.session.commit()
    assert queries.objection(id, HOA) is not None


def test_nobody_writes_to_the_whole_world_by_registering_again_and_again(app: Flask) -> None:
    session, business = factories.session(), factories.business()

    def register(number: int, how: str = "link") -> None:
        registration = registering.register(
            session=session, business_id=business.id, seats=1, how=how,
            contact=registering.Contact(None, None, f"nguoi-{number}@example.vn"),
        )  # fmt: skip
        registering.cancel(session=session, registration=registration, how=how)

    for number in range(MOST_ADDRESSES):
        register(number)
    with pytest.raises(Refused, match="nhiều địa chỉ"):
        register(99)
    register(0)
    register(98, how="staff")
    assert len(letters()) == MOST_ADDRESSES + 1
