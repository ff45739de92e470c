"""The pages of plans: written, decided on, carried out, printed."""

import html
import re
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from outreach.campaigns.models import Plan, PlanItem, PlanTarget
from outreach.database import db
from outreach.documents.models import LegalDocument
from tests import factories
from tests.campaigns.planned import dong_nai, enter
from tests.client import CheckedClient, words_of
from tests.factories import committed

# ── the plan of Đồng Nai, 2023 ───────────────────────────────────────────────────────────────────────────


def paragraphs(page: str) -> list[str]:
    """The paragraphs of a printed document, in their order."""
    paper = page.partition('class="paper"')[2].partition("</article>")[0]
    found = re.findall(r"<(p|h1|h2|h3)\b[^>]*>(.*?)</\1>", paper, re.DOTALL)
    bare = (html.unescape(re.sub(r"<[^>]+>", "", text)) for _tag, text in found)
    return [re.sub(r"\s+", " ", text).strip() for text in bare]


def test_a_whole_plan_is_entered_through_the_pages_and_prints_as_it_was(officer: CheckedClient) -> None:
    words = dong_nai()
    plan_id = enter(officer, words)
    printed = paragraphs(officer.get(f"/ke-hoach/{plan_id}/in").text)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in printed
    body = printed[printed.index("KẾ HOẠCH") :]
    # The original puts a colon behind its last heading only.
    original = [text.rstrip(":") for text in words["document"]]
    assert [text.rstrip(":") for text in body] == original


def test_nothing_of_it_is_squeezed_into_a_remark(officer: CheckedClient) -> None:
    words = dong_nai()
    plan = db.session.get(Plan, enter(officer, words))
    assert plan is not None
    assert [basis.document.number for basis in plan.bases] == ["12/KH-UBND", "13/KH-UBND"]
    assert [basis.document.issued_on for basis in plan.bases] == [date(2023, 1, 12)] * 2
    for name in ("purposes", "requirements", "audiences", "forms", "tasks", "receivers", "funds_place"):
        assert getattr(plan, name) == words[name], name
    assert {content.letter: content.text for content in plan.contents} == words["contents"]
    assert len(plan.contents) == 11
    assert [(unit.name, unit.part) for unit in plan.units] == [
        ("Văn phòng", "leads"), ("Các phòng, bộ phận, đơn vị", "joins")
    ]  # fmt: skip
    assert (plan.funds, plan.signer) == (words["funds"], "Phạm Văn Cường")
    assert plan.signed_as == "KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN"


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_list_says_how_to_begin(officer: CheckedClient, helpdesk: CheckedClient) -> None:
    assert "Soạn kế hoạch đầu tiên" in words_of(officer.get("/ke-hoach"))
    assert "Soạn kế hoạch" not in words_of(helpdesk.get("/ke-hoach"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Kế hoạch 26", "Kế hoạch Chín"}),
        ("?q=ke hoach chin", {"Kế hoạch Chín"}),
        ("?q=225/kh-bql", {"Kế hoạch 26"}),
        ("?q=225/KH-BQL&state=draft", set()),
        ("?year=2025", {"Kế hoạch Chín"}),
        ("?state=approved", {"Kế hoạch 26"}),
        ("?state=toi&year=x&page=-1", {"Kế hoạch 26", "Kế hoạch Chín"}),
        ("?q=%25_", set()),
    ],
)
def test_filters(officer: CheckedClient, query: str, found: set[str]) -> None:
    factories.plan("Kế hoạch 26", 2026, number="225/KH-BQL", state="approved")
    committed(factories.plan("Kế hoạch Chín", 2025))
    page = words_of(officer.part(f"/ke-hoach{query}"))
    assert {title for title in ("Kế hoạch 26", "Kế hoạch Chín") if title in page} == found
    assert ("Không có kế hoạch nào khớp" in page) == (not found)


def test_the_list_takes_the_same_few_queries_at_any_length(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    def statements(size: int) -> int:
        for _ in range(size):
            plan = factories.plan()
            factories.intervention(plan_item_id=factories.plan_item(plan).id)
        db.session.commit()
        officer.get("/ke-hoach")
        count_queries()
        officer.get("/ke-hoach")
        return count_queries()

    assert statements(3) == statements(40) <= 8


def test_a_plan_and_its_progress_take_the_same_few_queries_at_any_length(
    officer: CheckedClient, count_queries: Callable[[], int]
) -> None:
    plan = committed(factories.plan())

    def statements(size: int, address: str) -> int:
        for _ in range(size):
            factories.intervention(plan_item_id=factories.plan_item(plan).id)
        db.session.commit()
        officer.get(address)
        count_queries()
        assert officer.get(address).status_code == 200
        return count_queries()

    for address in (f"/ke-hoach/{plan.id}", f"/ke-hoach/{plan.id}/tien-do", f"/ke-hoach/{plan.id}/in"):
        assert statements(1, address) == statements(20, address) <= 11, address


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_head_comes_back_as_it_was_typed(officer: CheckedClient) -> None:
    factories.plan(number="7/KH-BQL", issued_on=date(2026, 1, 5))
    data = {
        "title": "Kế hoạch mới",
        "starts_on": "31/12/2026",
        "ends_on": "1/1/2026",
        "number": "7/KH-BQL",
        "issued_on": "5/1/2026",
    }
    answer = officer.post("/ke-hoach/moi", data=data)
    assert answer.status_code == 422
    assert "Ngày kết thúc không thể trước ngày bắt đầu" in answer.text
    answer = officer.post("/ke-hoach/moi", data={**data, "ends_on": "31/12/2026"})
    assert answer.status_code == 422
    assert "Số này đã dùng cho kế hoạch khác" in answer.text
    assert "Kế hoạch mới" in answer.text


def test_two_at_one_part_do_not_overwrite_each_other(officer: CheckedClient) -> None:
    plan = committed(factories.plan())
    address = f"/ke-hoach/{plan.id}/sua/muc-dich"
    answer = officer.post(address, data={"text": "Của tôi", "seen": "cũ"})
    assert answer.status_code == 422
    assert "Người khác vừa sửa phần này" in answer.text
    assert "Của tôi" in answer.text
    db.session.refresh(plan)
    assert plan.purposes == ["Nâng cao tỷ lệ hồ sơ trực tuyến."]


def test_a_basis_comes_from_the_register_or_is_entered_at_once(officer: CheckedClient) -> None:
    factories.document("61/2018/NĐ-CP")
    plan = committed(factories.plan())
    address = f"/ke-hoach/{plan.id}/can-cu"
    assert officer.post(address, data={"number": "nđ 61/2018/nd-cp"}).status_code == 303
    twice = officer.post(address, data={"number": "61/2018/NĐ-CP"})
    assert "Kế hoạch đã dẫn văn bản này" in twice.text
    unknown = officer.post(address, data={"number": "99/KH-UBND"})
    assert unknown.status_code == 422
    assert "Chưa có văn bản số này" in unknown.text
    new = {"number": "99/KH-UBND", "kind": "plan", "title": "Cải cách hành chính", "issued_on": "2/1/2026"}
    assert officer.post(address, data=new).status_code == 303
    made = db.session.scalars(select(LegalDocument).where(LegalDocument.number == "99/KH-UBND")).one()
    assert made.issued_on == date(2026, 1, 2)
    assert "99/KH-UBND" in words_of(officer.get(address))
    assert officer.post(f"{address}/{made.id}/bo").status_code == 303
    assert "99/KH-UBND" not in words_of(officer.get(f"/ke-hoach/{plan.id}"))


def test_a_replaced_basis_asks_for_a_look_and_is_cited_where_the_document_stands(
    officer: CheckedClient,
) -> None:
    old, new = factories.document("61/2018/NĐ-CP"), factories.document("118/2025/NĐ-CP")
    plan = committed(factories.plan("Kế hoạch dựa vào nghị định"))
    officer.post(f"/ke-hoach/{plan.id}/can-cu", data={"number": "61/2018/NĐ-CP"})
    assert "cần rà soát" not in words_of(officer.get("/ke-hoach"))
    officer.post(f"/van-ban/{old.id}/thay-the", data={"number": new.number})
    assert "cần rà soát" in words_of(officer.get("/ke-hoach"))
    assert "Cần rà soát: căn cứ 61/2018/NĐ-CP" in words_of(officer.get(f"/ke-hoach/{plan.id}"))
    assert "Kế hoạch dựa vào nghị định" in words_of(officer.get(f"/van-ban/{old.id}"))


def test_targets_with_counts_with_a_share_and_with_a_band(officer: CheckedClient) -> None:
    plan = committed(factories.plan())
    address = f"/ke-hoach/{plan.id}/chi-tieu/moi"
    data = {"outcome": "online", "goal_from": "30%", "due_on": "31/12/2026"}
    assert (
        officer.post(address, data={**data, "baseline_number": "91", "baseline_total": "301"}).status_code
        == 303
    )
    assert (
        officer.post(
            address, data={**data, "baseline_share": "15", "goal_from": "15", "goal_to": "30"}
        ).status_code
        == 303
    )
    page = words_of(officer.get(f"/ke-hoach/{plan.id}"))
    assert "91/301 (30,23%)" in page
    assert "từ 15,00% đến 30,00%" in page
    for wrong, said in (
        ({"baseline_number": "91"}, "cần cả hai số"),
        ({"baseline_number": "9", "baseline_total": "3"}, "không thể lớn hơn"),
        ({"goal_to": "20"}, "không thể nhỏ hơn mức dưới"),
        ({"goal_from": "130"}, "Tỷ lệ từ 0 đến 100%"),
        ({"due_on": "1/1/2030"}, "trong thời gian của kế hoạch"),
    ):
        answer = officer.post(address, data={**data, **wrong})
        assert answer.status_code == 422
        assert said in answer.text
    target = db.session.scalars(select(PlanTarget)).first()
    assert target is not None
    assert (
        officer.post(f"/ke-hoach/chi-tieu/{target.id}", data={**data, "goal_from": "45,5"}).status_code == 303
    )
    assert "45,50%" in words_of(officer.get(f"/ke-hoach/{plan.id}"))
    officer.post(f"/ke-hoach/chi-tieu/{target.id}/bo")
    assert "45,50%" not in words_of(officer.get(f"/ke-hoach/{plan.id}"))


def line(**values: object) -> dict[str, object]:
    return {
        "title": "Phát tờ rơi", "type": "other", "channel": "leaflet", "audience": "businesses",
        "contents": ["g", "e"], "year": "2026", "quarter": "2", "times": "3", "leader": "Văn phòng",
        "partners": "Công đoàn", "cost_planned_vnd": "6.000.000", **values,
    }  # fmt: skip


def test_a_line_takes_its_type_from_its_channel(officer: CheckedClient) -> None:
    plan = committed(factories.plan())
    assert officer.post(f"/ke-hoach/{plan.id}/viec/moi", data=line()).status_code == 303
    item = db.session.scalars(select(PlanItem)).one()
    assert (item.type, item.quarter, item.times, item.contents) == ("leaflet", 2, 3, ["e", "g"])
    page = officer.get(f"/ke-hoach/viec/{item.id}").text
    assert '<option selected value="2">' in page
    assert officer.post(f"/ke-hoach/viec/{item.id}", data=line(quarter="")).status_code == 303
    assert "cả năm 2026" in words_of(officer.get(f"/ke-hoach/{plan.id}"))
    assert officer.post(f"/ke-hoach/viec/{item.id}", data=line(times="0")).status_code == 422
    assert officer.post(f"/ke-hoach/viec/{item.id}", data=line(contents=["đ"])).status_code == 422
    officer.post(f"/ke-hoach/viec/{item.id}/bo")
    assert db.session.scalars(select(PlanItem)).all() == []


# ── deciding ─────────────────────────────────────────────────────────────────────────────────────────────


def test_from_the_draft_to_the_leader_and_back_and_approved(
    officer: CheckedClient, leader: CheckedClient
) -> None:
    plan = committed(factories.plan())
    home = f"/ke-hoach/{plan.id}"
    assert "Duyệt kế hoạch" not in words_of(leader.get(home))
    officer.post(f"{home}/trinh")
    assert "Duyệt kế hoạch" in words_of(leader.get(home))
    assert officer.get(f"{home}/sua/muc-dich").status_code == 303
    assert leader.post(f"{home}/tra-lai", data={"because": ""}).status_code == 422
    leader.post(f"{home}/tra-lai", data={"because": "Thiếu chỉ tiêu"})
    assert "Thiếu chỉ tiêu" in words_of(officer.get(home))
    officer.post(f"{home}/trinh")
    officer.post(f"{home}/rut")
    leader.post(f"{home}/duyet")
    db.session.refresh(plan)
    assert plan.state == "draft", "what was taken back is not approved"
    officer.post(f"{home}/trinh")
    leader.post(f"{home}/duyet")
    db.session.refresh(plan)
    assert (plan.state, plan.approved_by_id) == ("approved", leader.user.id if leader.user else None)


def test_an_approved_plan_stays_as_it_is_and_a_new_version_is_a_copy(
    officer: CheckedClient, leader: CheckedClient
) -> None:
    plan = factories.plan(state="approved")
    item, target = factories.plan_item(plan), factories.plan_target(plan)
    home = f"/ke-hoach/{committed(plan).id}"
    for address in (
        f"{home}/sua/muc-dich", f"{home}/sua", f"{home}/can-cu", f"{home}/viec/moi", f"{home}/chi-tieu/moi",
        f"/ke-hoach/viec/{item.id}", f"/ke-hoach/viec/{item.id}/bo", f"/ke-hoach/chi-tieu/{target.id}",
        f"/ke-hoach/chi-tieu/{target.id}/bo", f"{home}/trinh", f"{home}/xoa",
    ):  # fmt: skip
        answer = officer.post(address, data={"text": "khác", "title": "khác"})
        assert answer.status_code in (303, 422), address
    db.session.refresh(plan)
    assert plan.purposes == ["Nâng cao tỷ lệ hồ sơ trực tuyến."]
    assert (len(plan.items), len(plan.targets), plan.state) == (1, 1, "approved")
    assert (
        officer.post(f"{home}/cap-so", data={"number": "8/KH-BQL", "issued_on": "5/1/2026"}).status_code
        == 303
    )
    again = officer.post(f"{home}/cap-so", data={"number": "9/KH-BQL", "issued_on": "5/1/2026"})
    assert again.status_code == 422
    copy = db.session.get(Plan, int(officer.post(f"{home}/ban-moi").location.rsplit("/", 1)[1]))
    assert copy is not None
    assert (copy.state, copy.number, copy.approved_at) == ("draft", None, None)
    assert [one.title for one in copy.items] == ["Tập huấn doanh nghiệp"]
    assert (copy.purposes, len(copy.targets)) == (plan.purposes, 1)


def test_a_draft_can_be_removed_and_what_was_done_for_it_stays(officer: CheckedClient) -> None:
    plan = factories.plan()
    done = committed(factories.intervention(plan_item_id=factories.plan_item(plan).id))
    assert officer.post(f"/ke-hoach/{plan.id}/xoa").status_code == 303
    db.session.refresh(done)
    assert done.plan_item_id is None


def test_an_empty_plan_is_not_handed_in(officer: CheckedClient) -> None:
    plan = committed(factories.plan(purposes=[]))
    page = words_of(officer.get(officer.post(f"/ke-hoach/{plan.id}/trinh").location))
    assert "Kế hoạch chưa có mục đích, nội dung hay việc nào" in page
