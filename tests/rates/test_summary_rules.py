"""Periods in the title rows of forms, and the sums that must agree in them."""

from datetime import date

import pytest

from outreach.rates.rules.summaries import (
    BY_POST_TOO,
    IN_TIME,
    Subject,
    broken,
    completed,
    field_key,
    heads_part,
    online_share,
)
from outreach.rates.rules.titles import period_of, title_of, unit_of

FORM = {
    "received_total": 253, "received_online": 204, BY_POST_TOO: 44, "carried_over": 5,
    "resolved_total": 239, "resolved_early": 135, "resolved_on_time": 102, "resolved_late": 2,
    "in_progress_total": 14, "in_progress_in_time": 13, "in_progress_late": 1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "first", "last"),
    [
        (["Từ ngày 01/01/2024 đến ngày 31/03/2024"], (2024, 1, 1), (2024, 3, 31)),
        (["(Từ ngày 15 tháng 12 năm 2023 đến 14 tháng 3 năm 2024)"], (2023, 12, 15), (2024, 3, 14)),
        (["Từ 20/02 đến 19/03/2024"], (2024, 2, 20), (2024, 3, 19)),
        (["Từ ngày: 01/04/2023 - Đến ngày: 30/04/2023"], (2023, 4, 1), (2023, 4, 30)),
        (["Tháng 4/2023"], (2023, 4, 1), (2023, 4, 30)),
        (["THÁNG 4 NĂM 2023"], (2023, 4, 1), (2023, 4, 30)),
        (["Kỳ báo cáo: Quý I/2024"], (2024, 1, 1), (2024, 3, 31)),
        (["QUÝ III", "Năm 2024"], (2024, 7, 1), (2024, 9, 30)),
        (["6 tháng đầu năm 2024"], (2024, 1, 1), (2024, 6, 30)),
        (["6 tháng đầu năm", "(Năm 2024)"], (2024, 1, 1), (2024, 6, 30)),
        (["Sáu tháng cuối năm 2024"], (2024, 7, 1), (2024, 12, 31)),
        (["9 tháng năm 2020"], (2020, 1, 1), (2020, 9, 30)),
        (["Biểu theo Thông tư số 01/2020/TT-VPCP", "Năm 2023"], (2023, 1, 1), (2023, 12, 31)),
        (["Ngày xuất: 05/05/2023", "Tháng 04/2023"], (2023, 4, 1), (2023, 4, 30)),
        # Days are more exact than the month's name.
        (["Tháng 4/2023 (từ ngày 15/03/2023 đến ngày 14/04/2023)"], (2023, 3, 15), (2023, 4, 14)),
    ],
)
def test_a_period_in_the_titles(lines: list[str], first: tuple[int, ...], last: tuple[int, ...]) -> None:
    found = period_of(lines)
    assert found is not None
    assert (found.first, found.last) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["BÁO CÁO TÌNH HÌNH"],
        ["6 tháng đầu năm"],  # of which year?
        ["Quý I/2023 và Quý I/2024"],  # which of them?
        ["Từ ngày 31/02/2024 đến ngày 31/03/2024"],
        ["Từ ngày 31/03/2024 đến ngày 01/03/2024"],
        ["Ban hành theo Thông tư số 01/2020/TT-VPCP ngày 21 tháng 10 năm 2020"],
        ["Hậu Giang, ngày 05 tháng 01 năm 2021"],  # the day it was signed
        ["Tháng 13/2023"],
        ["Năm " + "9" * 5000],
    ],
)
def test_no_period_is_guessed(lines: list[str]) -> None:
    assert period_of(lines) is None


def test_what_else_the_titles_say() -> None:
    lines = ["UBND TỈNH", "Báo cáo  tổng hợp", "(Đơn vị tính: Số hồ sơ TTHC)"]
    assert title_of(lines) == "Báo cáo tổng hợp"
    assert unit_of(lines) == "Số hồ sơ TTHC"
    assert title_of([]) is unit_of([]) is None


def test_sums_that_agree() -> None:
    assert broken(FORM) == []


@pytest.mark.parametrize(
    ("measure", "whole"),
    [
        ("received_online", "received_total"),
        ("carried_over", "received_total"),
        ("resolved_late", "resolved_total"),
        ("in_progress_late", "in_progress_total"),
        ("in_progress_total", "in_progress_total"),
    ],
)
def test_each_identity_can_break(measure: str, whole: str) -> None:
    [found] = broken({**FORM, measure: FORM[measure] + 1})
    assert found.whole == whole
    assert abs(found.said - found.sum) == 1


def test_a_missing_part_is_not_judged() -> None:
    assert broken({name: count for name, count in FORM.items() if name != "carried_over"}) == []
    assert broken({"received_total": 9}) == []


def test_opencps_counts_in_the_period_and_may_count_refusals() -> None:
    row = {
        "received_total": 243, "carried_over": 5, "received_in_period": 238, "received_direct": 38,
        "received_online": 200, "resolved_total": 233, "resolved_early": 130, "resolved_on_time": 98,
        "resolved_late": 2, "withdrawn_or_refused": 3,
    }  # fmt: skip
    assert broken(row) == []
    assert broken({**row, "resolved_total": 230}) == []
    assert [one.whole for one in broken({**row, "resolved_total": 231})] == ["resolved_total"]
    assert {one.whole for one in broken({**row, "received_direct": 39})} == {
        "received_total",
        "received_in_period",
    }


def test_what_follows_from_a_form() -> None:
    known = completed(FORM)
    assert known["received_in_period"] == 248
    assert known[IN_TIME] == 237
    assert online_share(known) == 204 / 248  # without what was carried over
    assert "received_postal" not in known  # merged with the counter: nobody can tell
    assert completed({"received_total": 9, "carried_over": 2})["received_in_period"] == 7
    assert completed({"received_total": 9}) == {"received_total": 9}
    assert online_share({"received_in_period": 0, "received_online": 0}) is None


def test_whom_a_row_is_about() -> None:
    one = Subject("unit", None, "Ban Quản lý  KCN", None)
    assert one.key == Subject("unit", None, "BAN QUẢN LÝ KCN", None).key
    assert one.key != Subject("unit", "Cấp huyện", "Ban Quản lý KCN", None).key
    assert field_key("Lĩnh vực Đầu tư") == field_key("ĐẦU TƯ") == "dau tu"
    assert [heads_part(text) for text in ("A", "II.", "(iv)", "1", "1.1", None)] == [
        True,
        True,
        False,
        *[False] * 3,
    ]
