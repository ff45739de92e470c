"""The pages of sources: set up, watched, asked at once, paused, forgotten."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.accounts.models import AccessRecord, Role
from outreach.database import db
from outreach.desks.queries import todo
from outreach.fetching.models import FetchTry, RegisterSource
from tests import factories
from tests.client import CheckedClient
from tests.dossiers import files
from tests.dossiers.runs import receive
from tests.fetching.making import ADDRESS, source, tried

LIST = "/nhap-lieu/nguon"
MINUTE = timedelta(minutes=1)


def typed(client: CheckedClient, **values: object) -> dict[str, str]:
    usual = {
        "name": "Một cửa tỉnh", "address": ADDRESS, "kind": "dossiers", "system": "", "secret": "",
        "every": "week", "weekday": "3", "month_day": "5", "hour": "7", "by_itself": "y",
        "most_refused": "3", "quiet_days": "10", "owner_id": str(client.user.id),
    }  # fmt: skip
    return {name: str(value) for name, value in {**usual, **values}.items() if value is not None}


def the_source() -> RegisterSource:
    db.session.expire_all()
    one = db.session.scalars(select(RegisterSource)).one()
    db.session.commit()
    return one


def test_a_source_is_set_up_and_asked_at_once(officer: CheckedClient) -> None:
    page = officer.get(LIST).text
    assert "Chưa có nguồn nào" in page
    assert "so.mau.vn" in officer.get(LIST + "/moi").text
    answer = officer.post(LIST + "/moi", data=typed(officer))
    one = the_source()
    assert answer.headers["Location"] == f"{LIST}/{one.id}"
    assert (one.name, one.address, one.kind, one.system, one.secret) == (
        "Một cửa tỉnh",
        ADDRESS,
        "dossiers",
        "main",
        None,
    )
    assert (one.every, one.day, one.hour, one.by_itself) == ("week", 3, 7, True)
    assert (one.most_refused, one.quiet_days, one.owner_id, one.active) == (3, 10, officer.user.id, True)
    assert one.next_at <= clock.now()
    page = officer.get(f"{LIST}/{one.id}").text
    assert "Thứ tư hằng tuần, lúc 07:00" in page
    assert "every 2s" in page  # it looks again until the worker has fetched it
    assert "Một cửa tỉnh" in officer.get(LIST).text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "đặt tên"),
        ("address", "", "điền địa chỉ"),
        ("address", "https://other.vn/so.csv", "không được phép"),
        ("address", "http://so.mau.vn/so.csv", "không được phép"),
        ("address", "https://so.mau.vn/so.csv?token=abc", "“token”"),
        ("address", "https://lan:matkhau@so.mau.vn/so.csv", "“lan”"),
        ("address", "https://so.mau.vn/" + "a" * 1000, "1.000 ký tự"),
        ("address", "file:///etc/passwd", "không được phép"),
        ("kind", "exposures", "danh sách"),
        ("system", "a/b", "chữ, số"),
        ("every", "hour", "có trong danh sách"),
        ("hour", "24", "có trong danh sách"),
        ("most_refused", "101", "0 đến 100"),
        ("most_refused", "", "0 đến 100"),
        ("quiet_days", "0", "1 đến 400"),
        ("owner_id", "999999", "có trong danh sách"),
        ("secret", "SECRET_KEY", "có trong danh sách"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    officer: CheckedClient, field: str, value: str, said: str
) -> None:
    answer = officer.post(LIST + "/moi", data=typed(officer, **{field: value}))
    assert answer.status_code == 422
    assert said in answer.text
    assert "matkhau" not in re.sub(r'value="[^"]*"', "", answer.text)
    assert db.session.scalar(select(func.count()).select_from(RegisterSource)) == 0


def test_two_sources_have_two_names(officer: CheckedClient) -> None:
    officer.post(LIST + "/moi", data=typed(officer))
    answer = officer.post(LIST + "/moi", data=typed(officer))
    assert answer.status_code == 422
    assert "Đã có nguồn mang tên này" in answer.text


def test_only_officers_may_own_one(officer: CheckedClient) -> None:
    clerk = factories.user(Role.BUSINESS)
    db.session.commit()
    assert officer.post(LIST + "/moi", data=typed(officer, owner_id=clerk.id)).status_code == 422


def test_secrets_are_chosen_by_name_and_never_shown(
    officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTER_SECRET_MAU", "so.mau.vn Authorization: Bearer s3cr3t")
    officer.post(LIST + "/moi", data=typed(officer, secret="REGISTER_SECRET_MAU"))
    one = the_source()
    assert one.secret == "REGISTER_SECRET_MAU"
    for path in ("", f"/{one.id}", f"/{one.id}/sua", "/moi"):
        assert "s3cr3t" not in officer.get(LIST + path).text
    monkeypatch.delenv("REGISTER_SECRET_MAU")
    page = officer.get(f"{LIST}/{one.id}/sua").text
    assert "REGISTER_SECRET_MAU (chưa khai báo trên máy chủ)" in page


def test_another_address_begins_anew(officer: CheckedClient) -> None:
    one = source(
        name="Một cửa tỉnh", etag='"v1"', sha256="a", failures=5, every="week", day=3, hour=7,
        next_at=clock.now() + 3 * MINUTE, owner_id=officer.user.id,
    )  # fmt: skip
    db.session.commit()
    page = officer.get(f"{LIST}/{one.id}/sua").text
    assert ADDRESS in page
    officer.post(f"{LIST}/{one.id}/sua", data=typed(officer, name="Tên khác"))
    kept = the_source()
    assert (kept.name, kept.etag, kept.sha256, kept.failures) == ("Tên khác", '"v1"', "a", 0)
    assert kept.next_at > clock.now()
    officer.post(f"{LIST}/{one.id}/sua", data=typed(officer, address=ADDRESS + "?ky=2026"))
    anew = the_source()
    assert (anew.etag, anew.sha256) == (None, None)
    assert anew.next_at <= clock.now()
    officer.post(
        f"{LIST}/{one.id}/sua", data=typed(officer, address=ADDRESS + "?ky=2026", every="month", month_day=31)
    )
    assert (the_source().every, the_source().day) == ("month", 31)
    assert "Ngày cuối hằng tháng" in officer.get(f"{LIST}/{one.id}").text


def test_asked_paused_and_asked_again(officer: CheckedClient) -> None:
    one = source(failures=4)
    db.session.commit()
    here = f"{LIST}/{one.id}"
    officer.post(here + "/lay-ngay")
    asked = the_source()
    assert (asked.asked_by_id, asked.next_at <= clock.now()) == (officer.user.id, True)
    officer.post(here + "/tam-dung")
    assert the_source().active is False
    assert "Lấy lại theo lịch" in officer.get(here).text
    officer.post(here + "/tiep-tuc")
    assert (the_source().active, the_source().failures) == (True, 0)
    noted = db.session.scalars(select(AccessRecord.what).where(AccessRecord.what.startswith("source.")))
    assert sorted(noted) == ["source.ask", "source.pause", "source.resume"]
    db.session.commit()


def test_one_under_way_is_not_asked_twice(officer: CheckedClient) -> None:
    one = source(claimed_by="elsewhere:1", claimed_at=clock.now())
    db.session.commit()
    officer.post(f"{LIST}/{one.id}/lay-ngay")
    assert "Cổng đang lấy tệp của nguồn này" in officer.get(f"{LIST}/{one.id}").text
    assert the_source().asked_by_id is None


def test_a_source_is_forgotten_with_its_tries(officer: CheckedClient) -> None:
    one = source()
    tried(one)
    db.session.commit()
    assert one.name in officer.get(f"{LIST}/{one.id}/xoa").text
    assert officer.post(f"{LIST}/{one.id}/xoa").headers["Location"] == LIST
    for table in (RegisterSource, FetchTry):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_every_outcome_is_said_on_both_pages(officer: CheckedClient) -> None:
    from outreach.fetching import rules

    one = source(failures=3, next_at=clock.now() + MINUTE)
    for outcome in rules.OUTCOMES:
        tried(one, outcome, size=1_234_567, said=None if outcome != "faulty" else "Tệp bị mã hóa.")
        db.session.commit()
        page = officer.get(f"{LIST}/{one.id}").text
        assert str(rules.OUTCOMES[outcome].label) in page or outcome in rules.WAITING
        officer.get(LIST)
    assert "Tệp bị mã hóa." in page
    assert "1,2 MB" in page


@pytest.mark.parametrize(
    ("state", "said"),
    [("uploaded", "Xem lại và nhập"), ("asking", "Xem lại và nhập"), ("done", "Đã lấy và nhập"),
     ("discarded", "Đã lấy, rồi bỏ"), ("undone", "hoàn tác"), ("queued", "đang nhập")],
)  # fmt: skip
def test_what_became_of_an_import_is_said(officer: CheckedClient, state: str, said: str) -> None:
    run = receive(files.small())
    run.state = state
    one = source(next_at=clock.now() + MINUTE)
    tried(one, "waiting", import_id=run.id)
    db.session.commit()
    page = officer.get(f"{LIST}/{one.id}").text
    assert said in page
    assert (run.public_id in page) == (state != "discarded")


def test_a_file_that_waits_is_said_though_the_next_try_brought_the_same(officer: CheckedClient) -> None:
    run = receive(files.small())
    one = source()
    tried(one, "waiting", import_id=run.id)
    tried(one, "unchanged", import_id=run.id)
    tried(one, "unchanged", status=304)
    db.session.commit()
    page = officer.get(f"{LIST}/{one.id}").text
    assert "Xem lại và nhập" in page
    assert f"/nhap-lieu/{run.public_id}" in page
    assert "Đúng tệp đang chờ xem lại; chưa có gì được ghi." in page
    assert "Xem lại và nhập" in officer.get(LIST).text
    run.state = "discarded"
    db.session.commit()
    for address in (LIST, f"{LIST}/{one.id}"):
        assert "Xem lại và nhập" not in officer.get(address).text


def test_trouble_and_silence_are_said_and_wait_on_the_first_page(officer: CheckedClient) -> None:
    failing = source(failures=3, next_at=clock.now() + MINUTE)
    tried(failing, "sign_in", status=401)
    quiet = source(quiet_at=clock.now() - MINUTE, next_at=clock.now() + MINUTE)
    tried(quiet)
    source(quiet_at=clock.now() - MINUTE, active=False)
    db.session.commit()
    assert "3 lần liền" in officer.get(f"{LIST}/{failing.id}").text
    assert "mã trả lời 401" in officer.get(f"{LIST}/{failing.id}").text
    assert "Lâu rồi không có gì mới" in officer.get(f"{LIST}/{quiet.id}").text
    assert "im lặng quá lâu" in officer.get(LIST).text
    [line] = todo.lines(["registers"])
    assert (line.name, line.number) == ("registers", 2)
    db.session.commit()
    assert "Nguồn sổ không lấy được" in officer.get("/viec-can-lam").text


def test_a_page_that_looks_again_keeps_what_it_has(officer: CheckedClient) -> None:
    one = source(next_at=clock.now() - MINUTE)
    db.session.commit()
    page = officer.get(f"{LIST}/{one.id}").text
    found = re.search(r'hx-get="([^"]+)"', page)
    assert found is not None
    again = found[1].replace("&amp;", "&")
    assert officer.get(again).status_code == 204
    one.claimed_by, one.claimed_at = "elsewhere:1", clock.now()
    db.session.commit()
    assert officer.get(again).status_code == 200


def test_an_import_says_that_it_was_fetched(officer: CheckedClient) -> None:
    run = receive(files.small())
    run.fetched_from = "Một cửa tỉnh"
    db.session.commit()
    assert "cổng tự lấy từ “Một cửa tỉnh”" in officer.get(f"/nhap-lieu/{run.public_id}").text
    assert "cổng tự lấy: Một cửa tỉnh" in officer.get("/nhap-lieu").text


def test_without_hosts_it_says_who_can_help(
    app: Flask, officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "REGISTER_HOSTS", [])
    assert "REGISTER_HOSTS" in officer.get(LIST).text
    assert officer.post(LIST + "/moi", data=typed(officer)).status_code == 422


def test_the_list_costs_the_same_for_many(officer: CheckedClient, count_queries: Callable[[], int]) -> None:
    def cost() -> int:
        count_queries()
        officer.get(LIST)
        return count_queries()

    one = source()
    tried(one)
    db.session.commit()
    cost()
    few = cost()
    for _ in range(5):
        tried(source())
    db.session.commit()
    assert cost() == few
