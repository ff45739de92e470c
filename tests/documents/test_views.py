"""The pages of the register of documents."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from outreach.documents import actions, citations, queries
from tests import factories
from tests.client import CheckedClient, words_of

SENT = {
    "kind": "decree", "number": "118/2025/NĐ-CP", "title": "Cơ chế một cửa", "issuer": "Chính phủ",
    "issued_on": "09/06/2025", "in_force_on": "", "expires_on": "", "url": "https://vanban.chinhphu.vn/118",
    "seen_on": "05/03/2026",
}  # fmt: skip


@pytest.fixture
def cited(app: Flask) -> Iterator[int]:
    """The id of a document that something cites."""
    document_id = factories.document("42/2022/NĐ-CP").id
    one = citations.Citing(document_id, "Bài hướng dẫn mẫu", "documents.index")
    citations.register("tests", lambda ids: [one] if document_id in ids else [])
    yield document_id
    del citations._queries["tests"]


def test_an_officer_adds_one_finds_it_and_corrects_it(officer: CheckedClient) -> None:
    assert "Chưa có văn bản nào" in officer.get("/van-ban").text
    answer = officer.post("/van-ban/moi", data=SENT)
    assert answer.status_code == 303
    page = words_of(officer.get(answer.location))
    assert "Nghị định 118/2025/NĐ-CP" in page
    assert "09/06/2025" in page
    assert "Còn hiệu lực" in page
    assert "118/2025" in officer.part("/van-ban?q=118/2025/nd-cp").text
    assert "Không tìm thấy" in officer.get("/van-ban?q=119/2025").text
    form = officer.get(f"{answer.location}/sua").text
    seen = form.split('name="seen"')[1].split('value="')[1].split('"')[0]
    changed = officer.post(f"{answer.location}/sua", data={**SENT, "seen": seen, "title": "Một cửa"})
    assert changed.status_code == 303
    late = officer.post(f"{answer.location}/sua", data={**SENT, "seen": seen, "title": "Đè lên"})
    assert late.status_code == 422
    assert "Người khác vừa sửa" in late.text
    assert "Đè lên" in late.text
    assert queries.search("118/2025")[0].title == "Một cửa"


def test_a_number_that_is_there_comes_back_with_what_was_typed(officer: CheckedClient) -> None:
    factories.document("118/2025/ND-CP")
    answer = officer.post("/van-ban/moi", data=SENT)
    assert answer.status_code == 422
    assert "đã có trong danh mục" in answer.text
    assert "Cơ chế một cửa" in answer.text


def test_a_replaced_document_names_what_is_to_be_looked_at(
    officer: CheckedClient, leader: CheckedClient, cited: int
) -> None:
    factories.document("224/2026/NĐ-CP")
    page = f"/van-ban/{cited}"
    assert "Bài hướng dẫn mẫu" in leader.get(page).text
    assert officer.post(f"{page}/thay-the", data={"number": "1/1999/NĐ-CP"}).status_code == 422
    assert officer.post(f"{page}/thay-the", data={"number": "224/2026/nd-cp"}).status_code == 303
    shown = words_of(leader.get(page))
    assert "Đã được thay thế" in shown
    assert "1 nơi còn dẫn văn bản này" in shown
    assert "bởi 224/2026/NĐ-CP" in words_of(leader.get("/van-ban?state=replaced"))
    assert officer.post(f"{page}/bo-thay-the").status_code == 303
    assert "Còn hiệu lực" in words_of(leader.get(page))


def test_deleting_is_asked_first_and_refused_while_cited(officer: CheckedClient, cited: int) -> None:
    assert "Xóa văn bản?" in officer.get(f"/van-ban/{cited}/xoa").text
    answer = officer.post(f"/van-ban/{cited}/xoa")
    assert "Còn 1 nơi dẫn" in words_of(officer.get(answer.location))
    other = factories.document().id
    assert officer.post(f"/van-ban/{other}/xoa").location == "/van-ban"
    assert officer.get(f"/van-ban/{other}").status_code == 404


def test_the_list_asks_the_database_the_same_however_long(
    leader: CheckedClient, count_queries: Callable[[], int]
) -> None:
    actions.load_shipped()
    leader.get("/van-ban")
    count_queries()
    assert leader.get("/van-ban").status_code == 200
    assert count_queries() <= 10
