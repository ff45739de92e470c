"""What answers learn of a conversation: what replies are filled with, and what must not be published."""

from datetime import date

from flask import Flask

from outreach.accounts.models import Role
from outreach.answers import rules, sources
from outreach.database import db
from outreach.helpdesk import actions
from outreach.helpdesk import rules as helpdesk
from outreach.helpdesk.models import Message
from tests import factories
from tests.client import CheckedClient
from tests.helpdesk import chats
from tests.tutorials import samples


def test_a_business_that_is_stuck_at_a_step(app: Flask) -> None:
    business = factories.business("Công ty TNHH Mẫu Sáng", tax_code="2300123456")
    factories.contact(business, "Vũ Thị Hoa", phone="0987654321")
    clerk = factories.user(Role.BUSINESS, of=business, name="Đỗ Thị Lan", phone="0912345678")
    procedure = factories.procedure()
    dossier = factories.dossier(business, date(2026, 3, 5), procedure_id=procedure.id)
    version = samples.published("noi-quy", procedure_id=procedure.id)
    made = actions.begin(
        client_id="c1", channel=helpdesk.PORTAL, business_id=business.id,
        about=actions.About(
            procedure_id=procedure.id, tutorial_id=version.tutorial_id, version_id=version.id,
            step_key="dang-nhap", dossier_id=dossier.id,
        ),
    )  # fmt: skip
    for number, text in enumerate(("Một", "Hai"), 1):
        actions.say(
            conversation_id=made.id, client_id=f"m{number}", side=helpdesk.BUSINESS, text=text,
            user_id=clerk.id, person=clerk.name,
        )  # fmt: skip
    actions.say(conversation_id=made.id, client_id="m3", side=helpdesk.STAFF, text="Ba", person="Tâm")
    talk = sources.talk(made.public_id)
    assert talk is not None
    assert talk.values(person="Tâm", hotline="1022") == {
        "doanh_nghiep": business.name, "nguoi": "Đỗ Thị Lan", "thu_tuc": procedure.name, "buoc": "Đăng nhập",
        "ho_so": dossier.code, "can_bo": "Tâm", "hotline": "1022",
    }  # fmt: skip
    assert (talk.asked, talk.tutorial_id, talk.step_key) == ("Hai", version.tutorial_id, "dang-nhap")
    known = sources.known(made.public_id)
    assert known == rules.Known(
        ["Công ty TNHH Mẫu Sáng"], ["Vũ Thị Hoa", "Đỗ Thị Lan"], [dossier.code],
        ["0912345678", "0987654321", "2300123456"],
    )  # fmt: skip
    shown = [message.public_id for message in db.session.query(Message).order_by(Message.id)]
    assert sources.copied(made.public_id, shown[2]) == ("Hai", "Ba")
    assert sources.copied(made.public_id, shown[1]) is None, "what a business said is no answer"
    assert sources.copied("khac", shown[2]) is None
    assert "Tâm" not in known.people, "the board's own people may be named"


def test_a_guest_gives_what_was_typed(app: Flask) -> None:
    factories.dossier(None, date(2026, 3, 5))
    guest = actions.Guest("Lê Văn Bình", "2300123456", "0912345678")
    made = actions.begin(
        client_id="c1", channel=helpdesk.GUEST, business_id=None, guest=guest, secret="secret"
    )  # fmt: skip
    talk = sources.talk(made.public_id)
    assert talk is not None
    assert (talk.business, talk.person, talk.asked) == (None, "Lê Văn Bình", "")
    assert sources.known(made.public_id) == rules.Known(
        [], ["Lê Văn Bình"], [], ["0912345678", "2300123456"]
    )  # fmt: skip


def test_a_leader_borrows_nothing_unmasked(leader: CheckedClient, officer: CheckedClient) -> None:
    talk = chats.conversation()
    chats.said(talk, "Số em là 0912345678")
    reply = chats.said(talk, "Em gọi 0912345678 rồi ạ", by=factories.user(Role.HELPDESK))
    db.session.commit()
    page = f"/hoi-dap/soan/moi?source={talk.public_id}&message={reply.public_id}"
    assert "0912345678" in officer.get(page).text
    shown = leader.get(page)
    assert shown.status_code == 200
    assert "0912345678" not in shown.text
