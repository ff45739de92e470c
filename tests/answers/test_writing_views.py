"""From a conversation to everybody: the pages of staff."""

from collections.abc import Callable
from typing import Any

import pytest

from outreach import clock
from outreach.accounts.models import AccessRecord
from outreach.answers import queries, rules
from outreach.database import db
from outreach.helpdesk import actions as talking
from outreach.helpdesk import rules as helpdesk_rules
from tests import factories
from tests.answers import making
from tests.client import CheckedClient, words_of
from tests.tutorials import samples

QUESTION = "Chị Lan bên Mẫu Sáng hỏi: ký số báo không tìm thấy chứng thư?"
ANSWER = "Chị gọi 0912 345 678. **Cắm lại** USB rồi bấm Ký số."


def sent(**values: Any) -> dict[str, Any]:
    return {
        "question": QUESTION, "answer": ANSWER, "kind": "entry", "language": "vi", "procedure": "",
        "step": "", "bases": "", "source": "", "seen": "", **values,
    }  # fmt: skip


def looks() -> int:
    """How often staff looked at a conversation, as written down."""
    return db.session.query(AccessRecord).filter_by(what="conversation.view").count()


def conversation() -> str:
    business = factories.business("Công ty TNHH Mẫu Sáng", tax_code="2300123456")
    version = samples.published("noi-quy")
    made = talking.begin(
        client_id="c1", channel=helpdesk_rules.PORTAL, business_id=business.id,
        about=talking.About(tutorial_id=version.tutorial_id, version_id=version.id, step_key="dang-nhap"),
    )  # fmt: skip
    talking.say(
        conversation_id=made.id, client_id="m1", side=helpdesk_rules.BUSINESS, text=QUESTION,
        person="Đỗ Thị Lan",
    )  # fmt: skip
    return made.public_id


def test_from_a_message_to_a_note_at_the_step(
    helpdesk: CheckedClient, leader: CheckedClient, anonymous: CheckedClient
) -> None:
    law = factories.document("23/2025/NĐ-CP", url="https://vanban.chinhphu.vn/23")
    source = conversation()
    sent_along = helpdesk.post("/hoi-dap/soan/moi", data={"copy": "1", "source": source, "answer": ANSWER})
    assert sent_along.status_code == 200
    assert "0912 345 678" in sent_along.text
    form = helpdesk.get(f"/hoi-dap/soan/moi?source={source}")
    assert looks() == 1
    assert QUESTION in words_of(form), "what its business said last"
    assert '<option selected value="noi-quy/dang-nhap">' in form.text
    saved = helpdesk.post(
        "/hoi-dap/soan/moi",
        data=sent(source=source, kind="step_note", step="noi-quy/dang-nhap", bases="23/2025/NĐ-CP, Điều 3"),
    )
    assert saved.status_code == 303
    page = helpdesk.get(saved.location)
    assert page.text.count("<mark") == 3
    helpdesk.post(f"{saved.location}/da-bo-ten")
    assert "Còn chỗ cho biết ai đã hỏi" in words_of(helpdesk.get(saved.location))
    helpdesk.post(f"{saved.location}/bo-ten")
    page = helpdesk.get(saved.location)
    assert "[số điện thoại]" in page.text
    seen = page.text.split('name="seen" value="')[1].split('"')[0]
    helpdesk.post(f"{saved.location}/da-bo-ten", data={"seen": seen})
    assert "người viết không tự duyệt" in words_of(helpdesk.get(saved.location))
    leader.post(f"{saved.location}/duyet")
    assert "Căn cứ" not in anonymous.get("/huong-dan/noi-quy/dang-nhap").text
    leader.post(f"{saved.location}/dang")
    step = words_of(anonymous.get("/huong-dan/noi-quy/dang-nhap"))
    assert "Hay hỏi ở bước này" in step
    assert "Cắm lại USB" in step
    assert "Cắm lại USB" in words_of(anonymous.get("/huong-dan/noi-quy/dang-nhap/ket"))
    for words in (step, words_of(anonymous.get("/hoi-dap")), words_of(helpdesk.get(saved.location))):
        for secret in ("Mẫu Sáng", "0912 345 678", "Lan bên"):
            assert secret not in words
    assert law.number in words_of(helpdesk.get(saved.location))


def test_a_new_version_has_the_text_at_hand(officer: CheckedClient) -> None:
    version = samples.published("noi-quy")
    answer = making.approved(
        "Ký ở đâu?", "Ký ở máy có USB.", kind="version", step=(version.tutorial_id, "dinh-kem")
    )
    db.session.commit()
    way = officer.post(f"/hoi-dap/soan/{answer.id}/ban-moi")
    assert way.location == f"/soan/{version.tutorial_id}/2/buoc/dinh-kem"
    editor = words_of(officer.get(way.location))
    assert "Cần đưa vào bước này" in editor
    assert "Ký ở máy có USB." in editor
    assert "Cần đưa vào bước này" not in officer.get(f"/soan/{version.tutorial_id}/2/buoc/mo-cong").text
    assert "bản 2" in words_of(officer.get(f"/hoi-dap/soan/{answer.id}"))


def test_steps_are_taken_back_and_reasons_asked_for(officer: CheckedClient) -> None:
    answer = making.approved()
    db.session.commit()
    address = f"/hoi-dap/soan/{answer.id}"
    officer.post(f"{address}/lui")
    assert answer.state == "redacted"
    refused = officer.post(f"{address}/go", data={"because": ""})
    assert refused.status_code == 422
    assert "ghi lý do gỡ" in refused.text
    officer.post(f"{address}/go", data={"because": "Trùng câu khác"})
    assert "Trùng câu khác" in officer.get(address).text
    officer.post(f"{address}/lay-lai")
    assert answer.state == "draft"


def test_the_second_of_two_editors_keeps_what_was_typed(officer: CheckedClient) -> None:
    answer = making.draft()
    address = f"/hoi-dap/soan/{answer.id}/sua"
    page = officer.get(address).text
    seen = page.split('name="seen"')[1].split('value="')[1].split('"')[0]
    values = sent(seen=seen, question="Câu mới?", answer="Lời một", needs_no_basis="y")
    assert officer.post(address, data=values).status_code == 303
    late = officer.post(address, data={**values, "answer": "Lời hai"})
    assert late.status_code == 422
    assert "Lời hai" in late.text
    assert queries.get_answer(answer.id).answer == "Lời một"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"question": ""}, "viết câu hỏi"), ({"kind": "step_note"}, "chọn bước"),
        ({"step": "khong-co/buoc"}, "Không có bước này"), ({"bases": "9/2030/NĐ-CP"}, "chưa có văn bản"),
        ({"answer": "a" * 6001}, "6.000"), ({"procedure": "9.999999"}, "Không tìm thấy một thủ tục"),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_comes_back(officer: CheckedClient, values: dict[str, str], said: str) -> None:
    answer = officer.post("/hoi-dap/soan/moi", data=sent(**values))
    assert answer.status_code == 422
    assert said in words_of(answer)


def test_in_another_language(officer: CheckedClient) -> None:
    answer = making.published()
    db.session.commit()
    form = officer.get(f"/hoi-dap/soan/moi?original={answer.id}").text
    assert '<option selected value="en">' in form
    assert answer.answer in form
    saved = officer.post(
        "/hoi-dap/soan/moi",
        data=sent(
            question="No certificate?",
            answer="Plug it in.",
            language="en",
            original=answer.id,
            needs_no_basis="y",
        ),
    )
    made = queries.get_answer(int(saved.location.rsplit("/", 1)[1]))
    assert made is not None
    assert made.original_id == answer.id
    assert "Bản tiếng Anh" in officer.get(f"/hoi-dap/soan/{answer.id}").text


def test_held_back_until_an_officer_has_looked(officer: CheckedClient, leader: CheckedClient) -> None:
    law = factories.document("1/2020/NĐ-CP")
    answer = making.published(bases={law.id: None})
    law.expires_on = clock.today()
    db.session.commit()
    assert "Tạm giữ" in officer.get("/hoi-dap/soan?show=withheld").text
    assert "vẫn đúng" not in leader.get(f"/hoi-dap/soan/{answer.id}").text
    officer.post(f"/hoi-dap/soan/{answer.id}/ra-soat")
    assert "Không có câu nào ở đây" in officer.get("/hoi-dap/soan?show=withheld").text


def test_lists_take_few_statements(officer: CheckedClient, count_queries: Callable[[], int]) -> None:
    costs: dict[str, list[int]] = {}
    law = factories.document()
    for many in (1, 9):
        for number in range(many):
            making.published(f"Câu {many} {number}?", bases={law.id: None})
            making.reply(f"Trả lời {many} {number}", bases={law.id: None})
        db.session.commit()
        for address in (
            "/hoi-dap",
            "/hoi-dap/soan",
            "/tra-loi-mau",
            "/hoi-dap?q=cau",
            "/tra-loi-mau?q=tra loi",
        ):
            officer.get(address)
            count_queries()
            officer.get(address)
            costs.setdefault(address, []).append(count_queries())
    for address, (few, lot) in costs.items():
        assert few == lot <= 8, address


def test_a_note_says_what_happened_before_and_after(officer: CheckedClient) -> None:
    version = samples.published("noi-quy")
    answer = making.published(kind=rules.STEP_NOTE, step=(version.tutorial_id, "dinh-kem"))
    db.session.commit()
    assert "cần ít nhất một ngày trọn vẹn" in words_of(officer.get(f"/hoi-dap/soan/{answer.id}"))
    answer.published_at = clock.now().replace(year=clock.now().year - 1)
    db.session.commit()
    page = words_of(officer.get(f"/hoi-dap/soan/{answer.id}"))
    assert "Ít quá để nói gì" in page
    assert "chưa nói vì sao" in page
