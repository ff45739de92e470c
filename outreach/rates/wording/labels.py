"""What figures, periods, bases and counts are called."""

from datetime import date

from outreach.dossiers.rules import FIGURE_LABELS
from outreach.i18n import LazyText, ngettext, no_data, show_date, show_money, show_number, show_percent
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.rates.rules.counting import Basis, Reading, Tally
from outreach.rates.rules.figures import By, Figures
from outreach.rates.rules.periods import Period

FIGURES: dict[str, LazyText] = {
    **FIGURE_LABELS,
    "paid_online_vnd": _l("Số tiền thanh toán trực tuyến"),
    "online_rate": _l("Tỷ lệ nộp trực tuyến"),
}
# Under a heading that says the rest.
SHORT: dict[str, LazyText] = {
    **FIGURES,
    "total": _l("Tổng số"),
    "received_other": _l("Trực tiếp, bưu chính, chưa rõ"),
    "resolved": _l("Tổng số"),
    "on_time": _l("Trước và đúng hạn"),
    "late": _l("Quá hạn"),
    "in_progress": _l("Tổng số"),
    "in_progress_on_time": _l("Trong hạn"),
    "in_progress_late": _l("Quá hạn"),
    "paid_online_vnd": _l("Số tiền thanh toán"),
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


def tally(counts: Tally) -> str:
    """'12/60', online of received; 'chưa có hồ sơ' when nothing was received."""
    if not counts.received:
        return str(_("chưa có hồ sơ"))
    return f"{show_number(counts.online)}/{show_number(counts.received)}"


def figure(figures: Figures, key: str) -> str:
    """A figure as pages show it; 'chưa có số liệu' where the register says nothing about the matter."""
    value = figures.said(key)
    return show_money(value) if key == "paid_online_vnd" else show_number(value)


def rate(counts: Tally) -> str:
    """'65,53%'; 'chưa có số liệu' when nothing was received."""
    return show_percent(counts.share) if counts.received else no_data()


def whole() -> str:
    """The name of a table's last line."""
    return str(_("Cả ban quản lý"))


def unplaced() -> str:
    """The name of the dossiers that belong to no business."""
    return str(_("Hồ sơ không gắn với doanh nghiệp nào"))


def businesses(count: int) -> str:
    """'36 doanh nghiệp'."""
    shown = show_number(count)
    return str(ngettext("%(shown)s doanh nghiệp", "%(shown)s doanh nghiệp", count, shown=shown))


def with_dossiers(count: int) -> str:
    """'30 có hồ sơ ở hai khoảng này'."""
    return str(_("%(count)s có hồ sơ ở hai khoảng này", count=show_number(count)))


def others() -> str:
    """The businesses that an intervention did not reach."""
    return str(_("Các doanh nghiệp còn lại"))


def day_or_days(first: date, last: date | None) -> str:
    """The day of an intervention, or its days."""
    return show_date(first) if last in (None, first) else f"{show_date(first)}–{show_date(last)}"
