"""What an entry of the ledger comes to, in one sentence that can be read out, and its name on a badge.

No sentence here gives a cause: one says what was found against whom, and where that cannot be said, why.
`points` are percentage points (điểm phần trăm).
"""

from math import floor

from outreach.campaigns.rules import TRAINING
from outreach.i18n import LazyText, lazy_pgettext, ngettext, show_number
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.rates.effects import constants  # plain numbers: numpy stays outside
from outreach.rates.rules.ledger import Entry, Headline, Outcome, Verdict

OUTCOMES: dict[Outcome, LazyText] = {
    Outcome.ONLINE: _l("Nộp trực tuyến"),
    Outcome.ALONE: _l("Tự nộp trực tuyến"),
    Outcome.PAID: _l("Thanh toán trực tuyến"),
    Outcome.NOT_SENT_BACK: _l("Không bị trả lại"),
}
VERDICTS: dict[Verdict, LazyText] = {
    Verdict.SELF_SELECTED: _l("Tự tìm đến"),
    Verdict.EVERYONE: _l("Đến mọi doanh nghiệp"),
    Verdict.CEILING: _l("Đã ở mức trần"),
    Verdict.TOO_FEW: _l("Còn ít hồ sơ"),
    Verdict.NO_FAIR_COMPARISON: _l("Không có so sánh công bằng"),
    Verdict.UP: _l("Có thêm"),
    Verdict.DOWN: _l("Ít đi"),
    Verdict.UNCLEAR: lazy_pgettext("verdict", "Chưa rõ"),
}
# A finding is never red: "down" asks to look at the data again, and so do the others.
TONES: dict[Verdict, str] = {
    Verdict.UP: "good",
    Verdict.DOWN: "warn",
    Verdict.NO_FAIR_COMPARISON: "warn",
    Verdict.CEILING: "info",
    Verdict.EVERYONE: "info",
}


def outcome_name(outcome: Outcome) -> str:
    """What dossiers are asked about, as on the switch."""
    return str(OUTCOMES[outcome])


def verdict_name(verdict: Verdict) -> str:
    """The verdict on a badge."""
    return str(VERDICTS[verdict])


def verdict_tone(verdict: Verdict) -> str:
    """The badge's tone."""
    return TONES.get(verdict, "neutral")


def verdict_sentence(entry: Entry) -> str:
    """What may be said of an intervention, to be read out as it stands."""
    match entry.verdict:
        case Verdict.UP | Verdict.DOWN if entry.headline and entry.by_dossier:
            return _found(entry, entry.headline)
        case Verdict.TOO_FEW:
            return _too_few(entry)
        case Verdict.NO_FAIR_COMPARISON:
            return _no_fair_comparison(entry)
        case Verdict.SELF_SELECTED:
            return _(
                "Doanh nghiệp tự tìm đến khi sắp nộp trực tuyến. Đây là việc xảy ra sau khi hỗ trợ, không "
                "phải do hỗ trợ."
            )
        case Verdict.EVERYONE:
            return _(
                "Mọi doanh nghiệp đều được thông tin nên không có nhóm so sánh; chỉ so được với xu hướng "
                "trước đó."
            )
        case Verdict.CEILING:
            return _(
                "Đã đạt %(share)s trước hoạt động: không còn dư địa để đo.",
                share=whole_percent(entry.share_before),
            )
        case _:
            return _unclear(entry)


def additional(headline: Headline) -> str:
    """'+12 (từ +3 đến +20)': additional dossiers with their interval, for tables."""
    value, low, high = (
        _signed(each) for each in (headline.additional, headline.additional_low, headline.additional_high)
    )
    return _("%(value)s (từ %(low)s đến %(high)s)", value=value, low=low, high=high)


def dossier_count(value: float) -> str:
    """An estimated count of dossiers: whole; below a half with one decimal, since it is not none."""
    whole = floor(abs(value) + 0.5)
    return show_number(whole) if whole or not value else show_number(max(abs(value), 0.1), 1)


def points(share: float) -> str:
    """A size in points without its sign: 0.154 → 15, below one point 0,4."""
    size = abs(share) * 100
    return show_number(size, 0 if size >= 1 else 1)


def whole_percent(share: float | None) -> str:
    """A share as per cent with one decimal where it has any: 100%, 97,5%; never rounded up to 100%."""
    if share is None:
        return "100%"
    tenths = floor(share * 1000 + (0.5 if share < 0.9995 else 0)) / 10
    return show_number(tenths, 0 if tenths == int(tenths) else 1) + "%"


def _signed(value: float) -> str:
    return ("+" if value > 0 else "−" if value < 0 else "") + dossier_count(value)


def _found(entry: Entry, headline: Headline) -> str:
    """Up or down: how many more or fewer, among which dossiers, against whom."""
    assert entry.by_dossier is not None
    up = entry.verdict is Verdict.UP
    limits = headline.additional_low, headline.additional_high
    low, high = limits if up else (-limits[1], -limits[0])
    values = {
        "change": (_more if up else _fewer)(entry.outcome, headline.additional),
        "dossiers": show_number(entry.by_dossier.dossiers),
        "businesses": show_number(entry.by_dossier.businesses),
        "low": dossier_count(low),
        "high": dossier_count(high),
    }
    if entry.type == TRAINING:
        said = _(
            "Ước %(change)s trong %(dossiers)s hồ sơ của %(businesses)s doanh nghiệp ở 12 tháng sau (có thể "
            "từ %(low)s đến %(high)s). Đã so với doanh nghiệp chưa được tập huấn, cùng tháng.",
            **values,
        )
    else:
        said = _(
            "Ước %(change)s trong %(dossiers)s hồ sơ của %(businesses)s doanh nghiệp ở 12 tháng sau (có thể "
            "từ %(low)s đến %(high)s). Đã so với doanh nghiệp chưa được tiếp cận, cùng tháng.",
            **values,
        )
    if up:
        return said
    look_again = _("Hãy xem lại số liệu trước khi kết luận.")
    return f"{said} {look_again}"


def _more(outcome: Outcome, value: float) -> str:
    number, shown = _number(value), dossier_count(value)
    match outcome:
        case Outcome.ALONE:
            return ngettext(
                "có thêm khoảng %(shown)s hồ sơ doanh nghiệp tự nộp trực tuyến",
                "có thêm khoảng %(shown)s hồ sơ doanh nghiệp tự nộp trực tuyến",
                number, shown=shown,
            )  # fmt: skip
        case Outcome.PAID:
            return ngettext(
                "có thêm khoảng %(shown)s hồ sơ thanh toán trực tuyến",
                "có thêm khoảng %(shown)s hồ sơ thanh toán trực tuyến",
                number, shown=shown,
            )  # fmt: skip
        case Outcome.NOT_SENT_BACK:
            return ngettext(
                "có thêm khoảng %(shown)s hồ sơ không bị trả lại",
                "có thêm khoảng %(shown)s hồ sơ không bị trả lại",
                number, shown=shown,
            )  # fmt: skip
        case _:
            return ngettext(
                "có thêm khoảng %(shown)s hồ sơ trực tuyến",
                "có thêm khoảng %(shown)s hồ sơ trực tuyến",
                number, shown=shown,
            )  # fmt: skip


def _fewer(outcome: Outcome, value: float) -> str:
    number, shown = _number(value), dossier_count(value)
    match outcome:
        case Outcome.ALONE:
            return ngettext(
                "ít đi khoảng %(shown)s hồ sơ doanh nghiệp tự nộp trực tuyến",
                "ít đi khoảng %(shown)s hồ sơ doanh nghiệp tự nộp trực tuyến",
                number, shown=shown,
            )  # fmt: skip
        case Outcome.PAID:
            return ngettext(
                "ít đi khoảng %(shown)s hồ sơ thanh toán trực tuyến",
                "ít đi khoảng %(shown)s hồ sơ thanh toán trực tuyến",
                number, shown=shown,
            )  # fmt: skip
        case Outcome.NOT_SENT_BACK:
            return ngettext(
                "ít đi khoảng %(shown)s hồ sơ không bị trả lại",
                "ít đi khoảng %(shown)s hồ sơ không bị trả lại",
                number, shown=shown,
            )  # fmt: skip
        case _:
            return ngettext(
                "ít đi khoảng %(shown)s hồ sơ trực tuyến",
                "ít đi khoảng %(shown)s hồ sơ trực tuyến",
                number, shown=shown,
            )  # fmt: skip


def _number(value: float) -> int:
    """What decides between singular and plural: fractions are plural."""
    return floor(abs(value) + 0.5) if abs(value) >= 0.5 else 0


def _unclear(entry: Entry) -> str:
    said = _("Chưa đủ số liệu để nói có thay đổi hay không.")
    smallest = entry.smallest_change
    if smallest is None:
        return said
    if smallest >= 1:
        more = _("Với chừng ấy hồ sơ, thay đổi lớn đến đâu cũng chưa thấy được.")
        return f"{said} {more}"
    more = _("Số liệu này chỉ thấy được thay đổi từ khoảng %(points)s điểm trở lên.", points=points(smallest))
    return f"{said} {more}"


def _too_few(entry: Entry) -> str:
    """Which of the two gates was not passed: dossiers, or businesses that carry them."""
    used = entry.by_dossier
    dossiers = used.dossiers if used else entry.dossiers_after
    businesses = used.businesses if used else entry.exposed_businesses
    if dossiers < constants.LEAST_DOSSIERS:
        return ngettext(
            "Mới có %(dossiers)s hồ sơ của %(businesses)s doanh nghiệp sau hoạt động; cần ít nhất %(least)s "
            "hồ sơ.",
            "Mới có %(dossiers)s hồ sơ của %(businesses)s doanh nghiệp sau hoạt động; cần ít nhất %(least)s "
            "hồ sơ.",
            dossiers,
            dossiers=show_number(dossiers),
            businesses=show_number(businesses),
            least=show_number(constants.LEAST_DOSSIERS),
        )
    if used and used.effective < constants.LEAST_EFFECTIVE:
        return _(
            "%(dossiers)s hồ sơ sau hoạt động dồn vào quá ít doanh nghiệp: chỉ bằng %(effective)s doanh "
            "nghiệp nộp đều nhau; cần ít nhất %(least)s.",
            dossiers=show_number(dossiers),
            effective=show_number(used.effective, 1),
            least=show_number(constants.LEAST_EFFECTIVE, 0),
        )
    return _(
        "Chưa đủ hồ sơ của doanh nghiệp chưa được tiếp cận mà trước đó nộp giống các doanh nghiệp này, nên "
        "chưa so được."
    )


def _no_fair_comparison(entry: Entry) -> str:
    """A check of the look back found a difference, or could not be asked at all."""
    checks = entry.checks
    if checks and checks.lead_passed is not False and checks.placebo_passed is not False:
        return _(
            "Số liệu trước hoạt động quá ít để biết doanh nghiệp được mời có giống các doanh nghiệp còn lại "
            "hay không, nên không tách được phần của hoạt động này. Lần sau hãy lập danh sách rồi bốc thăm "
            "thứ tự mời."
        )
    return _(
        "Doanh nghiệp được mời đã khác các doanh nghiệp còn lại từ trước, nên không tách được phần do hoạt "
        "động này. Lần sau hãy lập danh sách rồi bốc thăm thứ tự mời."
    )
