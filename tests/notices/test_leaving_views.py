"""Somebody wants no more e-mail: by the button on our page, or by one click in a mail program."""

from flask import Flask
from sqlalchemy import select

from outreach.accounts.models import AccessRecord
from outreach.businesses.models import Consent, Contact
from outreach.database import db
from outreach.outbox import leaving
from outreach.outbox.actions import queue_email
from tests import factories
from tests.client import CheckedClient

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
HOA = "hoa@example.vn"


def way_out(address: str = HOA) -> str:
    message = queue_email(address=address, subject="Mời", body="…", purpose="session")
    key = leaving.key_of(message.message_id)
    db.session.commit()
    return leaving.PATH.format(key)


def answers(contact: Contact) -> list[tuple[str, bool, str]]:
    db.session.expire_all()
    rows = db.session.scalars(select(Consent).filter_by(contact_id=contact.id).order_by(Consent.id))
    return [(row.channel, row.given, row.how) for row in rows]


def test_opening_the_address_changes_nothing_and_says_nothing_of_its_reader(
    app: Flask, anonymous: CheckedClient
) -> None:
    contact = factories.contact(email=HOA, name="Trần Thị Hoa")
    url = way_out()
    for method in ("GET", "HEAD"):
        page = anonymous.open(url, method=method)
        assert page.status_code == 200
    page = anonymous.get(url)
    for told in (HOA, "h***", "Hoa", contact.business.name):
        assert told not in page.text
    assert "Thôi nhận thư" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers.getlist("Referrer-Policy") == ["same-origin"]
    assert answers(contact) == []


def test_one_click_writes_the_refusal_once_for_everybody_with_that_address(
    app: Flask, anonymous: CheckedClient
) -> None:
    one, two = factories.contact(email=HOA), factories.contact(email=HOA)
    other = factories.contact(email="lan@example.vn")
    url = way_out()
    for _again in range(3):
        response = anonymous.post(url, data=ONE_CLICK, csrf=False)
        assert response.status_code == 200, "mail programs follow no redirect"
        assert "Đã ghi" in response.text
        assert HOA not in response.text
    assert answers(one) == answers(two) == [("email", False, "form")]
    assert answers(other) == []
    said = db.session.scalars(select(AccessRecord.what).where(AccessRecord.object_type == "contact")).all()
    assert said == ["consent.refused", "consent.refused"]


def test_the_button_does_the_same(app: Flask, anonymous: CheckedClient) -> None:
    contact = factories.contact(email=HOA)
    assert anonymous.post(way_out()).status_code == 200
    assert answers(contact) == [("email", False, "form")]


def test_made_up_addresses_are_none_and_forgotten_letters_say_so(
    app: Flask, anonymous: CheckedClient
) -> None:
    contact = factories.contact(email=HOA)
    url = way_out()
    assert anonymous.get(url[:-1]).status_code == 404
    assert anonymous.post(url + "x", data=ONE_CLICK, csrf=False).status_code == 404
    forgotten = leaving.PATH.format(leaving.key_of("<0123456789abcdef0123456789abcdef@example.vn>"))
    for response in (anonymous.get(forgotten), anonymous.post(forgotten, data=ONE_CLICK, csrf=False)):
        assert response.status_code == 200
        assert "đã lâu" in response.text
    assert answers(contact) == []
