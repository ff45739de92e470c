"""How an entry was computed, in rows that a statistician can check: formulas by name, numbers, constants."""

from outreach.i18n import LazyText, show_number, show_percent, show_points
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.rates.effects import constants
from outreach.rates.rules.ledger import SPOKEN, Checks, Entry, Estimate, Outcome, Verdict
from outreach.rates.wording.reasons import COMPARED, passed

Rows = list[tuple[str, str]]

_YES: dict[Outcome, LazyText] = {
    Outcome.ONLINE: _l("y = 1 khi hồ sơ nộp trực tuyến"),
    Outcome.ALONE: _l("y = 1 khi doanh nghiệp tự nộp trực tuyến, không ai giúp"),
    Outcome.PAID: _l("y = 1 khi có khoản đã thanh toán trực tuyến"),
    Outcome.NOT_SENT_BACK: _l("y = 1 khi hồ sơ kết thúc mà không bị trả lại"),
}


def method(entry: Entry) -> Rows:
    """Terms and what they are; of a verdict that carries no estimate, no estimate."""
    rows = [(_("Đơn vị"), _unit(entry))]
    if entry.verdict is Verdict.EVERYONE:
        return [*rows, *_trend(entry)]
    if entry.verdict in (Verdict.SELF_SELECTED, Verdict.CEILING):
        return [*rows, (_("Mô hình"), _("Không ước lượng: kết luận này có trước mọi phép so."))]
    rows.append((_("Mô hình"), _model(entry)))
    if entry.verdict in SPOKEN:
        rows += _estimates(entry)
    if entry.checks and entry.verdict in COMPARED:
        rows += _checks(entry.checks)
    return [*rows, (_("Hằng số"), _constants()), (_("Nguồn"), SOURCES)]


SOURCES = (
    "Borusyak–Jaravel–Spiess, Gardner (imputation); MacKinnon–Nielsen–Webb (jackknife, CR3); "
    "Daw–Hatfield (matching); Roth (pre-tests); Benjamini–Hochberg; Newey–West."
)


def _unit(entry: Entry) -> str:
    return _(
        "Hồ sơ mới tiếp nhận; %(yes)s, ngược lại y = 0. Không tính hồ sơ của thủ tục hôm đó chưa nộp trực "
        "tuyến được.",
        yes=str(_YES[entry.outcome]),
    )


def _model(entry: Entry) -> str:
    said = _(
        "y = a(doanh nghiệp) + l(tháng), khớp trên hồ sơ đến hết ngày được tiếp cận lần đầu; chênh lệch = "
        "trung bình của y − (a + l) trên hồ sơ trong %(months)s tháng sau. Khoảng: bỏ lần lượt từng doanh "
        "nghiệp (jackknife), Student t.",
        months=constants.HORIZON_MONTHS,
    )
    listed = _("Chỉ gồm doanh nghiệp trong danh sách bốc thăm.")
    return f"{said} {listed}" if entry.by_lot else said


def _estimates(entry: Entry) -> Rows:
    named = (
        (_("Tính theo hồ sơ"), entry.by_dossier),
        (_("Tính theo doanh nghiệp"), entry.by_business),
        (_("So khớp cùng tỷ lệ 6 tháng trước"), entry.matched),
    )
    rows = [(name, estimate(found)) for name, found in named if found]
    if entry.headline:
        low, high = show_points(entry.headline.low), show_points(entry.headline.high)
        spans = _("từ %(low)s đến %(high)s điểm, phủ cả hai phép so", low=low, high=high)
        rows.append((_("Khoảng công bố"), spans))
    return rows


def estimate(found: Estimate) -> str:
    """Effect, error, degrees of freedom, interval, and what it rests on."""
    return _(
        "%(effect)s điểm; sai số %(error)s; %(degrees)s bậc tự do; 95%% từ %(low)s đến %(high)s; "
        "%(dossiers)s hồ sơ, %(businesses)s doanh nghiệp (hiệu dụng %(effective)s)",
        effect=show_points(found.effect),
        error=show_number(found.error * 100, 1),
        degrees=show_number(found.degrees, 1),
        low=show_points(found.low),
        high=show_points(found.high),
        dossiers=show_number(found.dossiers),
        businesses=show_number(found.businesses),
        effective=show_number(found.effective, 1),
    )


def _checks(checks: Checks) -> Rows:
    leads = " · ".join(show_points(lead) for lead in checks.leads)
    placebo = " … ".join(show_points(limit) for limit in checks.placebo[1:]) if checks.placebo else ""
    return [
        (
            _("Kiểm tra 0–3 và 3–6 tháng trước (F)"),
            f"{passed(checks.lead_passed)}{f' ({leads})' if leads else ''}",
        ),
        (
            _("Kiểm tra so khớp năm trước đó"),
            f"{passed(checks.placebo_passed)}{f' ({placebo})' if placebo else ''}",
        ),
    ]


def _trend(entry: Entry) -> Rows:
    lag = constants.TREND_LAG
    rows = [
        (
            _("Mô hình"),
            _(
                "Hồi quy phân đoạn tỷ lệ tháng của cả ban, trọng số là số hồ sơ; sai số Newey–West trễ "
                "%(lag)s tháng (thường hơi hẹp).",
                lag=lag,
            ),
        )
    ]
    found = entry.trend
    if found:
        for name, value, low, high in (
            (_("Mức đổi"), found.level, found.level_low, found.level_high),
            (_("Độ dốc đổi mỗi tháng"), found.slope, found.slope_low, found.slope_high),
        ):
            limits = {"value": show_points(value), "low": show_points(low), "high": show_points(high)}
            rows.append((name, _("%(value)s điểm (từ %(low)s đến %(high)s)", **limits)))
    return [*rows, (_("Nguồn"), "Newey–West; Turner et al. 2020.")]


def _constants() -> str:
    return _(
        "ít nhất %(dossiers)s hồ sơ sau và %(effective)s doanh nghiệp hiệu dụng; mức trần %(ceiling)s; lớp "
        "so khớp có từ %(businesses)s doanh nghiệp và %(matched)s hồ sơ; kiểm tra ở mức %(fails)s; nhiều "
        "hoạt động cùng xem: %(discoveries)s",
        dossiers=constants.LEAST_DOSSIERS,
        effective=show_number(constants.LEAST_EFFECTIVE, 0),
        ceiling=show_percent(constants.CEILING, 0),
        businesses=constants.LEAST_MATCHED_BUSINESSES,
        matched=constants.LEAST_MATCHED_DOSSIERS,
        fails=show_percent(constants.FAILS_BELOW, 0),
        discoveries=show_percent(constants.FALSE_DISCOVERIES, 0),
    )
