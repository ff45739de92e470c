"""A person's file and erasure cover their Zalo account."""

from flask import Flask
from sqlalchemy import select

from outreach.businesses import personal
from outreach.businesses.models import Contact
from outreach.businesses.personal import Person
from outreach.database import db
from outreach.helpdesk.models import Message
from outreach.text import fold
from outreach.zalo.models import PastedPerson, ZaloPerson
from tests import factories
from tests.zalo.talking import known
from tests.zalo.test_pastes import Board


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


def test_what_was_pasted_under_another_name_is_theirs_too(app: Flask) -> None:
    """In groups people call themselves by their firm; nothing of that was found or erased."""
    board = Board()
    factories.contact(board.one, name="Lan Anh", phone="0912345678")
    at = "[10:15, 12/03/2026]"
    who = ("Lan Anh (Công ty Mẫu Một)", "chị Lan KT", "Lan Anh Thư (Công ty Mẫu Một)")
    paste = board.paste("\n".join(f"{at} {name}: câu của {name}" for name in who))
    board.confirm(paste, who=dict.fromkeys(who, str(board.one.id)))
    contact = db.session.scalars(select(Contact.id)).one()
    other = db.session.scalars(select(PastedPerson).where(PastedPerson.name_folded == "chi lan kt")).one()
    other.contact_id = contact  # as staff said
    db.session.commit()
    somebody = Person(board.one.id, "Lan Anh", "0912345678")
    kept = personal.everything(somebody)["zalo"]
    assert [one["pasted_as"] for one in kept] == list(who[:2])
    assert [said["text"] for one in kept for said in one["said"]] == [f"câu của {name}" for name in who[:2]]
    personal.erase(somebody)
    db.session.commit()
    db.session.expire_all()
    assert personal.everything(somebody)["zalo"] == []
    said = db.session.execute(select(Message.person, Message.text).where(Message.kind == "text")).all()
    assert sorted(map(tuple, said), key=str) == sorted(
        [(who[2], f"câu của {who[2]}"), (None, ""), (None, "")], key=str
    )
    assert db.session.scalars(select(PastedPerson.name_folded)).all() == [fold(who[2])]
