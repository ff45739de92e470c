"""What may be said about rates, before and after.

Before and after are counts that happened; no sentence here may call a difference an effect, and none knows
"significant", stars or colours. A missing number reads "chưa có số liệu", no dossier "chưa có hồ sơ".
"""

from outreach.campaigns.rules import SELF_SELECTED
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.i18n import ngettext, show_date, show_number, show_percent, show_points
from outreach.rates.rules.changes import BeforeAfter, Gaps
from outreach.rates.rules.counting import ENOUGH, Basis, Kind, Pair, Reading
from outreach.rates.rules.figures import Figures
from outreach.rates.rules.periods import Period
from outreach.rates.rules.windows import Windows
from outreach.rates.wording.labels import day_or_days, period_days

_PLAIN = _l(
    "Chênh lệch trước – sau chưa phải là tác dụng của hoạt động. Cùng thời gian ấy, xu hướng chung và thói "
    "quen của từng doanh nghiệp cũng làm con số đổi; doanh nghiệp được tiếp cận thường đã khác các doanh "
    "nghiệp còn lại từ trước."
)
_PLAIN_FOR_EVERYONE = _l(
    "Chênh lệch trước – sau chưa phải là tác dụng của hoạt động. Cùng thời gian ấy, xu hướng chung và thói "
    "quen của từng doanh nghiệp cũng làm con số đổi."
)


def data_until(register: Period | None) -> str:
    """How far the numbers reach."""
    if register is None:
        return str(_("Chưa có hồ sơ nào trong sổ."))
    return str(_("Số liệu đến ngày %(day)s.", day=show_date(register.last)))


def beyond_register(period: Period, register: Period | None) -> str | None:
    """That the period lies outside the register, or runs on after its end; None when it is all there."""
    if register is None:
        return None
    if period.last < register.first or period.first > register.last:
        days = period_days(register)
        return str(_("Kỳ này nằm ngoài sổ hồ sơ: sổ chỉ có các ngày %(days)s.", days=days))
    if period.last > register.last:
        return str(_("Kỳ chưa hết số liệu: sổ hồ sơ mới đến ngày %(day)s.", day=show_date(register.last)))
    return None


def notes(gaps: Gaps | Figures, reading: Reading) -> list[str]:
    """What is not known of the received dossiers, and what the reading leaves out; nothing said is zero."""
    said = []
    if gaps.channel_unknown:
        said.append(_about(gaps.channel_unknown, _("chưa rõ hình thức nộp, được tính là không trực tuyến.")))
    if reading.basis is Basis.POSSIBLE:
        if gaps.offline_only:
            said.append(
                _about(gaps.offline_only, _("của thủ tục hôm đó chưa nộp trực tuyến được, để ra ngoài."))
            )
        if gaps.possible_unknown:
            said.append(
                _about(gaps.possible_unknown, _("chưa rõ thủ tục có nộp trực tuyến được không, vẫn tính."))
            )
    if gaps.filed_for:
        words = (
            _("do cán bộ nộp hộ, để ra ngoài.")
            if reading.without_filed_for
            else _("do cán bộ nộp hộ, vẫn tính.")
        )
        said.append(_about(gaps.filed_for, words))
    if gaps.assistance_unknown:
        said.append(
            _about(gaps.assistance_unknown, _("chưa rõ doanh nghiệp tự nộp hay được nộp hộ, vẫn tính."))
        )
    return said


def left_out(figures: Figures, reading: Reading) -> str | None:
    """How many of the received the reading leaves out; None when it counts them all."""
    count = figures.received_new - figures.basis_received
    if not count:
        return None
    total = show_number(figures.received_new)
    return str(_("trong %(total)s hồ sơ; %(count)s để ra ngoài", total=total, count=show_number(count)))


def _about(count: int, words: str) -> str:
    counted = ngettext("%(shown)s hồ sơ", "%(shown)s hồ sơ", count, shown=show_number(count))
    return f"{counted} {words}"


def shares(pair: Pair) -> tuple[str, str] | None:
    """Percentages before and after; None with fewer than five dossiers on a side."""
    if pair.kind is not Kind.RATES:
        return None
    return show_percent(pair.before.share, 1), show_percent(pair.after.share, 1)


def fluctuation(pair: Pair) -> str | None:
    """The interval of one business's difference, named for what it is; None where none may be shown."""
    limits = pair.fluctuation
    if limits is None:
        return None
    low, high = (show_points(limit, 0) for limit in limits)
    return str(_("dao động ngẫu nhiên: từ %(low)s đến %(high)s điểm", low=low, high=high))


def why_no_rate(pair: Pair) -> str | None:
    """Why only counts are shown; None where percentages are."""
    if pair.kind is Kind.RATES:
        return None
    return str(_("Dưới %(count)s hồ sơ ở một bên: chỉ xem số đếm.", count=ENOUGH))


def few() -> str:
    """What stands in a table instead of percentages."""
    return str(_("ít hồ sơ"))


def few_dossiers() -> str:
    """Why a business with few dossiers shows counts only."""
    return str(_("Doanh nghiệp có dưới %(count)s hồ sơ chỉ ghi số đếm, không ghi tỷ lệ.", count=ENOUGH))


def fluctuation_explained() -> str:
    """What the interval is and is not."""
    return str(
        _(
            "Dao động ngẫu nhiên: với chừng ấy hồ sơ, chênh lệch thật có thể nằm ở bất cứ đâu trong khoảng "
            "này (khoảng Newcombe 95%%, tính như thể các hồ sơ không phụ thuộc nhau). Doanh nghiệp thường "
            "nộp theo thói quen, nên dao động thật còn rộng hơn. Chỉ ghi khi mỗi bên có từ %(count)s hồ sơ.",
            count=ENOUGH,
        )
    )


def window_before(around: Windows) -> str:
    """The twelve months before, with the day itself."""
    first, last = show_date(around.before.first), show_date(around.before.last)
    return str(_("Trước: 12 tháng, từ %(first)s đến hết ngày %(last)s", first=first, last=last))


def window_after(around: Windows) -> str:
    """The twelve months after, and how much of them the register holds."""
    ends = show_date(around.after_ends)
    if around.after is None:
        return str(_("Sau: đến %(ends)s; chưa có số liệu", ends=ends))
    first = around.after.first
    if around.unfinished:
        return str(
            _(
                "Sau: từ %(first)s đến %(last)s, chưa đủ 12 tháng (đủ vào ngày %(ends)s)",
                first=show_date(first), last=show_date(around.after.last), ends=ends,
            )
        )  # fmt: skip
    return str(_("Sau: 12 tháng, từ %(first)s đến hết ngày %(ends)s", first=show_date(first), ends=ends))


def starts_late(around: Windows) -> str | None:
    """That the register does not hold all of the twelve months before; None when it does."""
    if not around.starts_late:
        return None
    day = show_date(around.register.first)
    return str(_("Sổ hồ sơ bắt đầu từ ngày %(day)s, nên khoảng trước chưa đủ 12 tháng.", day=day))


def unfinished() -> str:
    """The mark of a business whose twelve months after are still running."""
    return str(_("chưa đủ 12 tháng"))


def several_days(found: BeforeAfter) -> str | None:
    """That businesses were reached on different days and each is counted around its own; None otherwise."""
    days = {change.windows.exposed_on for change in found.changes}
    if found.windows is None or not days or days == {found.windows.exposed_on}:
        return None
    return str(
        _(
            "Mỗi doanh nghiệp được tính quanh ngày của chính mình (%(days)s); các doanh nghiệp còn lại quanh "
            "ngày %(day)s.",
            days=day_or_days(min(days), max(days)),
            day=show_date(found.windows.exposed_on),
        )
    )


def not_yet_an_effect(others_held: int, *, everyone: bool = False) -> str:
    """The plain warning of every before-and-after page; `others_held`: interventions in the same windows."""
    if everyone:
        return _with_others(str(_PLAIN_FOR_EVERYONE), others_held)
    return _with_others(str(_PLAIN), others_held)


def _with_others(plain: str, others_held: int) -> str:
    if not others_held:
        return plain
    more = ngettext(
        "Trong hai khoảng này còn có %(num)d hoạt động khác.",
        "Trong hai khoảng này còn có %(num)d hoạt động khác.",
        others_held,
    )
    return f"{plain} {more}"


def came_by_themselves(type: str) -> str | None:
    """For what businesses seek themselves: why nothing follows from it; None for other types."""
    if type not in SELF_SELECTED and type != "counter_help":
        return None
    return str(
        _(
            "Doanh nghiệp thường tự tìm đến khi sắp nộp trực tuyến. Đây là việc xảy ra sau khi hỗ trợ, không "
            "phải do hỗ trợ."
        )
    )


def reached_everyone() -> str:
    """For what covers everyone: there is nobody to compare with."""
    return str(
        _(
            "Hoạt động này đến với mọi doanh nghiệp nên không có nhóm để so sánh. Ở đây chỉ có số chung của "
            "cả ban trước và sau ngày đó, gồm cả hồ sơ không gắn với doanh nghiệp nào."
        )
    )


def silent(found: BeforeAfter) -> str | None:
    """How many of the businesses reached have no dossier to count on either side; None when all have."""
    if not found.silent:
        return None
    count = len(found.silent)
    return str(
        ngettext(
            "%(shown)s doanh nghiệp chưa có hồ sơ nào ở cả hai khoảng",
            "%(shown)s doanh nghiệp chưa có hồ sơ nào ở cả hai khoảng",
            count,
            shown=show_number(count),
        )
    )
