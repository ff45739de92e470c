"""What the pages say about rates: the only place where their sentences are written.

Before and after are counts that happened; no sentence here may call a difference an effect, and none knows
"significant", stars or colours. A missing number reads "chưa có số liệu", no dossier "chưa có hồ sơ".
"""

from datetime import date

from outreach.campaigns.rules import SELF_SELECTED
from outreach.i18n import (
    LazyText,
    ngettext,
    no_data,
    show_date,
    show_money,
    show_number,
    show_percent,
    show_points,
)
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.rates.rules.changes import BeforeAfter, Gaps, Mark
from outreach.rates.rules.counting import Basis, Kind, Pair, Reading, Tally
from outreach.rates.rules.figures import By, Figures
from outreach.rates.rules.periods import Period
from outreach.rates.rules.windows import Windows

FIGURES: dict[str, LazyText] = {
    "received_new": _l("Tiếp nhận mới"),
    "received_online": _l("Nộp trực tuyến"),
    "received_other": _l("Trực tiếp, bưu chính, chưa rõ"),
    "carried_over": _l("Kỳ trước chuyển sang"),
    "total": _l("Tổng số phải giải quyết"),
    "resolved": _l("Đã giải quyết"),
    "on_time": _l("Trước và đúng hạn"),
    "late": _l("Quá hạn"),
    "resolved_without_due": _l("Không có ngày hẹn trả"),
    "in_progress": _l("Đang giải quyết"),
    "in_progress_on_time": _l("Trong hạn"),
    "in_progress_late": _l("Đã quá hạn"),
    "paid_online": _l("Thanh toán trực tuyến"),
    "paid_online_vnd": _l("Số tiền thanh toán trực tuyến"),
    "digitised": _l("Đã số hóa"),
    "returned_by_post": _l("Trả kết quả qua bưu chính"),
    "sent_back": _l("Hướng dẫn thực hiện lại"),
    "online_rate": _l("Tỷ lệ nộp trực tuyến"),
}
BASES: dict[Basis, LazyText] = {
    Basis.ALL: _l("Tất cả hồ sơ tiếp nhận"),
    Basis.POSSIBLE: _l("Chỉ thủ tục nộp trực tuyến được hôm đó"),
}
ASSISTANCE: dict[bool, LazyText] = {
    False: _l("Gồm cả hồ sơ nộp hộ"),
    True: _l("Không tính hồ sơ nộp hộ"),
}
GROUPS: dict[By, LazyText] = {
    By.AGENCY: _l("Cơ quan"),
    By.FIELD: _l("Lĩnh vực"),
    By.PROCEDURE: _l("Thủ tục"),
    By.ZONE: _l("Khu"),
    By.BUSINESS: _l("Doanh nghiệp"),
    By.MONTH: _l("Tháng"),
}
UNNAMED: dict[By, LazyText] = {
    By.AGENCY: _l("Không ghi cơ quan (thuộc ban quản lý)"),
    By.FIELD: _l("Chưa rõ lĩnh vực"),
    By.PROCEDURE: _l("Chưa rõ thủ tục"),
    By.ZONE: _l("Chưa rõ khu"),
}


# ── periods ──────────────────────────────────────────────────────────────────────────────────────────────


def period_days(period: Period) -> str:
    """'20/02/2024–19/03/2024', or the one day."""
    first, last = show_date(period.first), show_date(period.last)
    return first if first == last else f"{first}–{last}"


def period_name(period: Period) -> str:
    """'Tháng 03/2024', 'Quý I/2024', '9 tháng đầu năm 2024', 'Kỳ báo cáo tháng 03/2024 (20/02–19/03)' …"""
    first, last = period.first, period.last
    match period.kind:
        case "month":
            return str(_("Tháng %(month)s", month=f"{first:%m/%Y}"))
        case "quarter":
            number = ("I", "II", "III", "IV")[first.month // 3]
            return str(_("Quý %(quarter)s/%(year)s", quarter=number, year=first.year))
        case "half" | "first_months":
            return str(_("%(count)s tháng đầu năm %(year)s", count=last.month, year=first.year))
        case "year":
            return str(_("Năm %(year)s", year=first.year))
        case "report_month":
            return str(_("Kỳ báo cáo tháng %(month)s", month=f"{last:%m/%Y}"))
        case _:
            return period_days(period)


def month_name(period: Period) -> str:
    """'03/2024', with its days where the period cuts the month."""
    if period.kind == "month":
        return f"{period.first:%m/%Y}"
    return f"{period.first:%m/%Y} ({period.first:%d/%m}–{period.last:%d/%m})"


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


# ── which dossiers a rate counts ─────────────────────────────────────────────────────────────────────────


def basis_name(reading: Reading) -> str:
    """The basis in a few words, to stand beside a rate."""
    name = str(BASES[reading.basis])
    if not reading.without_filed_for:
        return name
    return str(_("%(basis)s, không tính nộp hộ", basis=name))


def basis_of_rate(reading: Reading) -> str:
    """'Tính trên: …', the line under a rate."""
    name = basis_name(reading)
    return str(_("Tính trên: %(basis)s", basis=name[:1].lower() + name[1:]))


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


def _about(count: int, words: str) -> str:
    counted = ngettext("%(shown)s hồ sơ", "%(shown)s hồ sơ", count, shown=show_number(count))
    return f"{counted} {words}"


# ── counts before and after ──────────────────────────────────────────────────────────────────────────────


def tally(counts: Tally) -> str:
    """'12/60', online of received; 'chưa có hồ sơ' when nothing was received."""
    if not counts.received:
        return str(_("chưa có hồ sơ"))
    return f"{show_number(counts.online)}/{show_number(counts.received)}"


def tally_in_words(counts: Tally) -> str:
    """'12 trực tuyến trong 60 hồ sơ', for whoever hears the page."""
    if not counts.received:
        return str(_("chưa có hồ sơ"))
    online, received = show_number(counts.online), show_number(counts.received)
    return str(_("%(online)s trực tuyến trong %(received)s hồ sơ", online=online, received=received))


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
    return str(_("Dưới 5 hồ sơ ở một bên: chỉ xem số đếm."))


# ── windows ──────────────────────────────────────────────────────────────────────────────────────────────


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


# ── what may be concluded ────────────────────────────────────────────────────────────────────────────────


def not_yet_an_effect(others_held: int) -> str:
    """The plain warning of every before-and-after page; `others_held`: interventions in the same windows."""
    plain = str(
        _(
            "Chênh lệch trước – sau chưa phải là tác dụng của hoạt động. Cùng thời gian ấy, xu hướng chung "
            "và thói quen của từng doanh nghiệp cũng làm con số đổi; doanh nghiệp tham gia thường đã khác "
            "doanh nghiệp không tham gia từ trước."
        )
    )
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


def businesses(count: int) -> str:
    """'36 doanh nghiệp'."""
    shown = show_number(count)
    return str(ngettext("%(shown)s doanh nghiệp", "%(shown)s doanh nghiệp", count, shown=shown))


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


def mark(found: Mark) -> str:
    """One dot in words: '05/03/2024 · trực tuyến · nộp hộ · tên thủ tục'."""
    channel = {True: _("trực tuyến"), False: _("nộp giấy"), None: _("chưa rõ hình thức")}[found.online]
    parts = [show_date(found.received_on), channel]
    if found.filed_for:
        parts.append(_("nộp hộ"))
    if found.procedure:
        parts.append(found.procedure)
    return " · ".join(str(part) for part in parts)


def figure(figures: Figures, key: str) -> str:
    """A figure as pages show it; 'chưa có số liệu' where the register says nothing about the matter."""
    value = figures.said(key)
    return show_money(value) if key == "paid_online_vnd" else show_number(value)


def whole() -> str:
    """The name of a table's last line."""
    return str(_("Cả ban quản lý"))


def unplaced() -> str:
    """The name of the dossiers that belong to no business."""
    return str(_("Hồ sơ không gắn với doanh nghiệp nào"))


def rate(counts: Tally) -> str:
    """'65,53%'; 'chưa có số liệu' when nothing was received."""
    return show_percent(counts.share) if counts.received else no_data()


def day_or_days(first: date, last: date | None) -> str:
    """The day of an intervention, or its days."""
    return show_date(first) if last in (None, first) else f"{show_date(first)}–{show_date(last)}"
