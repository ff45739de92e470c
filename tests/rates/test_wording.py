"""What may be said, and what never is."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from outreach.rates import wording
from outreach.rates.rules.changes import Gaps
from outreach.rates.rules.counting import Basis, Pair, Reading, Tally
from outreach.rates.rules.figures import FIGURE_KEYS, By, Figures
from outreach.rates.rules.periods import Period, parse_period
from outreach.rates.rules.windows import windows

ROOT = Path(__file__).parents[2]
REGISTER = Period(date(2024, 1, 1), date(2026, 11, 21))
NEVER = re.compile(
    r"ý nghĩa thống kê|\bp\s*[<=]|significan|hiệu quả|nhờ hoạt động|tăng nhờ|\*\*|★|chứng tỏ|chứng minh", re.I
)


def test_no_sentence_claims_an_effect() -> None:
    sources = [*(ROOT / "outreach/rates").rglob("*.py"), *(ROOT / "templates/rates").glob("*.html")]
    assert len(sources) > 15
    said = [
        (source.name, found.group())
        for source in sources
        for text in re.findall(r"_l?\((?:\s*\"[^\"]*\"\s*)+", source.read_text())
        for found in [NEVER.search(text)]
        if found
    ]
    assert said == []


def test_no_page_colours_a_difference() -> None:
    for page in ("before_after.html", "_businesses.html"):
        tones = re.findall(r'"(good|bad|danger)"', (ROOT / "templates/rates" / page).read_text())
        assert tones == [], page


@pytest.mark.parametrize(
    ("before", "after", "counts", "shares", "fluctuates"),
    [
        ((0, 0), (0, 0), ("chưa có hồ sơ", "chưa có hồ sơ"), None, False),
        ((1, 2), (2, 3), ("1/2", "2/3"), None, False),
        ((0, 0), (7, 9), ("chưa có hồ sơ", "7/9"), None, False),
        ((4, 4), (900, 1000), ("4/4", "900/1.000"), None, False),
        ((1, 5), (5, 5), ("1/5", "5/5"), ("20,0%", "100,0%"), True),
    ],
)
def test_pairs_read_as_their_counts_allow(
    app: Flask,
    before: tuple[int, int],
    after: tuple[int, int],
    counts: tuple[str, str],
    shares: tuple[str, str] | None,
    fluctuates: bool,
) -> None:
    pair = Pair(Tally(*before), Tally(*after))
    assert (wording.tally(pair.before), wording.tally(pair.after)) == counts
    assert wording.shares(pair) == shares
    assert (wording.fluctuation(pair) is not None) is fluctuates
    assert (wording.why_no_rate(pair) is None) is fluctuates


def test_the_interval_is_named_random_fluctuation_with_signs(app: Flask) -> None:
    pair = Pair(Tally(48, 80), Tally(56, 70))
    assert wording.fluctuation(pair) == "dao động ngẫu nhiên: từ +5 đến +33 điểm"
    turned = Pair(Tally(56, 70), Tally(48, 80))
    assert wording.fluctuation(turned) == "dao động ngẫu nhiên: từ −33 đến −5 điểm"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2024-03", "Tháng 03/2024"),
        ("2024-q1", "Quý I/2024"),
        ("2024-q4", "Quý IV/2024"),
        ("9 tháng 2024", "9 tháng đầu năm 2024"),
        ("6 tháng 2024", "6 tháng đầu năm 2024"),
        ("2024", "Năm 2024"),
        ("20/02–19/03/2024", "Kỳ báo cáo tháng 03/2024"),
        ("05/03/2024", "05/03/2024"),
        ("05/03/2024–06/03/2024", "05/03/2024–06/03/2024"),
    ],
)
def test_periods_are_called_as_people_call_them(app: Flask, text: str, name: str) -> None:
    period = parse_period(text)
    assert wording.period_name(period) == name
    assert parse_period(name) == period, "what the page writes can be typed into it"


def test_a_month_that_is_cut_says_its_days(app: Flask) -> None:
    february, march = parse_period("20/02–19/03/2024").months()
    assert wording.month_name(february) == "02/2024 (20/02–29/02)"
    assert wording.month_name(march) == "03/2024 (01/03–19/03)"
    assert wording.month_name(parse_period("2024-03")) == "03/2024"


def test_windows_say_their_days_and_what_is_missing(app: Flask) -> None:
    done, running, none = (
        windows(day, REGISTER) for day in (date(2025, 3, 5), date(2026, 3, 5), date(2026, 11, 21))
    )
    assert wording.window_before(done) == "Trước: 12 tháng, từ 06/03/2024 đến hết ngày 05/03/2025"
    assert wording.window_after(done) == "Sau: 12 tháng, từ 06/03/2025 đến hết ngày 05/03/2026"
    assert wording.window_after(running) == (
        "Sau: từ 06/03/2026 đến 21/11/2026, chưa đủ 12 tháng (đủ vào ngày 05/03/2027)"
    )
    assert wording.window_after(none) == "Sau: đến 21/11/2027; chưa có số liệu"
    assert wording.starts_late(done) is None
    assert "01/01/2024" in str(wording.starts_late(windows(date(2024, 6, 1), REGISTER)))


def test_what_is_unknown_is_said_with_its_number(app: Flask) -> None:
    gaps = Gaps(100, 3, 4, 50, 7, 1200)
    assert wording.notes(gaps, Reading()) == [
        "3 hồ sơ chưa rõ hình thức nộp, được tính là không trực tuyến.",
        "4 hồ sơ do cán bộ nộp hộ, vẫn tính.",
        "50 hồ sơ chưa rõ doanh nghiệp tự nộp hay được nộp hộ, vẫn tính.",
    ]
    assert wording.notes(gaps, Reading(Basis.POSSIBLE, True)) == [
        "3 hồ sơ chưa rõ hình thức nộp, được tính là không trực tuyến.",
        "7 hồ sơ của thủ tục hôm đó chưa nộp trực tuyến được, để ra ngoài.",
        "1.200 hồ sơ chưa rõ thủ tục có nộp trực tuyến được không, vẫn tính.",
        "4 hồ sơ do cán bộ nộp hộ, để ra ngoài.",
        "50 hồ sơ chưa rõ doanh nghiệp tự nộp hay được nộp hộ, vẫn tính.",
    ]
    assert wording.notes(Gaps(), Reading(Basis.POSSIBLE, True)) == []


def test_a_matter_the_register_is_silent_about_has_no_figure(app: Flask) -> None:
    figures = Figures(received_new=10, payment_known=0, digitised=0, digitised_known=4)
    assert wording.figure(figures, "paid_online") == "chưa có số liệu"
    assert wording.figure(figures, "paid_online_vnd") == "chưa có số liệu"
    assert wording.figure(figures, "digitised") == "0"
    paid = Figures(received_new=10, payment_known=1, paid_online=1, paid_online_vnd=144_490_000)
    assert wording.figure(paid, "paid_online_vnd") == "144.490.000 ₫"


def test_every_figure_and_group_has_a_name(app: Flask) -> None:
    assert {*FIGURE_KEYS, "online_rate"} <= set(wording.FIGURES)
    assert set(wording.GROUPS) == set(By)
    assert set(wording.UNNAMED) == set(By) - {By.BUSINESS, By.MONTH}


def test_the_warning_is_always_plain(app: Flask) -> None:
    assert "chưa phải là tác dụng" in wording.not_yet_an_effect(0)
    assert "3 hoạt động khác" in wording.not_yet_an_effect(3)
    assert "chưa phải là tác dụng" in wording.not_yet_an_effect(2, everyone=True)
    assert wording.came_by_themselves("helpdesk")
    assert wording.came_by_themselves("training") is None


def test_a_period_beyond_the_register_is_told(app: Flask) -> None:
    def said(text: str) -> str | None:
        return wording.beyond_register(parse_period(text), REGISTER)

    assert said("2025") is None
    assert said("2026") == "Kỳ chưa hết số liệu: sổ hồ sơ mới đến ngày 21/11/2026."
    assert "01/01/2024–21/11/2026" in str(said("2023"))
    assert wording.beyond_register(parse_period("2023"), None) is None
