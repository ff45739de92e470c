"""Pages of receipts: who sees what, without an account and with one, and the counter's morning."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from outreach import clock
from outreach.accounts import rules as account_rules
from outreach.accounts.models import AccessRecord, Role, User
from outreach.catalogue.models import DossierRedo, RedoReason
from outreach.database import db
from outreach.receipts.models import Receipt, SeenCode
from tests import factories
from tests.client import CheckedClient, words_of

CODE = "000.17.22.H56-260305-0042"
DAY, DUE = date(2026, 3, 5), date(2026, 3, 19)
STRANGER = {"code": CODE, "tax_code": "0312345678", "phone": "0912 345 678"}


def entered(response: TestResponse) -> str:
    """The receipt's address after a code was entered."""
    assert response.status_code == 303, words_of(response)
    return str(response.headers["Location"])


def field_of(page: TestResponse, name: str) -> str:
    """What the page's form sends of its own accord."""
    found = re.search(f'name="{name}" value="([^"]+)"', page.text)
    assert found
    return found.group(1)


def only() -> Receipt:
    return db.session.scalars(select(Receipt)).one()


# ── without an account ───────────────────────────────────────────────────────────────────────────────────


def test_a_code_without_an_account_gives_a_private_link(anonymous: CheckedClient) -> None:
    address = entered(anonymous.post("/bien-nhan", data=STRANGER))
    page = anonymous.get(address)
    assert page.status_code == 200
    said = words_of(page)
    assert "Chưa thấy" in said
    assert "không được tiếp nhận" not in said.lower()
    assert "lưu lại liên kết" in said
    assert "1800 1096" in said
    bare, key = address.split("?key=")
    assert f'data-copy="http://localhost{address}"' in anonymous.get(address).text, "to keep it"
    assert len(key) >= 43
    for wrong in (bare, f"{bare}?key=", f"{bare}?key={key[:-1]}", f"{bare}?key={key}x", f"{bare}?key=%00"):
        assert anonymous.get(wrong).status_code == 404


def test_a_form_sent_twice_without_an_account_makes_one_receipt(anonymous: CheckedClient) -> None:
    sent = {**STRANGER, "client_id": field_of(anonymous.get("/bien-nhan"), "client_id")}
    first, again = (entered(anonymous.post("/bien-nhan", data=sent)) for _press in range(2))
    assert first == again == f"/bien-nhan/{only().public_id}?key={first.split('?key=')[1]}"
    assert anonymous.get(first).status_code == 200
    other = entered(anonymous.post("/bien-nhan", data={**sent, "code": f"{CODE}9"}))
    assert other.split("?key=")[1] != first.split("?key=")[1], "another code from the same page"
    stranger = field_of(anonymous.get("/bien-nhan"), "client_id")
    assert entered(anonymous.post("/bien-nhan", data={**sent, "client_id": stranger})) != first


def test_what_happened_on_one_day_is_told_in_its_order(anonymous: CheckedClient) -> None:
    filed = clock.today().strftime("%d/%m/%Y")
    address = entered(anonymous.post("/bien-nhan", data={**STRANGER, "filed_on": filed}))
    page = words_of(anonymous.get(address))
    assert page.index("Anh/Chị nộp trên Cổng") < page.index("Anh/Chị nhập mã")


def test_a_strangers_code_tells_nothing_but_that_it_was_seen(anonymous: CheckedClient) -> None:
    theirs = factories.business("Công ty Bí Mật")
    procedure = factories.procedure("Thủ tục bí mật")
    factories.dossier(theirs, DAY, code=CODE, due_on=DUE, procedure_id=procedure.id, applicant="Bí Mật")
    said = words_of(anonymous.get(entered(anonymous.post("/bien-nhan", data=STRANGER))))
    assert "Đã thấy trên hệ thống" in said
    for secret in (
        "Bí Mật",
        "bí mật",
        "19/03/2026",
        "05/03/2026",
        "sổ ghi",
        "có trong sổ hồ sơ",
        theirs.tax_code,
    ):
        assert secret not in said


def test_a_strangers_code_in_the_register_and_one_in_a_list_read_the_same(anonymous: CheckedClient) -> None:
    factories.dossier(factories.business(), DAY, code=CODE, due_on=DUE)
    factories.seen_code("H56-210531-0002")
    pages = []
    for code in (CODE, "H56-210531-0002"):
        page = words_of(anonymous.get(entered(anonymous.post("/bien-nhan", data={**STRANGER, "code": code}))))
        page = re.sub(r"\d\d/\d\d/\d{4} \d\d:\d\d", "AT", page.replace(code, "CODE"))
        pages.append(re.sub(r"/bien-nhan/\S+", "LINK", page))
    assert pages[0] == pages[1]


def test_the_dossiers_own_tax_code_opens_nothing_and_the_page_says_what_to_do(
    anonymous: CheckedClient, sign_in_as: Callable[[User], CheckedClient]
) -> None:
    mine = factories.business()
    factories.dossier(mine, DAY, code=CODE, due_on=DUE, status="supplement_asked")
    address = entered(anonymous.post("/bien-nhan", data={**STRANGER, "tax_code": mine.tax_code}))
    said = words_of(anonymous.get(address))
    assert "Đã thấy trên hệ thống" in said
    for secret in ("19/03/2026", "bổ sung", "05/03/2026"):
        assert secret not in said
    assert "đăng nhập" in said
    assert "gắn biên nhận" in said
    assert CODE not in words_of(sign_in_as(factories.user(Role.BUSINESS, of=mine)).get("/bien-nhan"))


def test_the_phone_of_a_known_person_opens_the_dossier(anonymous: CheckedClient) -> None:
    mine = factories.business()
    factories.contact(mine, phone="0912345678")
    factories.dossier(mine, DAY, code=CODE, due_on=DUE, status="supplement_asked")
    address = entered(anonymous.post("/bien-nhan", data={**STRANGER, "tax_code": mine.tax_code}))
    said = words_of(anonymous.get(address))
    assert "19/03/2026" in said
    assert "chờ Anh/Chị bổ sung" in said
    assert mine.name not in said


@pytest.mark.parametrize(
    "missing", [{"code": ""}, {"tax_code": ""}, {"phone": ""}, {"phone": "123"}, {"code": "<b>1234</b>"}]
)
def test_what_is_missing_comes_back_as_typed(anonymous: CheckedClient, missing: dict[str, str]) -> None:
    response = anonymous.post("/bien-nhan", data={**STRANGER, **missing})
    assert response.status_code == 422
    assert "Anh/Chị xem lại giúp" in words_of(response)
    assert db.session.scalars(select(Receipt)).all() == []


def test_entering_is_throttled_by_tax_code_and_network_before_anything_is_looked_up(
    anonymous: CheckedClient,
) -> None:
    statuses = [
        anonymous.post("/bien-nhan", data={**STRANGER, "code": f"H56-210531-{n:04}"}).status_code
        for n in range(21)
    ]
    assert statuses == [303] * 20 + [429]
    assert len(db.session.scalars(select(Receipt)).all()) == 20


def test_a_stranger_who_uses_a_tax_code_up_does_not_hold_up_another_network(
    anonymous: CheckedClient,
) -> None:
    few = account_rules.LIMITS["receipt"].account.free
    for _ in range(few):
        anonymous.post("/bien-nhan", data=STRANGER)
    assert anonymous.post("/bien-nhan", data=STRANGER).status_code == 429
    elsewhere = {"REMOTE_ADDR": "203.0.113.7"}
    assert anonymous.post("/bien-nhan", data=STRANGER, environ_overrides=elsewhere).status_code == 303


def test_entering_is_throttled_by_network(anonymous: CheckedClient) -> None:
    statuses = [
        anonymous.post("/bien-nhan", data={**STRANGER, "tax_code": f"{3_000_000_000 + n}"}).status_code
        for n in range(61)
    ]
    assert statuses == [303] * 60 + [429]


def test_the_form_needs_its_token(anonymous: CheckedClient) -> None:
    assert anonymous.post("/bien-nhan", data=STRANGER, csrf=False).status_code == 400


# ── a business ───────────────────────────────────────────────────────────────────────────────────────────


def test_people_of_a_business_see_their_receipts_and_no_others(
    clerk: CheckedClient, sign_in_as: Callable[[User], CheckedClient]
) -> None:
    assert clerk.user
    mine = clerk.user.business
    assert mine
    factories.dossier(mine, DAY, code=CODE, due_on=DUE, status="processing")
    address = entered(clerk.post("/bien-nhan", data={"code": CODE}))
    assert "key=" not in address
    said = words_of(clerk.get(address))
    assert "Đã thấy trên hệ thống" in said
    assert "19/03/2026" in said
    assert "lưu lại liên kết" not in said
    assert CODE in words_of(clerk.get("/bien-nhan"))
    colleague = sign_in_as(factories.user(Role.BUSINESS, of=mine))
    assert colleague.get(address).status_code == 200
    stranger = sign_in_as(factories.user(Role.BUSINESS))
    assert stranger.get(address).status_code == 404
    assert CODE not in words_of(stranger.get("/bien-nhan"))


def test_another_businesss_due_day_is_not_in_the_list_either(clerk: CheckedClient) -> None:
    factories.dossier(factories.business(), DAY, code=CODE, due_on=DUE)
    entered(clerk.post("/bien-nhan", data={"code": CODE}))
    said = words_of(clerk.get("/bien-nhan"))
    assert CODE in said
    assert "19/03/2026" not in said


def test_a_business_cannot_enter_for_another(clerk: CheckedClient) -> None:
    other = factories.business()
    clerk.post("/bien-nhan", data={**STRANGER, "business_id": other.id, "state": "seen"})
    receipt = only()
    assert clerk.user
    assert (receipt.business_id, receipt.state) == (clerk.user.business_id, "waiting")
    assert receipt.phone is None


def test_entering_the_same_code_leads_to_the_same_receipt(clerk: CheckedClient) -> None:
    first = entered(clerk.post("/bien-nhan", data={"code": CODE}))
    assert entered(clerk.post("/bien-nhan", data={"code": CODE.lower()})) == first
    assert len(db.session.scalars(select(Receipt)).all()) == 1


def test_the_list_costs_the_same_however_long(clerk: CheckedClient, count_queries: Callable[[], int]) -> None:
    assert clerk.user
    costs = []
    for size in (1, 15):
        for _ in range(size):
            factories.receipt(clerk.user.business)
        db.session.commit()
        count_queries()
        assert clerk.get("/bien-nhan").status_code == 200
        costs.append(count_queries())
    assert costs[0] == costs[1]


# ── the counter ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_queue_holds_only_what_did_not_confirm_itself_oldest_first(
    helpdesk: CheckedClient, count_queries: Callable[[], int]
) -> None:
    at = clock.now()
    mine = factories.business()
    factories.receipt(mine, "H56-000002", entered_at=at - timedelta(days=1))
    factories.receipt(mine, "H56-000001", entered_at=at - timedelta(days=9))
    factories.receipt(mine, "H56-000003", state="seen", seen_at=at, seen_how="register")
    said = words_of(helpdesk.get("/bien-nhan/cho-xac-nhan"))
    assert said.index("H56-000001") < said.index("H56-000002")
    assert "H56-000003" not in said
    assert re.search(r"[5-7] ngày làm việc", said)
    count_queries()
    helpdesk.get("/bien-nhan/cho-xac-nhan")
    few = count_queries()
    for _ in range(20):
        factories.receipt(mine)
    db.session.commit()
    count_queries()
    helpdesk.get("/bien-nhan/cho-xac-nhan")
    assert count_queries() == few


def test_the_queue_says_when_a_code_was_entered_elsewhere_too(helpdesk: CheckedClient) -> None:
    factories.receipt(factories.business(), CODE)
    assert "nơi khác cũng nhập" not in words_of(helpdesk.get("/bien-nhan/cho-xac-nhan"))
    factories.receipt(None, CODE, tax_code="0312345678", key_hash="x")
    assert words_of(helpdesk.get("/bien-nhan/cho-xac-nhan")).count("nơi khác cũng nhập") == 2


def test_the_queue_shows_dossiers_of_other_names(helpdesk: CheckedClient) -> None:
    dossier = factories.dossier(factories.business(), DAY, code=CODE)
    factories.receipt(factories.business(), CODE, state="seen", seen_how="register", dossier_id=dossier.id)
    assert CODE in words_of(helpdesk.get("/bien-nhan/cho-xac-nhan?show=other"))
    assert CODE not in words_of(helpdesk.get("/bien-nhan/cho-xac-nhan?show=nonsense"))


def test_the_queue_shows_what_was_seen_but_belongs_to_nobody_yet(helpdesk: CheckedClient) -> None:
    dossier = factories.dossier(factories.business(), DAY, code=CODE)
    factories.receipt(None, CODE, state="seen", seen_how="register", dossier_id=dossier.id, key_hash="x")
    factories.receipt(factories.business(), "H56-000009", state="seen", seen_how="list")
    said = words_of(helpdesk.get("/bien-nhan/cho-xac-nhan?show=unattached"))
    assert CODE in said
    assert "H56-000009" not in said


def test_seen_with_one_click(helpdesk: CheckedClient) -> None:
    receipt = factories.receipt(factories.business(), CODE)
    response = helpdesk.post(f"/bien-nhan/{receipt.public_id}/da-thay", data={})
    assert response.status_code == 303
    assert only().state == "seen"
    assert helpdesk.user
    assert only().seen_by_id == helpdesk.user.id


def test_mistyped_needs_a_word_to_the_business(
    helpdesk: CheckedClient, sign_in_as: Callable[[User], CheckedClient]
) -> None:
    mine = factories.business()
    receipt = factories.receipt(mine, CODE)
    address = f"/bien-nhan/{receipt.public_id}"
    assert helpdesk.post(f"{address}/nham-ma", data={"note": " "}).status_code == 422
    assert helpdesk.post(f"{address}/nham-ma", data={"note": "Thiếu một số"}).status_code == 303
    clerk = sign_in_as(factories.user(Role.BUSINESS, of=mine))
    said = words_of(clerk.get(address))
    assert "Có thể gõ nhầm mã" in said
    assert "Thiếu một số" in said
    assert helpdesk.post(f"{address}/cho-lai").status_code == 303
    assert only().state == "waiting"


def test_staff_see_who_entered_it_and_may_attach_it(
    helpdesk: CheckedClient, anonymous: CheckedClient
) -> None:
    mine = factories.business()
    factories.dossier(mine, DAY, code=CODE, due_on=DUE)
    address = entered(anonymous.post("/bien-nhan", data=STRANGER))
    bare = address.split("?")[0]
    said = words_of(helpdesk.get(bare))
    assert "cho đến khi Anh/Chị gắn biên nhận" in said
    assert helpdesk.post(f"{bare}/doanh-nghiep", data={"tax_code": "0399999999"}).status_code == 422
    assert helpdesk.post(f"{bare}/doanh-nghiep", data={"tax_code": mine.tax_code}).status_code == 303
    assert "19/03/2026" in words_of(anonymous.get(address))


def looks() -> list[tuple[int | None, str | None, str | None]]:
    db.session.rollback()
    columns = (AccessRecord.user_id, AccessRecord.object_id, AccessRecord.purpose)
    found = db.session.execute(select(*columns).where(AccessRecord.what == "receipt.phone"))
    return [(row.user_id, row.object_id, row.purpose) for row in found]


def test_a_number_is_masked_until_somebody_looks_for_a_purpose(helpdesk: CheckedClient) -> None:
    receipt = factories.receipt(None, CODE, tax_code="0312345678", phone="0912345678", key_hash="x")
    db.session.commit()
    page, expected = helpdesk.get(f"/bien-nhan/{receipt.public_id}"), (receipt.id, "check_receipt")
    assert "09xx xxx x78" in page.text
    assert "tel:0912" not in page.text
    assert looks() == []
    assert f"/bien-nhan/{receipt.public_id}/so-dien-thoai" in page.text
    assert "0912 345 678" in words_of(helpdesk.get(f"/bien-nhan/{receipt.public_id}/so-dien-thoai"))
    assert helpdesk.user
    assert looks() == [(helpdesk.user.id, str(expected[0]), expected[1])]
    assert helpdesk.get("/bien-nhan/khong-co/so-dien-thoai").status_code == 404


def test_leaders_read_without_phones_and_answers(leader: CheckedClient) -> None:
    receipt = factories.receipt(None, CODE, tax_code="0312345678", phone="0912345678", key_hash="x")
    page = leader.get(f"/bien-nhan/{receipt.public_id}")
    for words in ("0912", "x78", "so-dien-thoai", "/da-thay"):
        assert words not in page.text
    assert leader.get(f"/bien-nhan/{receipt.public_id}/so-dien-thoai").status_code == 403


def test_a_list_is_pasted_counted_and_taken_back(officer: CheckedClient) -> None:
    factories.receipt(factories.business(), "H56-210531-0001")
    text = "Mã hồ sơ\tDoanh nghiệp\nH56-210531-0001\tA\nH56-210531-0002\tB\nH56-210531-0002\tB\n"
    said = words_of(officer.post("/bien-nhan/danh-sach", data={"text": text}))
    for words in ("Đã nhận 2 mã", "1 biên nhận vừa được xác nhận", "1 mã chưa doanh nghiệp", "1 mã trùng"):
        assert words in said
    assert only().state == "seen"
    batch = db.session.scalars(select(SeenCode.batch)).first()
    assert officer.post(f"/bien-nhan/danh-sach/{batch}/hoan-tac").status_code == 303
    assert only().state == "waiting"
    assert officer.post(f"/bien-nhan/danh-sach/{batch}/hoan-tac").status_code == 404
    assert officer.post("/bien-nhan/danh-sach", data={"text": "gì đó"}).status_code == 422


# ── before filing ────────────────────────────────────────────────────────────────────────────────────────


def test_the_check_asks_the_three_most_frequent_reasons_and_the_general_ones(
    anonymous: CheckedClient,
) -> None:
    procedure = factories.procedure()
    mine = factories.business()
    for number in range(4):
        reason = factories.add(
            RedoReason(procedure_id=procedure.id, code=f"ly-do-{number}", label=f"Lý do {number}",
                       question=f"Đã xem chỗ {number}?")
        )  # fmt: skip
        for _ in range(number):
            dossier = factories.dossier(mine, DAY, procedure_id=procedure.id)
            factories.add(DossierRedo(dossier_id=dossier.id, reason_id=reason.id, noted_on=clock.today()))
    said = words_of(anonymous.get(f"/bien-nhan/truoc-khi-nop?procedure={procedure.id}"))
    assert said.index("Đã xem chỗ 3?") < said.index("Đã xem chỗ 2?") < said.index("Đã xem chỗ 1?")
    assert "Đã xem chỗ 0?" not in said
    assert "Nộp trên Cổng" in said
    address = f"/bien-nhan/truoc-khi-nop?procedure={procedure.id}&xem=1&ok=r-ly-do-3&ok=papers&ok=names"
    assert "Còn 3 điều" in words_of(anonymous.get(address))


@pytest.mark.parametrize(
    "asked", ["", "?procedure=abc", "?procedure=2147483646", "?procedure=0", "?ok=zzz&xem=1"]
)
def test_the_check_without_a_procedure_asks_the_general_ones(anonymous: CheckedClient, asked: str) -> None:
    page = anonymous.get(f"/bien-nhan/truoc-khi-nop{asked}")
    assert page.status_code == 200
    assert "chứng thư số" in words_of(page)
