"""The page of before and after, as each role meets it."""

import html
import re

import pytest
from flask import Flask

from outreach.database import db
from tests import factories
from tests.client import CheckedClient, words_of
from tests.rates.boards import dossiers
from tests.rates.trainings import HELD, training
from tests.rows import rows_behind


def test_before_and_after_of_one_training(app: Flask, officer: CheckedClient) -> None:
    steady, few, silent, other = (factories.business(name) for name in ("An", "Bình", "Chi", "Dung"))
    dossiers(steady, "2025-03-05", online=1, paper=4)
    dossiers(steady, "2025-03-06", online=5)
    dossiers(few, "2025-03-05", paper=2)
    dossiers(few, "2025-03-06", online=1, paper=2)
    dossiers(other, "2025-03-05", paper=9)
    dossiers(other, "2025-11-21", online=6, paper=1)
    page = officer.get(f"/hoat-dong/{training(steady, few, silent).id}/truoc-sau?part=businesses")
    words = words_of(page)
    assert "Trước: 12 tháng, từ 06/03/2024 đến hết ngày 05/03/2025" in words
    assert "Sau: từ 06/03/2025 đến 21/11/2025, chưa đủ 12 tháng (đủ vào ngày 05/03/2026)" in words
    assert "Số liệu đến ngày 21/11/2025." in words
    assert "1/7 thành 6/8" in words
    assert "0/9 thành 6/7" in words
    assert "20,0% thành 100,0%" in words
    assert "dao động ngẫu nhiên: từ +19 đến +96 điểm" in words
    assert "ít hồ sơ" in words
    assert "chưa phải là tác dụng" in words
    assert "1 doanh nghiệp chưa có hồ sơ nào ở cả hai khoảng" in words
    assert "chưa đủ 12 tháng" in words
    assert silent.name in words.split("ở cả hai khoảng")[-1]
    assert page.text.count('row-strip"') == 2, "a strip of dots for each that has dossiers"


def test_a_finished_window_carries_no_mark(app: Flask, officer: CheckedClient) -> None:
    business = factories.business()
    dossiers(business, "2025-03-05", paper=1)
    dossiers(business, "2026-03-05", online=1)
    words = words_of(officer.get(f"/hoat-dong/{training(business).id}/truoc-sau"))
    assert "chưa đủ 12 tháng" not in words.replace("khoảng trước chưa đủ 12 tháng", "")
    assert "Sổ hồ sơ bắt đầu từ ngày 05/03/2025" in words


def test_counts_of_a_business_lead_to_its_rows(app: Flask, officer: CheckedClient) -> None:
    business = factories.business()
    dossiers(business, "2025-03-05", online=2, paper=1, assistance="filed_for")
    dossiers(business, "2025-03-06", online=4)
    held = training(business)
    for query, rows in (("?part=businesses", 7), ("?assistance=without_filed_for", 4)):
        page = officer.get(f"/hoat-dong/{held.id}/truoc-sau{query}")
        (href,) = {h for h in re.findall(r'href="(/ho-so[^"]+)"', page.text) if "business" in h}
        assert rows_behind(html.unescape(href)) == rows


def test_what_covers_everyone_shows_the_board_alone(app: Flask, officer: CheckedClient) -> None:
    dossiers(factories.business(), "2025-03-05", paper=5)
    dossiers(None, "2025-03-06", online=5)
    media = training(type="media", covers_all=True)
    words = words_of(officer.get(f"/hoat-dong/{media.id}/truoc-sau"))
    assert "không có nhóm để so sánh" in words
    assert "0/5 thành 5/5" in words
    assert "Các doanh nghiệp còn lại" not in words
    assert "chưa phải là tác dụng" in words


def test_help_that_businesses_seek_is_said_to_be_so(app: Flask, officer: CheckedClient) -> None:
    business = factories.business()
    dossiers(business, "2025-03-05", paper=5)
    desk = factories.intervention("helpdesk", HELD)
    factories.exposure(desk, business, how="helped")
    db.session.commit()
    assert "không phải do hỗ trợ" in words_of(officer.get(f"/hoat-dong/{desk.id}/truoc-sau"))


def test_nobody_recorded_and_no_register_are_told_apart(app: Flask, officer: CheckedClient) -> None:
    held = training()
    assert "Chưa có số liệu" in words_of(officer.get(f"/hoat-dong/{held.id}/truoc-sau"))
    dossiers(factories.business(), "2025-03-05", paper=5)
    db.session.commit()
    words = words_of(officer.get(f"/hoat-dong/{held.id}/truoc-sau"))
    assert "Chưa điểm danh" in words
    assert "0/5" not in words


def test_a_training_after_the_registers_end_has_no_after(app: Flask, officer: CheckedClient) -> None:
    business = factories.business()
    dossiers(business, "2025-03-05", paper=5)
    words = words_of(officer.get(f"/hoat-dong/{training(business).id}/truoc-sau"))
    assert "0/5 thành chưa có hồ sơ" in words
    assert "chưa có số liệu" in words


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("", "An"), ("name", "An"), ("-name", "Chi"), ("-difference", "Bình"), ("difference", "Chi"),
        ("x", "An"),
    ],
)  # fmt: skip
def test_businesses_follow_known_orders_only(
    app: Flask, officer: CheckedClient, sort: str, first: str
) -> None:
    an, binh, chi = (factories.business(name) for name in ("An", "Bình", "Chi"))
    dossiers(an, "2025-03-05", paper=1)
    for business, online in ((binh, 5), (chi, 1)):
        dossiers(business, "2025-03-05", paper=5)
        dossiers(business, "2025-03-06", online=online, paper=5 - online)
    part = officer.part(f"/hoat-dong/{training(an, binh, chi).id}/truoc-sau?sort={sort}")
    assert part.text.lstrip().startswith("<section")
    assert re.findall(r">(An|Bình|Chi)</a>", part.text)[0] == first


def test_user_text_is_escaped_in_pictures(app: Flask, officer: CheckedClient) -> None:
    business = factories.business("<b>&\"'")
    dossiers(business, "2025-03-05", paper=5)
    held = training(business, title="<i>&\"'")
    for url in (f"/hoat-dong/{held.id}/truoc-sau", "/so-lieu?by=business"):
        assert "<i>&" not in officer.get(url).text
        assert "<b>&" not in officer.get(url).text


@pytest.mark.parametrize("intervention_id", [1, 2**31, 2**70])
def test_an_unknown_intervention_is_not_found(
    app: Flask, officer: CheckedClient, intervention_id: int
) -> None:
    assert officer.get(f"/hoat-dong/{intervention_id}/truoc-sau").status_code == 404
