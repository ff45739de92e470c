"""The rest of what an entry's page says: when it was computed, what it cost, what else there was."""

from datetime import datetime
from typing import Protocol

from outreach.i18n import gettext as _
from outreach.i18n import ngettext, no_data, show_datetime, show_money, show_number
from outreach.rates.rules.costs import cost_per_additional
from outreach.rates.rules.ledger import Entry, Outcome
from outreach.rates.wording.verdicts import OUTCOMES


class Standing(Protocol):
    """How far the ledger is: `current` when it rests on the data as they are."""

    @property
    def computed_at(self) -> datetime | None: ...
    @property
    def current(self) -> bool: ...
    @property
    def running(self) -> bool: ...
    @property
    def fault(self) -> str | None: ...


def standing(state: Standing, entry: Entry | None) -> str:
    """When the entry was computed, and whether it is being computed again."""
    if entry is None:
        if state.current:
            return _("Chưa có hồ sơ nào sau hoạt động để tính. Số đếm trước và sau vẫn ở bên dưới.")
        if state.fault and not state.running:
            return _("Lần tính gần nhất chưa xong, máy chủ sẽ thử lại. Số đếm trước và sau đã có ở bên dưới.")
        if state.running:
            return _("Máy chủ đang tính. Số đếm trước và sau đã có ở bên dưới.")
        return _("Máy chủ sẽ tính trong ít phút. Số đếm trước và sau đã có ở bên dưới.")
    at = show_datetime(state.computed_at)
    if state.current:
        return _("Tính lúc %(at)s.", at=at)
    if state.fault and not state.running:
        return _("Tính lúc %(at)s; số liệu đã đổi, lần tính lại chưa xong và máy chủ sẽ thử lại.", at=at)
    return _("Tính lúc %(at)s; số liệu đã đổi từ lúc đó, đang tính lại.", at=at)


def nothing_yet() -> str:
    """Where the sentence will stand."""
    return _("Chưa có kết luận")


def costs(entry: Entry | None, planned_vnd: int | None, spent_vnd: int | None) -> list[tuple[str, str]]:
    """What was planned and spent, and each additional dossier's part of it where that may be said."""
    rows = [
        (_("Kinh phí dự kiến"), show_money(planned_vnd)),
        (_("Kinh phí đã chi"), show_money(spent_vnd)),
    ]
    return [*rows, (_("Chi cho mỗi hồ sơ có thêm"), cost_per_dossier(entry, spent_vnd))]


def cost_per_dossier(entry: Entry | None, spent_vnd: int | None) -> str:
    """'450.000 ₫ (từ 260.000 ₫ đến 1.700.000 ₫)', or that it cannot be said."""
    found = cost_per_additional(entry, spent_vnd) if entry else None
    if found is None:
        return _("chưa tính được") if spent_vnd is not None else no_data()
    return _(
        "%(value)s (từ %(low)s đến %(high)s)",
        value=show_money(found.vnd), low=show_money(found.low_vnd), high=show_money(found.high_vnd),
    )  # fmt: skip


def touched(businesses: int | None, of: int) -> str:
    """How many of the businesses something else reached too; None: it reached everyone."""
    if businesses is None:
        return _("mọi doanh nghiệp")
    return ngettext(
        "%(shown)s trong %(of)s doanh nghiệp này",
        "%(shown)s trong %(of)s doanh nghiệp này",
        of,
        shown=show_number(businesses),
        of=show_number(of),
    )


def further(count: int) -> str:
    """After the first names of a list."""
    return ngettext("và %(shown)s nữa", "và %(shown)s nữa", count, shown=show_number(count))


def chart_title(outcome: Outcome) -> str:
    """Over the months around the exposure."""
    return _("%(outcome)s: từng tháng quanh ngày được tiếp cận", outcome=OUTCOMES[outcome])


def chart_words() -> dict[str, str]:
    """The signs of the picture."""
    return {
        "observed": _("thực tế"),
        "expected": _("dự kiến nếu không có hoạt động"),
        "limits": _("khoảng dự kiến"),
        "exposed": _("được tiếp cận"),
    }


def board_months() -> str:
    """Over the months of the whole board."""
    return _("Cả ban quản lý: tỷ lệ nộp trực tuyến từng tháng")


def trend_words() -> dict[str, str]:
    """The signs of the picture against an earlier trend."""
    return {
        "observed": _("thực tế"),
        "earlier": _("xu hướng trước đó, kéo dài"),
        "later": _("xu hướng về sau"),
        "held": _("hoạt động"),
    }


def outages_note() -> str:
    """Why they stand on the page."""
    return _("Khi hệ thống gián đoạn thì không ai nộp trực tuyến được; hãy nhớ khi đọc các tháng này.")


def no_outage() -> str:
    """Where none was noted in the two windows: not the same as that there was none."""
    return _("Chưa ghi lần gián đoạn nào trong hai khoảng này.")


def counted(outcome: Outcome) -> str:
    """Over the counts before and after: what is counted of what."""
    if outcome is Outcome.ONLINE:
        return _("Trực tuyến trên tổng số tiếp nhận")
    return _("%(outcome)s trên số hồ sơ đã rõ", outcome=OUTCOMES[outcome])


def with_list() -> str:
    """What the page will show once it is known who was reached."""
    return _(
        "Khi đã ghi doanh nghiệp nào được tiếp cận, trang này cho thấy từng doanh nghiệp nộp thế nào trước "
        "và sau."
    )
