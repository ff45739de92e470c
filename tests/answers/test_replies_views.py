"""Pages of saved replies, and the short lists that the desk includes."""

from collections.abc import Callable

import pytest

from outreach import clock
from outreach.answers import queries
from outreach.database import db
from outreach.helpdesk import actions as talking
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.queries import find_conversation
from tests import factories
from tests.answers import making
from tests.client import CheckedClient, words_of
from tests.tutorials import samples

SENT = {"title": "Tệp lớn", "text": "Chào {nguoi}, quét lại ở 150 dpi.", "procedure": "", "bases": ""}


def seen_in(page: str) -> str:
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


def test_the_helpdesk_writes_one_finds_it_and_changes_it_back(helpdesk: CheckedClient) -> None:
    assert "Chưa có câu trả lời mẫu nào" in helpdesk.get("/tra-loi-mau").text
    assert helpdesk.post("/tra-loi-mau/moi", data=SENT).status_code == 303
    assert "Tệp lớn" in helpdesk.part("/tra-loi-mau?q=quet lai").text
    assert "Không tìm thấy" in helpdesk.get("/tra-loi-mau?q=thuy san").text
    reply = queries.find_replies()[0]
    address = f"/tra-loi-mau/{reply.id}"
    seen = seen_in(helpdesk.get(address).text)
    assert helpdesk.post(address, data={**SENT, "seen": seen, "text": "Lời mới"}).status_code == 303
    late = helpdesk.post(address, data={**SENT, "seen": seen, "text": "Đè lên"})
    assert late.status_code == 422
    assert "Người khác vừa sửa" in late.text
    assert "Đè lên" in late.text
    assert "Trở lại bản trước" in helpdesk.get(address).text
    helpdesk.post(f"{address}/ban-truoc")
    assert "150 dpi" in queries.find_replies()[0].text
    helpdesk.post(f"{address}/thoi-dung")
    assert queries.find_replies() == []
    assert "Tệp lớn" in helpdesk.get("/tra-loi-mau?show=retired").text
    helpdesk.post(f"{address}/dung-lai")
    assert len(queries.find_replies()) == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "đặt tên"), ("text", "Chào {ten}", "Không có trường {ten}"),
        ("procedure", "9.999999", "Không tìm thấy một thủ tục"), ("bases", "9/2030/NĐ-CP", "9/2030/NĐ-CP"),
    ],
)  # fmt: skip
def test_what_is_wrong_comes_back_with_what_was_typed(
    officer: CheckedClient, field: str, value: str, said: str
) -> None:
    answer = officer.post("/tra-loi-mau/moi", data={**SENT, field: value})
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert "150 dpi" in answer.text or field == "text"
    assert queries.find_replies() == []


def test_one_that_rests_on_a_replaced_document_waits_for_an_officer(
    officer: CheckedClient, helpdesk: CheckedClient
) -> None:
    law = factories.document("1/2020/NĐ-CP", expires_on=clock.today())
    reply = making.reply(bases={law.id: None})
    assert "Tạm giữ" in officer.get("/tra-loi-mau?show=withheld").text
    assert "Ký số lỗi" not in officer.part("/tra-loi-mau/chon").text
    assert "câu này vẫn đúng" not in helpdesk.get(f"/tra-loi-mau/{reply.id}").text
    assert helpdesk.post(f"/tra-loi-mau/{reply.id}/ra-soat").status_code == 403
    assert "câu này vẫn đúng" in officer.get(f"/tra-loi-mau/{reply.id}").text
    officer.post(f"/tra-loi-mau/{reply.id}/ra-soat")
    assert "Ký số lỗi" in officer.part("/tra-loi-mau/chon").text


class TestChoosing:
    def test_replies_come_filled_from_the_conversation(self, helpdesk: CheckedClient) -> None:
        business = factories.business("Công ty TNHH Mẫu Sáng")
        conversation = started(business.id, "Em bị lỗi ký số <b>")
        making.reply("Chào", 'Chào {nguoi} "{doanh_nghiep}", {can_bo} đây; hồ sơ {ho_so}.')
        page = helpdesk.part(f"/tra-loi-mau/chon?conversation={conversation}").text
        assert 'id="reply-choice"' in page
        assert "<html" not in page
        assert "Chào Đỗ Lan &#34;Công ty TNHH Mẫu Sáng&#34;, Nguyễn Văn Mẫu đây; hồ sơ ⟨mã hồ sơ⟩." in page
        assert 'data-key="1"' in page
        assert "1 chỗ phải điền" in page

    def test_a_few_statements(self, helpdesk: CheckedClient, count_queries: Callable[[], int]) -> None:
        conversation = started(factories.business().id, "ký số lỗi")
        for number in range(12):
            making.reply(f"Ký số {number}")
        address = f"/tra-loi-mau/chon?q=ky so&conversation={conversation}"
        helpdesk.part(address)
        count_queries()
        page = helpdesk.part(address).text
        assert count_queries() <= 9
        assert page.count("data-insert") == 9

    def test_the_step_that_fits_with_its_address(self, helpdesk: CheckedClient) -> None:
        samples.published("noi-quy")
        for page in (
            helpdesk.part("/tra-loi-mau/buoc?text=đính kèm tệp"),
            helpdesk.post("/tra-loi-mau/buoc", data={"text": "dinh kem tep"}),
        ):
            assert "Bước 3: Đính kèm" in page.text
            assert "http://localhost/huong-dan/noi-quy/dinh-kem" in page.text
            assert 'data-step="dinh-kem"' in page.text
        assert "Chưa thấy bước nào" in helpdesk.part("/tra-loi-mau/buoc?text=thủy sản").text

    def test_without_words_the_last_question_finds_it(self, helpdesk: CheckedClient) -> None:
        samples.published("noi-quy")
        conversation = started(factories.business().id, "em không đính kèm được")
        assert "Đính kèm" in helpdesk.part(f"/tra-loi-mau/buoc?conversation={conversation}").text


def test_a_reply_that_is_sent_is_counted(helpdesk: CheckedClient) -> None:
    reply = making.reply()
    conversation = find_conversation(started(factories.business().id, "a b"))
    assert conversation is not None
    for _ in range(2):  # sent again, it is one message
        talking.say(
            conversation_id=conversation.id, client_id="m2", side=helpdesk_rules.STAFF, text="Cắm lại",
            saved_reply_id=reply.id,
        )  # fmt: skip
    db.session.refresh(reply)
    assert reply.uses == 1


def started(business_id: int, text: str) -> str:
    """The public id of a conversation in which its business said this."""
    made = talking.begin(client_id=f"c{text}", channel=helpdesk_rules.PORTAL, business_id=business_id)
    talking.say(
        conversation_id=made.id, client_id="m1", side=helpdesk_rules.BUSINESS, text=text, person="Đỗ Lan"
    )
    return made.public_id
