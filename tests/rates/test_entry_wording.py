"""Every verdict's words, read in both languages: what they say, and what they never say."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale

from outreach.rates import wording
from outreach.rates.queries.ledger import LedgerState
from outreach.rates.rules.costs import cost_per_additional
from outreach.rates.rules.ledger import SPOKEN, Checks, Entry, Headline, Outcome, Trend, Verdict
from outreach.rates.rules.sayable import sayable
from tests.rates.entries import DOWN, ESTIMATE, FAILED, TREND, UNASKED, UP, entry, full
from tests.spoken import VIETNAMESE

ROOT = Path(__file__).parents[2]
# The two sentences of refusal that name a cause to deny it.
DENIED = ("không phải do hỗ trợ", "không tách được phần do hoạt động này")
DENIED_EN = ("not necessarily because of it",)
NEVER = re.compile(
    r"p-value|\bp\s*[<=>]|giá trị p|ý nghĩa thống kê|có ý nghĩa|\*|★|chứng minh|chứng tỏ|hiệu quả|hệ quả"
    r"|(?<!tự )\bdo\b|\b(nhờ|bởi|vì)\b|nguyên nhân|tác động",
    re.I,
)
NEVER_EN = re.compile(
    r"p-value|\bp\s*[<=>]|significan|\*|★|because of|thanks to|due to|caused|owing to|impact of|prove", re.I
)
STATES = [
    LedgerState(at, current, running, 1, 4, fault)
    for fault in (None, "x")
    for at in (None, datetime(2026, 11, 21, 7, 5, tzinfo=UTC))
    for current in (True, False)
    for running in (True, False)
]


def variants() -> list[Entry]:
    """Every verdict with every outcome and kind, and every way in which its parts can be."""
    found = [
        full(verdict, outcome=outcome, type=type, by_lot=by_lot)
        for verdict in Verdict
        for outcome in Outcome
        for type in ("training", "visit")
        for by_lot in (False, True)
    ]
    failed = Checks(True, (0.0, 0.0), False, (0.2, 0.1, 0.3))
    found += [full(verdict, checks=checks) for verdict in Verdict for checks in (FAILED, UNASKED, failed)]
    found += [full(verdict, stands_out=False) for verdict in Verdict]
    found += [
        entry(Verdict.UNCLEAR, smallest_change=None), entry(Verdict.UNCLEAR, smallest_change=1.2),
        entry(Verdict.TOO_FEW, by_dossier=None, dossiers_after=1, exposed_businesses=1),
        entry(Verdict.TOO_FEW, by_dossier=replace(ESTIMATE, effective=2.4)),
        entry(Verdict.TOO_FEW, by_dossier=ESTIMATE), entry(Verdict.EVERYONE, trend=None),
        entry(Verdict.EVERYONE, trend=replace(TREND, level_low=-0.02)),
    ]  # fmt: skip
    return found


def said(found: Entry) -> list[str]:
    """Everything the product says of an entry."""
    texts = [wording.verdict_name(found.verdict), wording.verdict_sentence(found), *wording.reasons(found)]
    texts += [text for row in wording.method(sayable(found)) for text in row]
    texts += [*wording.limits(), wording.next_outcome(found) or "", wording.chart_title(found.outcome)]
    texts += [
        *wording.chart_words().values(),
        *wording.trend_words().values(),
        wording.counted(found.outcome),
    ]
    texts += [text for row in wording.costs(found, 1, 20_000_000) for text in row]
    texts += [wording.standing(state, each) for state in STATES for each in (None, found)]
    texts += [wording.why_unusable(one.reason, 1) for one in found.unusable]
    return [
        *texts,
        wording.outages_note(),
        wording.touched(3, 9),
        wording.touched(None, 9),
        wording.further(2),
    ]


def without(text: str, phrases: tuple[str, ...]) -> str:
    for phrase in phrases:
        text = text.replace(phrase, "")
    return text


def test_no_word_in_vietnamese_claims_a_cause(app: Flask) -> None:
    found = {text for each in variants() for text in said(each)}
    assert len(found) > 90
    wrong = [text for text in found if NEVER.search(without(text, DENIED))]
    assert wrong == []


def test_no_word_in_english_claims_a_cause(app: Flask) -> None:
    with force_locale("en"):
        found = {text for each in variants() for text in said(each)}
    assert len(found) > 90
    wrong = [text for text in found if NEVER_EN.search(without(text, DENIED_EN)) or VIETNAMESE.search(text)]
    assert wrong == []


def test_what_must_never_be_said_is_recognised() -> None:
    for text in ("p = 0,03", "p<0.05", "có ý nghĩa thống kê", "tăng nhờ tập huấn", "do tập huấn", "+3*"):
        assert NEVER.search(text), text
    for text in ("a significant rise", "because of the training", "thanks to it", "P-value", "p = .03"):
        assert NEVER_EN.search(text), text
    assert not NEVER.search(without("Đây là việc xảy ra sau khi hỗ trợ, không phải do hỗ trợ.", DENIED))


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            entry(Verdict.UP),
            "Ước có thêm khoảng 33 hồ sơ trực tuyến trong 214 hồ sơ của 36 doanh nghiệp ở 12 tháng sau "
            "(có thể từ 9 đến 57). Đã so với doanh nghiệp chưa được tập huấn, cùng tháng.",
        ),
        (
            entry(Verdict.UP, type="visit", outcome=Outcome.PAID),
            "Ước có thêm khoảng 33 hồ sơ thanh toán trực tuyến trong 214 hồ sơ của 36 doanh nghiệp ở 12 "
            "tháng sau (có thể từ 9 đến 57). Đã so với doanh nghiệp chưa được tiếp cận, cùng tháng.",
        ),
        (
            entry(Verdict.DOWN),
            "Ước ít đi khoảng 33 hồ sơ trực tuyến trong 214 hồ sơ của 36 doanh nghiệp ở 12 tháng sau "
            "(có thể từ 9 đến 57). Đã so với doanh nghiệp chưa được tập huấn, cùng tháng. Hãy xem lại số "
            "liệu trước khi kết luận.",
        ),
        (
            entry(Verdict.UNCLEAR),
            "Chưa đủ số liệu để nói có thay đổi hay không. Số liệu này chỉ thấy được thay đổi từ khoảng 21 "
            "điểm trở lên.",
        ),
        (
            entry(Verdict.TOO_FEW),
            "Mới có 12 hồ sơ của 4 doanh nghiệp sau hoạt động; cần ít nhất 30 hồ sơ.",
        ),
        (
            entry(Verdict.NO_FAIR_COMPARISON),
            "Doanh nghiệp được mời đã khác các doanh nghiệp còn lại từ trước, nên không tách được phần do "
            "hoạt động này. Lần sau hãy lập danh sách rồi bốc thăm thứ tự mời.",
        ),
        (
            entry(Verdict.SELF_SELECTED),
            "Doanh nghiệp tự tìm đến khi sắp nộp trực tuyến. Đây là việc xảy ra sau khi hỗ trợ, không phải "
            "do hỗ trợ.",
        ),
        (
            entry(Verdict.EVERYONE),
            "Mọi doanh nghiệp đều được thông tin nên không có nhóm so sánh; chỉ so được với xu hướng "
            "trước đó.",
        ),
        (entry(Verdict.CEILING), "Đã đạt 97,5% trước hoạt động: không còn dư địa để đo."),
    ],
    ids=lambda value: value.verdict.value if isinstance(value, Entry) else "",
)
def test_each_verdict_is_worded_as_agreed(app: Flask, found: Entry, sentence: str) -> None:
    assert wording.verdict_sentence(found) == sentence


def test_numbers_follow_the_language(app: Flask) -> None:
    large = entry(
        Verdict.UP, by_dossier=replace(ESTIMATE, dossiers=2_140), headline=replace(UP, additional=1_233)
    )
    assert "1.233 hồ sơ" in wording.verdict_sentence(large)
    assert "2.140 hồ sơ" in wording.verdict_sentence(large)
    with force_locale("en"):
        assert "1,233" in wording.verdict_sentence(large)


def test_a_lower_limit_above_nothing_is_never_written_as_nothing(app: Flask) -> None:
    close = entry(Verdict.UP, headline=replace(UP, additional_low=0.02))
    assert "từ 0,1 đến 57" in wording.verdict_sentence(close)
    below = entry(Verdict.DOWN, headline=replace(DOWN, additional_high=-0.3))
    assert "từ 0,3 đến 57" in wording.verdict_sentence(below)


def test_almost_all_is_not_written_as_all(app: Flask) -> None:
    assert "99,9%" in wording.verdict_sentence(entry(Verdict.CEILING, share_before=0.99996))
    assert "100%" in wording.verdict_sentence(entry(Verdict.CEILING, share_before=1.0))


def test_too_few_says_which_gate_stood_in_the_way(app: Flask) -> None:
    lopsided = wording.verdict_sentence(entry(Verdict.TOO_FEW, by_dossier=replace(ESTIMATE, effective=2.4)))
    assert "2,4 doanh nghiệp nộp đều nhau" in lopsided
    assert "30" not in lopsided
    alike = wording.verdict_sentence(entry(Verdict.TOO_FEW, by_dossier=ESTIMATE))
    assert "nộp giống các doanh nghiệp này" in alike
    none = wording.verdict_sentence(entry(Verdict.TOO_FEW, by_dossier=None, dossiers_after=0))
    assert none.startswith("Mới có 0 hồ sơ của 38 doanh nghiệp")


def test_what_could_not_be_checked_is_not_called_different(app: Flask) -> None:
    unasked = wording.verdict_sentence(entry(Verdict.NO_FAIR_COMPARISON, checks=UNASKED))
    assert "đã khác" not in unasked
    assert "quá ít" in unasked
    assert "bốc thăm" in unasked


def test_no_verdict_is_red_and_only_up_is_green() -> None:
    tones = {verdict: wording.verdict_tone(verdict) for verdict in Verdict}
    assert "bad" not in tones.values()
    assert [verdict for verdict, tone in tones.items() if tone == "good"] == [Verdict.UP]


def test_every_outcome_and_verdict_has_its_own_name(app: Flask) -> None:
    for language in ("vi", "en"):
        with force_locale(language):
            assert len({wording.verdict_name(verdict) for verdict in Verdict}) == len(Verdict)
            assert len({wording.outcome_name(outcome) for outcome in Outcome}) == len(Outcome)


def test_refusals_carry_no_estimate(app: Flask) -> None:
    for verdict in set(Verdict) - SPOKEN:
        texts = " ".join(said(full(verdict, headline=UP)))
        for number in ("+15,4", "15,4", "33 hồ sơ", "+10,0"):
            assert number not in texts, (verdict, number)
        shown = sayable(full(verdict, headline=UP))
        assert (shown.headline, shown.by_dossier, shown.by_business, shown.matched) == (None,) * 4
        assert (shown.profile, shown.joint, shown.lot) == ((), (), None)


def test_the_look_back_is_told_with_its_differences(app: Flask) -> None:
    good = " ".join(wording.reasons(entry(Verdict.UP)))
    assert "0–3 tháng trước chênh +1,2 điểm, 3–6 tháng trước chênh −0,5 điểm): đạt." in good
    assert "chênh −2,0 điểm (từ −9,0 đến +5,0): đạt." in good
    bad = " ".join(wording.reasons(entry(Verdict.NO_FAIR_COMPARISON)))
    assert "hai bên đã đi khác nhau (0–3 tháng trước chênh +21,2 điểm" in bad
    assert "không đạt" in bad


def test_a_verdict_that_comes_before_any_comparison_tells_of_none(app: Flask) -> None:
    for verdict in (Verdict.SELF_SELECTED, Verdict.CEILING, Verdict.EVERYONE):
        texts = " ".join(said(full(verdict)))
        for word in ("không đạt", "đạt.", "So lần thứ hai", "jackknife", "lần bốc lại"):
            assert word not in texts, (verdict, word)


def test_a_lot_needs_no_look_back_and_says_how_often_another_order_would_do(app: Flask) -> None:
    drawn = " ".join(wording.reasons(full(Verdict.UP, by_lot=True)))
    assert "không cần kiểm tra" in drawn
    assert "Trong 999 lần bốc lại thứ tự, có 3 lần chênh lệch lớn như vậy." in drawn
    assert "danh sách đã bốc thăm" in drawn


def test_a_trend_is_never_more_than_changed(app: Flask) -> None:
    changed = " ".join(wording.reasons(entry(Verdict.EVERYONE)))
    assert "đã lệch khỏi xu hướng trước: +6,0 điểm (từ +1,0 đến +11,0)" in changed
    assert "24 tháng trước và 12 tháng sau" in changed
    flat: Trend = replace(TREND, level_low=-0.02)
    assert "chưa thấy tỷ lệ chung lệch khỏi xu hướng trước" in " ".join(
        wording.reasons(entry(Verdict.EVERYONE, trend=flat))
    )
    assert "Chưa đủ 12 tháng trước" in " ".join(wording.reasons(entry(Verdict.EVERYONE, trend=None)))


def test_what_was_left_out_is_counted_by_its_reason(app: Flask) -> None:
    texts = wording.reasons(full(Verdict.UP))
    assert "2 doanh nghiệp đã được loại hoạt động này tiếp cận từ trước" in " ".join(texts)
    assert sum(text.startswith("1 doanh nghiệp chưa có hồ sơ nào") for text in texts) == 2
    assert any("tháng không còn ai để so" in text for text in texts)


def test_a_warning_that_is_not_known_yet_is_told_in_general(app: Flask) -> None:
    texts = wording.reasons(full(Verdict.UP))
    assert "Chưa đủ 12 tháng sau hoạt động: con số còn đổi khi có thêm hồ sơ." in texts
    assert texts[-1] == "Số liệu còn điểm cần xem lại; chi tiết ở tệp JSON."
    assert wording.reasons(entry(Verdict.UP, warnings=("unfinished",)))[-1] != texts[-1]


def test_types_that_businesses_seek_have_no_part_in_the_joint_figures(app: Flask) -> None:
    both = full(Verdict.UP)
    assert "Tập huấn: +10,0 điểm" in " ".join(wording.reasons(both))
    sought = tuple(replace(one, type="helpdesk") if one.type == "visit" else one for one in both.joint)
    assert "trùng nhau" not in " ".join(wording.reasons(replace(both, joint=sought)))


@pytest.mark.parametrize(
    ("found", "spent", "words"),
    [
        (entry(Verdict.UP), 20_000_000, "604.200 ₫ (từ 348.400 ₫ đến 2.325.600 ₫)"),
        (entry(Verdict.UP), None, "chưa có số liệu"),
        (entry(Verdict.UP, headline=replace(UP, additional_low=-0.1)), 20_000_000, "chưa tính được"),
        (entry(Verdict.DOWN), 20_000_000, "chưa tính được"),
        (entry(Verdict.UNCLEAR, headline=UP), 20_000_000, "chưa tính được"),
        (None, 20_000_000, "chưa tính được"),
    ],
)
def test_a_dossier_has_a_cost_only_where_more_is_sure(
    app: Flask, found: Entry | None, spent: int | None, words: str
) -> None:
    assert wording.cost_per_dossier(found, spent) == words


def test_costs_turn_the_interval_round() -> None:
    found = cost_per_additional(entry(Verdict.UP, headline=Headline(0.1, 0.05, 0.2, 10, 5, 20)), 1_000_000)
    assert found is not None
    assert (found.vnd, found.low_vnd, found.high_vnd) == (100_000, 50_000, 200_000)


def test_the_method_gives_a_statistician_the_numbers(app: Flask) -> None:
    rows = dict(wording.method(entry(Verdict.UP)))
    own = rows["Tính theo hồ sơ"]
    assert own.startswith(
        "+15,4 điểm; sai số 5,0; 20,4 bậc tự do; 95% từ +5,0 đến +25,0; 214 hồ sơ, 36 doanh"
    )
    assert {"Tính theo doanh nghiệp", "Khoảng công bố", "Hằng số", "Nguồn"} <= set(rows)
    assert rows["Kiểm tra so khớp năm trước đó"].startswith("đạt")
    assert "jackknife" in rows["Mô hình"]


# ── nowhere else ─────────────────────────────────────────────────────────────────────────────────────────

_ASKED = re.compile(r"\b(?:_l?|n?gettext)\(\s*((?:(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')\s*)+)")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")
_ABOUT = re.compile(
    r"trước và sau|trước\s*[→–-]\s*sau|(sau|trước) hoạt động|chênh lệch|có thêm khoảng|ít đi khoảng|tác dụng"
    r"|xu hướng trước",
    re.I,
)


def sentences(source: str) -> list[str]:
    """The messages of a file that are sentences: they end with a full stop."""
    joined = ("".join(a or b for a, b in _STRING.findall(text)) for text in _ASKED.findall(source))
    return [text for text in joined if text.rstrip().endswith((".", "!", "?"))]


# Stuck per hundred starts before and after an answer: its own counts, without an estimate. A summary form
# beside the register: what differs are two countings of one period.
TELLS_ITSELF = {ROOT / "templates/answers/answer.html", ROOT / "templates/rates/summary.html"}


def test_only_the_wording_of_rates_has_sentences_about_before_and_after() -> None:
    own, seen, strangers = ROOT / "outreach/rates/wording", 0, []
    for path in [*(ROOT / "outreach").rglob("*.py"), *(ROOT / "templates").rglob("*.html")]:
        about = [text for text in sentences(path.read_text()) if _ABOUT.search(text)]
        if own in path.parents:
            seen += len(about)
        elif path in TELLS_ITSELF:
            continue
        else:
            strangers += [(str(path.relative_to(ROOT)), text) for text in about]
    assert seen > 15, "the search finds what it looks for"
    assert strangers == []
