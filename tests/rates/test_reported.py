"""Totals without their split, as officers copy them out of reports and everyone on the staff reads them."""

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask

from outreach import clock
from outreach.database import db
from outreach.rates.models import ReportedTotal
from outreach.rates.rules.bounds import Totals, splits_of
from outreach.rates.rules.periods import Period
from outreach.rates.wording import totals as wording
from tests import factories
from tests.client import CheckedClient, words_of

# What the board of Hậu Giang reported of 2020.
HAU_GIANG = {
    "title": "Nộp trực tuyến năm 2020", "source": "Báo cáo cải cách hành chính năm 2020",
    "first": "01/01/2020", "split_on": "30/09/2020", "last": "31/12/2020",
    "received": "301", "online": "91", "online_first": "2",
}  # fmt: skip
SENTENCE = (
    "Báo cáo không nói 301 hồ sơ chia ra sao, nên tỷ lệ 9 tháng đầu nằm trong khoảng 0,94%–100%, "
    "3 tháng cuối 29,77%–100%; cao hơn ở 206 trong 211 cách chia có thể."
)


def recorded(**values: Any) -> ReportedTotal:
    """One total as the table holds it."""
    counts = {"received": 301, "online": 91, "online_first": 2}
    days = {"first": date(2020, 1, 1), "split_on": date(2020, 9, 30), "last": date(2020, 12, 31)}
    texts = {"title": "Năm 2020", "source": "Báo cáo số 12/BC"}
    found: ReportedTotal = factories.add(
        ReportedTotal(recorded_at=clock.now(), **{**texts, **days, **counts, **values})
    )
    db.session.commit()
    return found


def test_hau_giang_from_the_form_to_the_sentence(app: Flask, officer: CheckedClient) -> None:
    assert "Chưa ghi tổng số nào" in words_of(officer.get("/so-lieu/tong-so"))
    assert officer.post("/so-lieu/tong-so/moi", data=HAU_GIANG).status_code == 303
    answer = officer.get("/so-lieu/tong-so")
    words = words_of(answer)
    assert SENTENCE in words
    assert "Năm 2020 (01/01/2020–31/12/2020)" in words
    assert "2–212" in words
    assert "89–299" in words
    assert "0,94%–100%" in answer.text.split("<desc")[1].split("</desc>")[0]
    [total] = officer.get("/so-lieu/tong-so?format=json").get_json()["totals"]
    assert total["received_second"] == {"low": 89, "high": 299}
    assert total["rate_first"] == {"low": 2 / 212, "high": 1.0}
    assert total["rate_second"] == {"low": 89 / 299, "high": 1.0}
    assert (total["second_higher"], total["splits"], total["online_second"]) == (206, 211, 89)


def test_no_page_invents_a_split(app: Flask, leader: CheckedClient) -> None:
    recorded()
    words = words_of(leader.get("/so-lieu/tong-so"))
    for invented in ("225,75", "75,25", "226", " 75 ", "0,89%", "118"):
        assert invented not in words


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"received": "ba trăm"}, "received", "cần số nguyên"),
        ({"received": ""}, "received", "Anh/Chị điền một số nguyên"),
        ({"received": "9.999.999.999"}, "received", "Số quá lớn"),
        ({"online": "302"}, "online", "Không thể nhiều hơn 301 hồ sơ tiếp nhận."),
        ({"online_first": "92"}, "online_first", "Không thể nhiều hơn 91 hồ sơ trực tuyến của cả kỳ."),
        ({"split_on": "31/12/2020"}, "split_on", "Ngày chia phải nằm trong kỳ"),
        ({"split_on": "31/09/2020"}, "split_on", ""),
        ({"last": "01/01/2019"}, "last", "Ngày cuối kỳ phải sau ngày đầu kỳ."),
        ({"first": "01/01/1995", "last": "01/01/2026"}, "first", "Kỳ dài quá 30 năm."),
        ({"received_first_low": "213"}, "received_first_low", "nhiều nhất 212 hồ sơ"),
        ({"received_first_high": "1"}, "received_first_high", "ít nhất 2 hồ sơ"),
        (
            {"received_first_low": "9", "received_first_high": "8"},
            "received_first_high",
            "Không thể ít hơn",
        ),
        ({"title": ""}, "title", "Anh/Chị đặt tên"),
        ({"source": ""}, "source", "Anh/Chị ghi tên hoặc số"),
    ],
)
def test_what_cannot_be_comes_back_as_typed(
    app: Flask, officer: CheckedClient, changed: dict[str, str], field: str, reason: str
) -> None:
    typed = {**HAU_GIANG, **changed}
    answer = officer.post("/so-lieu/tong-so/moi", data=typed)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert reason in words_of(answer)
    for name, value in typed.items():
        assert f'value="{value}"' in answer.text or not value, name
    assert db.session.query(ReportedTotal).count() == 0


def test_thousands_and_bounds_are_read_as_people_write_them(app: Flask, officer: CheckedClient) -> None:
    typed = {
        **HAU_GIANG, "received": "10.301", "online": "1.091", "received_first_low": "2.000",
        "received_first_high": "2.000",
    }  # fmt: skip
    assert officer.post("/so-lieu/tong-so/moi", data=typed).status_code == 303
    words = words_of(officer.get("/so-lieu/tong-so"))
    assert "Chỉ có một cách chia: 9 tháng đầu 2.000 hồ sơ, tỷ lệ 0,10%; 3 tháng cuối 8.301 hồ sơ" in words
    assert db.session.query(ReportedTotal).one().received == 10_301


def test_changing_and_deleting(app: Flask, officer: CheckedClient) -> None:
    total = recorded()
    where = f"/so-lieu/tong-so/{total.id}"
    assert 'value="30/09/2020"' in officer.get(f"{where}/sua").text
    assert officer.post(f"{where}/sua", data={**HAU_GIANG, "online": "1"}).status_code == 422
    assert officer.post(f"{where}/sua", data={**HAU_GIANG, "title": "Sửa lại"}).status_code == 303
    assert "Sửa lại" in words_of(officer.get("/so-lieu/tong-so"))
    assert "Sửa lại" in words_of(officer.get(f"{where}/xoa"))
    assert officer.post(f"{where}/xoa").status_code == 303
    assert db.session.query(ReportedTotal).count() == 0
    assert officer.get(f"{where}/sua").status_code == 404


def test_only_officers_find_the_way_to_write(
    app: Flask, leader: CheckedClient, officer: CheckedClient
) -> None:
    recorded()
    assert "/tong-so/moi" in officer.get("/so-lieu/tong-so").text
    page = leader.get("/so-lieu/tong-so").text
    assert "/tong-so/moi" not in page
    assert "/sua" not in page


def test_many_totals_come_in_pages_at_the_price_of_one(
    app: Flask, officer: CheckedClient, count_queries: Any
) -> None:
    recorded()
    officer.get("/so-lieu/tong-so")
    count_queries()
    officer.get("/so-lieu/tong-so")
    one = count_queries()
    for number in range(24):
        recorded(title=f"Tổng số {number}")
    count_queries()
    officer.get("/so-lieu/tong-so?page=2")
    assert count_queries() == one
    assert "Trang 3 / 3" in words_of(officer.get("/so-lieu/tong-so?page=3"))
    assert len(json.loads(officer.get("/so-lieu/tong-so?format=json").text)["totals"]) == 25


# ── wording ──────────────────────────────────────────────────────────────────────────────────────────────


def said(totals: Totals) -> str:
    splits = splits_of(totals)
    assert splits is not None
    return wording.sentence(totals, splits, ("phần đầu", "phần cuối"))


def test_bounds_in_the_report_are_told(app: Flask) -> None:
    assert said(Totals(301, 91, 2, 100, None)) == (
        "Trong 301 hồ sơ, báo cáo chỉ cho biết phần đầu có 100–212, nên tỷ lệ phần đầu nằm trong khoảng "
        "0,94%–2%, phần cuối 44,28%–100%; cao hơn ở 113 trong 113 cách chia có thể."
    )


def test_equal_rates_and_empty_parts_are_told(app: Flask) -> None:
    totals = Totals(4, 0, 0)
    assert "nên tỷ lệ phần đầu là 0%, phần cuối 0%;" in said(totals)
    assert said(totals).endswith("cao hơn ở 0 trong 5 cách chia có thể, bằng nhau ở 3.")
    splits = splits_of(totals)
    assert splits is not None
    assert wording.without_rate(splits) == "Ở 2 cách chia, một phần không có hồ sơ nào nên không so được."
    nothing = splits_of(Totals(0, 0, 0))
    assert nothing is not None
    assert wording.share(nothing.first_rate) == "chưa có số liệu"


def test_parts_are_named_by_months_or_days(app: Flask) -> None:
    year = Period(date(2020, 1, 1), date(2020, 12, 31))
    assert wording.parts(year, Period(date(2020, 1, 1), date(2020, 9, 30))) == (
        "9 tháng đầu",
        "3 tháng cuối",
    )
    assert wording.parts(year, Period(date(2020, 1, 1), date(2020, 9, 17))) == (
        "01/01/2020–17/09/2020",
        "18/09/2020–31/12/2020",
    )
