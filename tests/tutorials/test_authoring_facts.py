"""Writing what stands around the steps: facts with their sources, questions with their answers."""

from outreach.tutorials import queries
from tests import factories
from tests.client import CheckedClient
from tests.tutorials import samples
from tests.tutorials.authoring import FACTS, at, now, seen


def test_facts_are_saved_with_documents_and_sources(officer: CheckedClient) -> None:
    version = samples.draft()
    document = factories.document("118/2025/NĐ-CP")
    url = at(version, "/thong-tin")
    sent = {**FACTS, "seen": seen(officer, url), "checked_on": "18/7/2026", "valid_from": "01/07/2026"}
    asked = officer.post(
        url, data={**sent, "do": "cite", "add_document": "nd 118/2025/nd-cp", "title": "Gõ dở"}
    )
    assert asked.status_code == 200
    assert "Gõ dở" in asked.text
    assert f'value="{document.id}"' in asked.text
    unknown = officer.post(url, data={**sent, "do": "cite", "add_document": "1/1"})
    assert unknown.status_code == 422
    sent |= {
        "cites": str(document.id),
        "sources": "Trang thủ tục | https://dichvucong.gov.vn/x | 18/07/2026\nSổ tay",
    }
    assert officer.post(url, data=sent).status_code == 303
    content = now(version)
    assert queries.cited_ids(version.id) == [document.id]
    assert [source.text for source in content.sources] == ["Trang thủ tục", "Sổ tay"]
    assert str(content.sources[0].seen_on) == "2026-07-18"
    bad = {**sent, "seen": seen(officer, url), "valid_to": "01/01/2020"}
    assert officer.post(url, data=bad).status_code == 422
    bad = {**sent, "seen": seen(officer, url), "sources": "Nguồn | hôm qua"}
    assert officer.post(url, data=bad).status_code == 422


def test_facts_by_two_authors_stand_side_by_side(
    officer: CheckedClient, administrator: CheckedClient
) -> None:
    version = samples.draft()
    url = at(version, "/thong-tin")
    first, second = seen(officer, url), seen(administrator, url)
    officer.post(url, data={**FACTS, "seen": first, "prepare": "- của người thứ nhất"})
    told = administrator.post(url, data={**FACTS, "seen": second, "prepare": "- của người thứ hai"})
    assert told.status_code == 422
    assert "- của người thứ nhất" in told.text
    assert "- của người thứ hai" in told.text
    assert now(version).prepare == "- của người thứ nhất"


def test_questions_are_saved_and_told_what_they_lack(officer: CheckedClient) -> None:
    version = samples.draft()
    url = at(version, "/cau-hoi")
    sent = {
        "seen": seen(officer, url),
        "question_1": "Ai quét mã?",
        "option_1_1": "Nhân viên",
        "option_1_3": "Người đại diện",
        "right_1": "3",
        "why_1": "Tài khoản tổ chức.",
        "question_2": "Tệp gì?",
        "option_2_1": "PDF",
        "option_2_2": "Ảnh",
        "right_2": "1",
        "option_en_2_1": "PDF",
    }
    for lacking in (
        {"right_1": "2"},
        {"option_2_2": ""},
        {"question_1": ""},
        {"right_2": ""},
        {"right_2": "x"},
    ):
        back = officer.post(url, data={**sent, **lacking})
        assert back.status_code == 422, lacking
        assert "Tài khoản tổ chức." in back.text
    assert officer.post(url, data=sent).status_code == 303
    first, second = now(version).questions
    assert (first.right, [o.text for o in first.options]) == (1, ["Nhân viên", "Người đại diện"])
    assert second.options[0].text_en == "PDF"
    assert officer.post(url, data=sent).status_code == 422, "saved since"
