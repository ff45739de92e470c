"""The year 2020 of Hậu Giang's board, activity by activity as its report tells it, entered through the pages.

Nothing is squeezed into a remark: the note of every activity stays empty.
"""

from typing import Any

from sqlalchemy import select

from outreach.campaigns import queries
from outreach.campaigns.models import Campaign, Intervention
from outreach.campaigns.queries.campaigns import sums_of
from outreach.database import db
from tests.client import CheckedClient, words_of

HOW_TO_FILE = "Đăng nhập hệ thống, cập nhật hồ sơ, nộp hồ sơ, thanh toán phí, lệ phí trực tuyến mức độ 3, 4"

COUNTER = {
    "title": "Hướng dẫn, hỗ trợ thao tác nộp trực tuyến khi doanh nghiệp đến nộp trực tiếp",
    "held_on": "01/01/2020", "ends_on": "31/12/2020", "span": "continuous", "channel": "counter",
    "contents": ["g"], "place": "Bộ phận Một cửa Ban Quản lý",
    "detail_contact": "Công chức phụ trách CNTT và Bộ phận Một cửa, phối hợp các phòng chuyên môn",
}  # fmt: skip
ZALO = {
    "title": "Hướng dẫn, trao đổi qua Zalo để doanh nghiệp tự nộp hồ sơ trên phần mềm",
    "held_on": "01/01/2020", "ends_on": "31/12/2020", "span": "continuous", "channel": "zalo_one",
    "contents": ["g"], "detail_account": "Zalo của Ban Quản lý",
}  # fmt: skip
VISITS = {
    "title": "Thăm và làm việc với doanh nghiệp, lồng ghép tuyên truyền cải cách hành chính",
    "held_on": "06/03/2020", "ends_on": "31/03/2020", "span": "within", "channel": "visit",
    "contents": ["c", "g"], "detail_basis": "Kế hoạch số 225/KH-BQL ngày 06/3/2020",
}  # fmt: skip
TRAINING = {
    "title": "Tập huấn sử dụng phần mềm Cổng dịch vụ công trực tuyến tỉnh Hậu Giang",
    "held_on": "17/09/2020", "channel": "training", "contents": ["g"],
    "partners": "Sở Thông tin và Truyền thông tỉnh Hậu Giang; Công ty Viettel Hậu Giang",
    "reported_attendances": "36", "reported_is_minimum": "y",
}  # fmt: skip
MEDIA = {
    "title": HOW_TO_FILE, "held_on": "01/07/2020", "ends_on": "30/09/2020", "span": "within",
    "channel": "radio_tv", "contents": ["c", "g"], "covers_all": "y", "detail_outlet_kind": "both",
    "detail_outlet": "Đài Phát thanh và Truyền hình Hậu Giang; Báo Hậu Giang",
    "detail_issue": "Chuyên đề Cải cách hành chính",
    "partners": "Đài Phát thanh và Truyền hình Hậu Giang; Báo Hậu Giang",
}  # fmt: skip
WEB_NEWS = {
    "title": "Tuyên truyền trên trang thông tin điện tử của Ban Quản lý",
    "held_on": "01/01/2020", "ends_on": "31/12/2020", "span": "continuous", "channel": "board_site",
    "contents": ["g"], "covers_all": "y", "detail_genre": "news",
    "detail_site": "Trang thông tin điện tử của Ban Quản lý",
}  # fmt: skip
LAW_DAY = {
    "title": "Tuyên truyền tại ngày triển khai pháp luật của đơn vị", "held_on": "01/01/2020",
    "ends_on": "31/12/2020", "span": "within", "channel": "law_day", "audience": "both",
    "contents": ["a", "g"], "detail_form": "Ngày triển khai pháp luật",
}  # fmt: skip
YEAR = (
    ("counter_help", COUNTER), ("helpdesk", ZALO), ("visit", VISITS), ("training", TRAINING),
    ("media", MEDIA), ("article", WEB_NEWS), ("other", LAW_DAY),
)  # fmt: skip
TOTALS = {
    "title": "Nộp trực tuyến năm 2020", "source": "Báo cáo kết quả mô hình tuyên truyền năm 2020",
    "first": "01/01/2020", "split_on": "30/09/2020", "last": "31/12/2020",
    "received": "301", "online": "91", "online_first": "2",
}  # fmt: skip


def enter(officer: CheckedClient, type: str, campaign: str, facts: dict[str, Any]) -> str:
    """Write one activity down and give the address of its page."""
    page = officer.get(f"/hoat-dong/moi?type={type}&campaign={campaign}")
    for name in facts:
        assert f'name="{name}"' in page.text, f"{type}: no field {name}"
    data = {"type": type, "campaign_id": campaign, "audience": "businesses", **facts}
    answer = officer.post(f"/hoat-dong/moi?type={type}&campaign={campaign}", data=data)
    assert answer.status_code == 303, words_of(answer)
    return str(answer.location)


def entered(officer: CheckedClient) -> dict[str, str]:
    """The campaign of the year and its activities: type → words of its page."""
    made = officer.post(
        "/chien-dich/moi",
        data={
            "title": "Mô hình tuyên truyền nộp hồ sơ trực tuyến", "starts_on": "01/01/2020",
            "ends_on": "31/12/2020", "purpose": "Kế hoạch số 1314/KH-BQL ngày 19/12/2019",
        },
    )  # fmt: skip
    campaign = made.location.rsplit("/", 1)[1]
    return {
        type: words_of(officer.get(enter(officer, type, campaign, facts))) for type, facts in YEAR
    }  # fmt: skip


def test_each_activity_is_said_in_fields_of_its_own(officer: CheckedClient) -> None:
    pages = entered(officer)
    assert "01/01/2020 đến 31/12/2020 (thường xuyên trong thời gian này)" in pages["counter_help"]
    assert "Bộ phận Một cửa, phối hợp các phòng chuyên môn" in pages["counter_help"]
    assert "Trao đổi riêng qua Zalo" in pages["helpdesk"]
    assert "Kế hoạch số 225/KH-BQL ngày 06/3/2020" in pages["visit"]
    assert "chưa rõ ngày nào" in pages["visit"]
    assert "hơn 36 lượt" in pages["training"]
    assert "Công ty Viettel Hậu Giang" in pages["training"]
    assert "Chuyên đề Cải cách hành chính" in pages["media"]
    assert "Cả báo và đài" in pages["media"]
    assert "Trang thông tin điện tử của Ban Quản lý" in pages["article"]
    assert "Doanh nghiệp và cán bộ" in pages["other"]
    assert set(db.session.scalars(select(Intervention.note))) == {None}


def test_what_the_year_comes_to_claims_no_more_than_the_report(officer: CheckedClient) -> None:
    entered(officer)
    campaign = db.session.scalars(select(Campaign)).one()
    sums = sums_of([campaign.id])[campaign.id]
    assert (sums.attendances, sums.at_least, sums.businesses, sums.everyone) == (36, True, 0, 2)
    assert sums.spent is None
    page = words_of(officer.get(f"/chien-dich/{campaign.id}"))
    assert "hơn 36 lượt" in page
    assert "Quý III/2020" in page
    assert queries.exposures() == []  # no business is named, so none is said to have been reached
    listed = words_of(officer.get("/hoat-dong?year=2020&quarter=3"))
    assert "hơn 36 lượt" in listed
    assert "225/KH-BQL" not in listed
    assert "Thăm và làm việc với doanh nghiệp, lồng ghép" not in listed


def test_the_totals_stand_beside_it_with_their_bounds(officer: CheckedClient) -> None:
    assert officer.post("/so-lieu/tong-so/moi", data=TOTALS).status_code == 303
    words = words_of(officer.get("/so-lieu/tong-so"))
    assert "nằm trong khoảng 0,94%–100%" in words
    assert "29,77%–100%" in words


def test_what_the_year_still_lacks_is_told(officer: CheckedClient) -> None:
    entered(officer)
    campaign = db.session.scalars(select(Campaign)).one()
    words = words_of(officer.get(f"/chien-dich/{campaign.id}/con-thieu"))
    assert "danh sách ký tên hoặc danh sách đã ghi" in words  # of the training
    assert "xác nhận đã phát, bài báo hoặc đường dẫn" in words
    answer = officer.post(f"/chien-dich/{campaign.id}/hoan-thanh")
    assert answer.status_code == 422
    assert "thiếu thông tin hoặc minh chứng" in words_of(answer)
