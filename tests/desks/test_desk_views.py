"""The clerk's desk in the browser: what is shown, what each deed does, what comes back when it is refused."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts.models import AccessRecord, Role
from outreach.answers.queries import every_step
from outreach.database import db
from outreach.helpdesk import rules
from outreach.helpdesk.actions import handing
from outreach.helpdesk.models import CheckedDocument, Conversation, HandOver, Label, Message
from tests import factories
from tests.client import CheckedClient
from tests.desks.test_desk_queries import waiting
from tests.helpdesk.test_speaking import asks, begun
from tests.tutorials import samples

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def conversation(app: Flask) -> Conversation:
    made = waiting("one")
    db.session.commit()
    return made


def page(conversation: Conversation, deed: str = "") -> str:
    return f"/ban-ho-tro/{conversation.public_id}{deed}"


def again(conversation: Conversation) -> Conversation:
    db.session.expire_all()
    return db.session.get_one(Conversation, conversation.id)


def test_the_list_stands_beside_the_conversation(helpdesk: CheckedClient, conversation: Conversation) -> None:
    assert "Câu hỏi one" in helpdesk.get("/ban-ho-tro").text
    whole = helpdesk.get(page(conversation)).text
    assert "Bàn hỗ trợ" in whole
    assert whole.count("Câu hỏi one") >= 2
    part = helpdesk.get(page(conversation), headers=PART).text
    assert part.lstrip().startswith('<div id="desk-open"')


def test_an_empty_desk_says_so(helpdesk: CheckedClient) -> None:
    assert "Không còn việc nào chờ" in helpdesk.get("/ban-ho-tro").text
    assert "Không có việc nào" in helpdesk.get("/ban-ho-tro?view=closed&q=abc").text


def test_every_look_is_recorded(helpdesk: CheckedClient, conversation: Conversation) -> None:
    helpdesk.get(page(conversation))
    looks = db.session.query(AccessRecord).filter_by(what="conversation.view", user_id=helpdesk.user.id)
    assert looks.count() == 1


def test_taking_closing_and_opening_again(helpdesk: CheckedClient, conversation: Conversation) -> None:
    me = helpdesk.user.id
    helpdesk.post(page(conversation, "/nhan"), data={"to": me, "seen": ""})
    assert again(conversation).assigned_to_id == me
    answer = helpdesk.post(page(conversation, "/dong"))
    assert answer.location == f"/ban-ho-tro?closed={conversation.public_id}"
    assert again(conversation).state == rules.CLOSED
    offered = helpdesk.get(answer.location).text
    undo = page(conversation, "/mo-lai")
    assert "Đã đóng cuộc trao đổi" in offered
    assert re.search(f'action="{undo}">.*data-key="u"', offered), "one key"
    helpdesk.post(undo)
    assert again(conversation).state == rules.OPEN
    for nothing in (answer.location, "/ban-ho-tro?closed=x", "/ban-ho-tro"):
        assert 'data-key="u"' not in helpdesk.get(nothing).text


def test_who_was_faster_is_told(helpdesk: CheckedClient, conversation: Conversation) -> None:
    other = factories.user(Role.HELPDESK, name="Trần Thị Mẫu Nhanh")
    conversation.assigned_to_id = other.id
    db.session.commit()
    answer = helpdesk.post(page(conversation, "/nhan"), data={"to": helpdesk.user.id, "seen": ""})
    assert answer.status_code == 422
    assert "Trần Thị Mẫu Nhanh vừa nhận cuộc trao đổi này." in answer.text
    assert again(conversation).assigned_to_id == other.id


def test_aside_and_back(helpdesk: CheckedClient, conversation: Conversation) -> None:
    helpdesk.post(page(conversation, "/gac"), data={"until": "hour"})
    until = again(conversation).snoozed_until
    assert until is not None
    assert until > clock.now() + timedelta(minutes=59)
    assert "Đưa lại danh sách" in helpdesk.get(page(conversation)).text
    helpdesk.post(page(conversation, "/tro-lai"))
    assert again(conversation).snoozed_until is None
    assert helpdesk.post(page(conversation, "/gac"), data={"until": "never"}).status_code == 422


def test_labels_on_and_off(helpdesk: CheckedClient, conversation: Conversation) -> None:
    helpdesk.post(page(conversation, "/the"), data={"name": "Chữ ký số"})
    one = db.session.query(Label).one()
    assert "Chữ ký số" in helpdesk.get(f"/ban-ho-tro?view=open&label={one.id}").text
    helpdesk.post(page(conversation, f"/the/{one.id}/bo"))
    assert "Câu hỏi one" not in helpdesk.get(f"/ban-ho-tro?view=open&label={one.id}").text
    assert helpdesk.post(page(conversation, "/the"), data={"name": "x" * 40}).status_code == 422


def test_whose_it_is_may_need_a_choice(helpdesk: CheckedClient, app: Flask) -> None:
    stray = begun(client_id="stray", business_id=None, channel=rules.PHONE, released=False)
    one = factories.business(name="Công ty TNHH Mẫu Biển Xanh")
    factories.business(name="Công ty TNHH Mẫu Biển Vàng")
    db.session.commit()
    answer = helpdesk.post(page(stray, "/doanh-nghiep"), data={"business": "mau bien"})
    assert answer.status_code == 422
    assert "Công ty TNHH Mẫu Biển Vàng" in answer.text
    assert "Không tìm thấy" in helpdesk.post(page(stray, "/doanh-nghiep"), data={"business": "qqq"}).text
    helpdesk.post(page(stray, "/doanh-nghiep"), data={"business": one.tax_code or one.name})
    assert again(stray).business_id == one.id
    helpdesk.post(page(stray, "/cho-xem"))
    assert again(stray).released


def test_which_procedure(helpdesk: CheckedClient, conversation: Conversation) -> None:
    procedure = factories.procedure()
    db.session.commit()
    helpdesk.post(page(conversation, "/thu-tuc"), data={"procedure": procedure.id})
    assert again(conversation).procedure_id == procedure.id
    assert helpdesk.post(page(conversation, "/thu-tuc"), data={"procedure": 10**9}).status_code == 404
    helpdesk.post(page(conversation, "/thu-tuc"), data={"procedure": ""})
    assert again(conversation).procedure_id is None


def test_another_office_is_asked(helpdesk: CheckedClient, conversation: Conversation) -> None:
    typed = {"office": "Sở Mẫu", "question": "Mức phí nào áp dụng?", "due_on": "01/01/2020"}
    refused = helpdesk.post(page(conversation, "/hoi-don-vi"), data=typed)
    assert refused.status_code == 422
    assert "Mức phí nào áp dụng?" in refused.text
    due_on = f"{clock.today() + timedelta(days=9):%d/%m/%Y}"
    helpdesk.post(page(conversation, "/hoi-don-vi"), data=typed | {"due_on": due_on})
    one = db.session.query(HandOver).one()
    assert "Đang hỏi Sở Mẫu" in helpdesk.get(page(conversation)).text
    empty = helpdesk.post(page(conversation, f"/hoi-don-vi/{one.id}/tra-loi"), data={"answer": ""})
    assert empty.status_code == 422
    helpdesk.post(page(conversation, f"/hoi-don-vi/{one.id}/tra-loi"), data={"answer": "Không thu"})
    assert "Không thu" in helpdesk.get(page(conversation, "/viec-khac")).text
    assert helpdesk.post(page(conversation, f"/hoi-don-vi/{one.id}/thoi")).status_code == 422


def test_a_question_of_another_conversation_is_none(
    helpdesk: CheckedClient, conversation: Conversation
) -> None:
    other = begun(client_id="other")
    one = handing.hand_over(
        conversation_id=other.id, agency_id=None, office="Thuế", question="?", due_on=clock.today(),
        by=helpdesk.user.id,
    )  # fmt: skip
    db.session.commit()
    for deed in ("tra-loi", "thoi"):
        answer = helpdesk.post(page(conversation, f"/hoi-don-vi/{one.id}/{deed}"), data={"answer": "x"})
        assert answer.status_code == 404


def test_merging_and_taking_apart_again(helpdesk: CheckedClient, conversation: Conversation) -> None:
    other = begun(client_id="two", business_id=conversation.business_id)
    asks(other, "two", text="Thêm nữa")
    db.session.commit()
    answer = helpdesk.post(page(conversation, "/gop"), data={"into": other.public_id})
    assert answer.location == page(other)
    assert "Câu hỏi one" in helpdesk.get(page(other)).text
    helpdesk.post(page(conversation, "/tach-lai"))
    assert again(conversation).state == rules.OPEN
    assert helpdesk.post(page(conversation, "/gop"), data={"into": "nothing"}).status_code == 422


def test_a_part_is_split_off(helpdesk: CheckedClient, conversation: Conversation) -> None:
    said = asks(conversation, "more", text="Chuyện khác hẳn")
    db.session.commit()
    assert "Chuyện khác hẳn" in helpdesk.get(page(conversation, "/tach")).text
    refused = helpdesk.post(page(conversation, "/tach"), data={"subject": "Việc hai"})
    assert refused.status_code == 422
    assert "Việc hai" in refused.text
    answer = helpdesk.post(
        page(conversation, "/tach"), data={"messages": said.public_id, "subject": "Việc hai"}
    )
    assert db.session.get_one(Message, said.id, populate_existing=True).conversation_id != conversation.id
    assert "Chuyện khác hẳn" in helpdesk.get(answer.location).text


def test_documents_are_ticked(helpdesk: CheckedClient, conversation: Conversation) -> None:
    for has, number in (("1", 1), ("", 0)):
        helpdesk.post(page(conversation, "/giay-to"), data={"document": "Bản sao hộ chiếu", "has": has})
        assert db.session.query(CheckedDocument).count() == number


def test_a_call_is_written_down_once(helpdesk: CheckedClient, app: Flask) -> None:
    business = factories.business(name="Công ty TNHH Mẫu Gọi Điện")
    db.session.commit()
    typed = {
        "client_id": "call-1", "channel": "phone", "business": business.tax_code or business.name,
        "question": "Nộp ở đâu?", "answer": "Ở Cổng quốc gia", "done": "1",
    }  # fmt: skip
    for _time in range(2):
        assert helpdesk.post("/ban-ho-tro/ghi", data=typed).status_code == 303
    one = db.session.query(Conversation).one()
    assert (one.channel, one.state, one.released) == (rules.PHONE, rules.CLOSED, False)
    assert one.first_reply_at is not None
    assert db.session.query(Message).filter(Message.kind == rules.TEXT).count() == 2


def test_a_call_of_nobody_known_keeps_what_was_typed(helpdesk: CheckedClient, app: Flask) -> None:
    typed = {"client_id": "call-2", "channel": "walk_in", "business": "không có", "question": "Hỏi chữ ký số"}
    refused = helpdesk.post("/ban-ho-tro/ghi", data=typed)
    assert refused.status_code == 422
    assert "Hỏi chữ ký số" in refused.text
    answer = helpdesk.post("/ban-ho-tro/ghi", data=typed | {"business": ""})
    one = db.session.query(Conversation).one()
    assert answer.location == f"/ban-ho-tro/{one.public_id}"


def test_one_of_several_businesses_is_chosen(helpdesk: CheckedClient, app: Flask) -> None:
    wanted, other = (factories.business(name=f"Công ty Mẫu Trùng {name}") for name in ("Một", "Hai"))
    db.session.commit()
    typed = {"client_id": "call-3", "channel": "phone", "business": "mẫu trùng", "question": "Hỏi phí"}
    asked = helpdesk.post("/ban-ho-tro/ghi", data=typed)
    assert asked.status_code == 422
    assert "Hỏi phí" in asked.text
    for one in (wanted, other):
        assert f'type="radio" name="meant" value="{one.tax_code}"' in asked.text
    chosen = helpdesk.post("/ban-ho-tro/ghi", data=typed | {"meant": wanted.tax_code or ""})
    assert chosen.status_code == 303
    assert db.session.query(Conversation).one().business_id == wanted.id


def test_a_call_knows_the_step_it_was_about(helpdesk: CheckedClient, app: Flask) -> None:
    procedure = factories.procedure()
    version = samples.published(procedure_id=procedure.id)
    db.session.commit()
    step = every_step()[1]
    value = f"{step.slug}/{step.key}"
    assert f'<option value="{value}"' in helpdesk.get("/ban-ho-tro/ghi").text
    typed = {"client_id": "call-4", "channel": "walk_in", "question": "Kẹt ở đây", "step": value}
    assert helpdesk.post("/ban-ho-tro/ghi", data=typed).status_code == 303
    one = db.session.query(Conversation).one()
    assert (one.version_id, one.step_key, one.procedure_id) == (version.id, step.key, procedure.id)
    assert "kẹt ở bước" in helpdesk.get(f"/ban-ho-tro/{one.public_id}").text


def test_colleagues_are_seen(
    helpdesk: CheckedClient, officer: CheckedClient, conversation: Conversation
) -> None:
    helpdesk.post(page(conversation, "/ai-dang-xem"))
    shown = officer.post(page(conversation, "/ai-dang-xem"), headers=PART).text
    assert helpdesk.user.name in shown


def test_what_is_known_of_a_business(helpdesk: CheckedClient, conversation: Conversation) -> None:
    earlier = begun(client_id="earlier", business_id=conversation.business_id, subject="Chuyện năm ngoái")
    db.session.commit()
    shown = helpdesk.get(page(conversation, "/da-biet"), headers=PART).text
    assert "Chuyện năm ngoái" in shown
    assert earlier.public_id in shown
    assert "Chưa rõ doanh nghiệp" not in shown


def test_a_business_has_no_desk(clerk: CheckedClient, conversation: Conversation) -> None:
    for path in ("/ban-ho-tro", page(conversation), page(conversation, "/da-biet")):
        assert clerk.get(path).status_code == 403


def test_receipts_and_helps_come_back_to_the_list_they_were_opened_from(
    helpdesk: CheckedClient, conversation: Conversation
) -> None:
    receipt, help = factories.receipt(), factories.counter_help()
    db.session.commit()
    rows = helpdesk.get("/ban-ho-tro?view=open").text
    seen = f"/bien-nhan/{receipt.public_id}?next=/ban-ho-tro?view%3Dopen"
    code = f"/ho-tro-tai-quay/{help.id}?next=/ban-ho-tro?view%3Dopen"
    assert f'href="{seen}#answer"' in rows
    assert f'href="{code}"' in rows
    mark = seen.replace("?next", "/da-thay?next")
    assert mark in helpdesk.get(seen).text
    assert helpdesk.post(mark).location == "/ban-ho-tro?view=open"
    assert code in helpdesk.get(code).text
    assert helpdesk.post(code, data={"code": "H56-000777"}).location == "/ban-ho-tro?view=open"
    elsewhere = helpdesk.post(f"/ho-tro-tai-quay/{help.id}?next=//example.org", data={"code": "H56-000777"})
    assert elsewhere.location == "/ho-tro-tai-quay/danh-sach?state=to_complete"


def test_a_guest_stands_in_the_list_under_the_own_name(helpdesk: CheckedClient) -> None:
    guest = waiting("by link", business_id=None)
    guest.guest_name = "Chị Thảo"
    db.session.commit()
    page = helpdesk.get("/ban-ho-tro").text
    assert "<b>Chị Thảo</b>" in page
    assert "Khách chưa rõ doanh nghiệp" not in page


def test_the_strip_has_the_colours_of_charts(helpdesk: CheckedClient, conversation: Conversation) -> None:
    """Without them its dots and days are those of the light scheme in the dark."""
    assert "css/charts.css" in helpdesk.get(page(conversation)).text
