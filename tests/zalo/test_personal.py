"""A person's file and erasure cover their Zalo account."""

from flask import Flask
from sqlalchemy import select

from outreach.businesses import personal
from outreach.businesses.personal import Person
from outreach.database import db
from outreach.helpdesk.models import Message
from outreach.zalo.models import ZaloPerson
from tests import factories
from tests.zalo.talking import known


def test_what_is_kept_is_handed_over_and_erased(app: Flask) -> None:
    business, other = factories.business(), factories.business()
    mine, foreign = known(user="1", business_id=business.id), known(user="2", business_id=other.id)
    for one in (mine, foreign):
        one.name, one.phone = "Hoa Mẫu", "0912345678"
    db.session.commit()
    somebody = Person(business.id, "Hoa Mẫu", "0912345678")
    [kept] = personal.everything(somebody)["zalo"]
    assert (kept["zalo_user_id"], kept["name"], kept["phone"]) == ("1", "Hoa Mẫu", "0912345678")
    personal.erase(somebody)
    db.session.commit()
    db.session.expire_all()
    assert personal.everything(somebody)["zalo"] == []
    assert db.session.get_one(ZaloPerson, foreign.id).name == "Hoa Mẫu"
    texts = db.session.execute(select(Message.conversation_id, Message.text)).all()
    assert {row.text for row in texts if row.conversation_id == foreign.conversation_id} == {"Xin hỏi"}
    assert [row.text for row in texts if row.conversation_id != foreign.conversation_id] == [""]


def test_without_a_phone_nobody_is_known(app: Flask) -> None:
    business = factories.business()
    known(business_id=business.id)
    assert personal.everything(Person(business.id, "Hoa Mẫu", None))["zalo"] == []
