"""Two taps at the counter, sent again, undone, completed; lists and totals; who may."""

import re

import pytest
from sqlalchemy import func, select

from outreach import clock
from outreach.counter.models import CounterHelp
from outreach.database import db
from tests import factories
from tests.client import CheckedClient, words_of

CODE = "000.17.22.H56-261122-0001"


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(CounterHelp)) or 0


def only() -> CounterHelp:
    return db.session.scalars(select(CounterHelp)).one()


def test_two_taps_record_a_help(helpdesk: CheckedClient) -> None:
    mine, procedure = factories.business("Công ty Ánh Sáng"), factories.procedure("Cấp giấy phép lao động")
    factories.dossier(mine, clock.today(), procedure_id=procedure.id)
    found = helpdesk.part("/ho-tro-tai-quay?q=anh sang")
    first_tap = re.findall(r'href="(/ho-tro-tai-quay/doanh-nghiep/\d+)"', found.text)
    assert len(first_tap) == 1
    page = helpdesk.get(first_tap[0])
    assert f'value="{procedure.id}-assisted"' in page.text
    client_id = re.search(r'name="client_id" value="([^"]+)"', page.text)
    assert client_id
    sent = {"client_id": client_id[1], "deed": f"{procedure.id}-assisted", "offered": "y"}
    for _ in range(5):
        assert helpdesk.post(first_tap[0], data=sent).headers["Location"] == "/ho-tro-tai-quay"
    assert count() == 1
    help = only()
    assert (help.assistance, help.offered, help.account_created) == ("assisted", True, False)
    assert (help.procedure_id, help.recorded_by_id) == (procedure.id, helpdesk.user and helpdesk.user.id)
    home = helpdesk.get("/ho-tro-tai-quay")
    assert "Công ty Ánh Sáng" in words_of(home)
    assert "Cán bộ chủ động mời" in words_of(home)
    assert first_tap[0] in home.text, "now among the recent ones"
    helpdesk.post(f"/ho-tro-tai-quay/{help.id}/hoan-tac")
    assert count() == 0


@pytest.mark.parametrize("deed", ["", "x", "999999-alone"])
def test_without_a_button_nothing_is_recorded_and_what_was_typed_stays(
    helpdesk: CheckedClient, deed: str
) -> None:
    mine = factories.business()
    page = helpdesk.post(
        f"/ho-tro-tai-quay/doanh-nghiep/{mine.id}",
        data={"client_id": "one", "deed": deed, "code": CODE, "payment_helped": "y"},
    )
    assert page.status_code == 422
    assert f'value="{CODE}"' in page.text
    assert re.search(r'<input[^>]*checked[^>]*name="payment_helped"', page.text)
    assert count() == 0


def test_a_code_that_is_none_is_said_beside_its_field(helpdesk: CheckedClient) -> None:
    mine = factories.business()
    page = helpdesk.post(
        f"/ho-tro-tai-quay/doanh-nghiep/{mine.id}",
        data={"client_id": "one", "deed": "0-alone", "code": "không có"},
    )
    assert page.status_code == 422
    assert 'id="code-error"' in page.text


def test_procedures_are_searched_without_losing_the_form(officer: CheckedClient) -> None:
    mine, procedure = factories.business(), factories.procedure("Khắc dấu riêng")
    part = officer.part(f"/ho-tro-tai-quay/doanh-nghiep/{mine.id}?q=khac dau")
    assert f'value="{procedure.id}-alone"' in part.text
    assert "<form" not in part.text


def test_the_code_is_added_later_and_matches(helpdesk: CheckedClient) -> None:
    mine = factories.business()
    help, dossier = factories.counter_help(mine), factories.dossier(mine, clock.today(), code=CODE)
    assert f"/ho-tro-tai-quay/{help.id}" in helpdesk.get("/ho-tro-tai-quay/danh-sach?state=to_complete").text
    assert helpdesk.post(f"/ho-tro-tai-quay/{help.id}", data={"code": "?"}).status_code == 422
    assert helpdesk.post(f"/ho-tro-tai-quay/{help.id}", data={"code": CODE}).status_code == 303
    assert help.dossier_id == dossier.id
    assert "Đã khớp" in words_of(helpdesk.get(f"/ho-tro-tai-quay/{help.id}"))


def test_a_help_without_a_dossier_leaves_the_list(helpdesk: CheckedClient) -> None:
    help = factories.counter_help()
    helpdesk.post(f"/ho-tro-tai-quay/{help.id}/khong-co-ho-so")
    assert "Không còn lần nào" in words_of(helpdesk.get("/ho-tro-tai-quay/danh-sach?state=to_complete"))
    assert "không có hồ sơ" in words_of(helpdesk.get(f"/ho-tro-tai-quay/{help.id}")).lower()


def test_totals_lead_to_their_rows(leader: CheckedClient) -> None:
    factories.counter_help(account_created=True)
    page = leader.get("/ho-tro-tai-quay/tong-hop?year=2026")
    assert "03/2026" in words_of(page)
    links = set(re.findall(r'href="(/ho-tro-tai-quay/danh-sach\?[^"]+)"', page.text))
    assert len(links) == 4
    for link in links:
        assert "1 dòng" in words_of(leader.get(link.replace("&amp;", "&")))


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "kind=x&extra=x&state=x", "business=x&page=x"])
def test_what_is_not_understood_is_left_out(officer: CheckedClient, query: str) -> None:
    factories.counter_help()
    assert "1 dòng" in words_of(officer.get(f"/ho-tro-tai-quay/danh-sach?{query}"))


def test_empty_pages_say_how_to_begin(officer: CheckedClient) -> None:
    assert "Gõ tên hoặc mã số thuế" in words_of(officer.get("/ho-tro-tai-quay"))
    assert "chưa có số liệu" in words_of(officer.get("/ho-tro-tai-quay/tong-hop"))
    assert "Không có doanh nghiệp nào" in words_of(officer.get("/ho-tro-tai-quay?q=khong ai ca"))
    assert officer.get("/ho-tro-tai-quay/doanh-nghiep/999999").status_code == 404
    assert officer.get("/ho-tro-tai-quay/99999999999999").status_code == 404


def test_who_may(leader: CheckedClient, clerk: CheckedClient) -> None:
    mine = factories.business()
    for address in ("/ho-tro-tai-quay", f"/ho-tro-tai-quay/doanh-nghiep/{mine.id}"):
        assert leader.get(address).status_code == 403
        assert clerk.get(address).status_code == 403
    assert leader.get("/ho-tro-tai-quay/danh-sach").status_code == 200
    assert clerk.get("/ho-tro-tai-quay/danh-sach").status_code == 403
