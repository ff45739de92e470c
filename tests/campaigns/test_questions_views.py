"""Questions of dialogues: who answers by when, and what a business finds of its own."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from outreach import clock
from outreach.accounts.models import Role
from outreach.campaigns.models import Intervention, Question
from outreach.database import db
from outreach.notices.models import Notice
from tests import factories
from tests.client import CheckedClient, words_of
from tests.factories import committed

ASKED = {"text": "Nộp lại bản giấy không?", "answers": "Bộ phận Một cửa"}


@pytest.fixture
def dialogue(officer: CheckedClient) -> Intervention:
    """A dialogue."""
    return committed(factories.intervention("dialogue", title="Đối thoại quý I"))


def test_a_question_is_asked_answered_and_read_by_its_business(
    officer: CheckedClient, dialogue: Intervention, sign_in_as: Callable[..., CheckedClient]
) -> None:
    mine, theirs = factories.business(tax_code="0777345281"), factories.business()
    clerk, other = (sign_in_as(factories.user(Role.BUSINESS, of=one)) for one in (mine, theirs))
    data = ASKED | {"business": "0777345281", "due_on": f"{clock.today() - timedelta(days=1):%d/%m/%Y}"}
    answer = officer.post(f"/hoat-dong/{dialogue.id}/cau-hoi/them", data=data | {"again": "1"})
    assert answer.location.endswith("/cau-hoi/them")
    question = db.session.query(Question).one()
    assert "quá hẹn" in words_of(officer.get("/doi-thoai/cau-hoi?state=overdue"))
    assert "chưa trả lời" in words_of(officer.get(f"/hoat-dong/{dialogue.id}/cau-hoi"))
    url = f"/doi-thoai/cau-hoi/{question.id}"
    answered = {**data, "answer": "Không cần bản giấy."}
    assert officer.post(url, data=answered).status_code == 303
    db.session.refresh(question)
    assert question.answered_on == clock.today()
    assert "Không cần bản giấy." in words_of(clerk.get("/doi-thoai/cau-hoi"))
    assert officer.post(url, data=answered | {"answer": "Không cần bản giấy nữa."}).status_code == 303
    [notice] = db.session.query(Notice)
    assert (notice.business_id, notice.text) == (mine.id, ASKED["text"])
    assert "Không cần" not in words_of(other.get("/doi-thoai/cau-hoi"))
    assert "Nộp lại" not in words_of(officer.get("/doi-thoai/cau-hoi?state=open"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": ""}, "Anh/Chị ghi câu hỏi"),
        ({"answers": ""}, "Anh/Chị ghi ai sẽ trả lời"),
        ({"business": "Công ty không ai biết"}, "Không tìm thấy doanh nghiệp"),
        ({"due_on": "31/02/2026"}, ""),
        ({"answered_on": "05/03/2026"}, "Anh/Chị ghi câu trả lời"),
        (
            {"answer": "Có", "answered_on": f"{clock.today() + timedelta(days=2):%d/%m/%Y}"},
            "không thể ở tương lai",
        ),
    ],
)
def test_a_wrong_question_comes_back_as_typed(
    officer: CheckedClient, dialogue: Intervention, changed: dict[str, str], said: str
) -> None:
    answer = officer.post(
        f"/hoat-dong/{dialogue.id}/cau-hoi/them", data=ASKED | {"asked_by": "Ông Mẫu"} | changed
    )
    assert answer.status_code == 422
    assert said in words_of(answer)
    assert 'value="Ông Mẫu"' in answer.text
    assert db.session.query(Question).count() == 0


def test_filters_and_deleting(officer: CheckedClient, dialogue: Intervention) -> None:
    mine = factories.question(dialogue, text="Của tôi?", owner_id=officer.user.id)  # type: ignore[union-attr]
    committed(factories.question(dialogue, text="Của người khác?"))
    words = words_of(officer.part("/doi-thoai/cau-hoi?owner=me"))
    assert "Của tôi?" in words
    assert "Của người khác?" not in words
    assert officer.post(f"/doi-thoai/cau-hoi/{mine.id}/xoa").status_code == 303
    assert db.session.query(Question).count() == 1


def test_nothing_asked_yet(officer: CheckedClient, clerk: CheckedClient, dialogue: Intervention) -> None:
    assert "Chưa có câu hỏi nào" in words_of(officer.get("/doi-thoai/cau-hoi"))
    assert "Chưa có câu hỏi nào" in words_of(clerk.get("/doi-thoai/cau-hoi"))
    assert "Ghi câu hỏi đầu tiên" in words_of(officer.get(f"/hoat-dong/{dialogue.id}/cau-hoi"))
