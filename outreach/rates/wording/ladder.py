"""What may be said about a ladder: what came before a move is listed, never called its reason."""

from collections.abc import Sequence
from datetime import date

from outreach.i18n import LazyText, ngettext, show_date, show_number
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l

STANDINGS: dict[str, LazyText] = {
    "none_yet": _l("Chưa có ghi nhận"),
    "account": _l("Có tài khoản tổ chức"),
    "aware": _l("Đã biết đến"),
    "trained": _l("Đã được tập huấn"),
    "first_online": _l("Nộp trực tuyến lần đầu"),
    "second_alone": _l("Tự nộp từ lần thứ hai"),
    "pays_online": _l("Thanh toán trực tuyến"),
    "signs": _l("Ký số"),
    "result_remote": _l("Nhận kết quả từ xa"),
}
STATES: dict[str, LazyText] = {
    "reached": _l("đã có"),
    "not_yet": _l("chưa ghi nhận"),
    "unknown": _l("chưa rõ"),
    "none": _l("thủ tục không cần"),
}
MARKS = {"reached": "●", "not_yet": "○", "unknown": "?", "none": "–"}  # read without colours
HOW: dict[str | None, LazyText] = {
    "alone": _l("tự nộp"),
    "assisted": _l("có hỗ trợ"),
    "filed_for": _l("cán bộ nộp hộ"),
    None: _l("chưa rõ ai nộp"),
}


def how_filed(alone: int, assisted: int, filed_for: int, unknown: int) -> str:
    """Who really filed the online dossiers; kinds that did not occur are left out."""
    counts = (("alone", alone), ("assisted", assisted), ("filed_for", filed_for), (None, unknown))
    return " · ".join(f"{show_number(count)} {HOW[key]}" for key, count in counts if count)


def before_move(names: Sequence[str], months: int) -> str:
    """What reached the business in the months before a move, in the order of days."""
    if not names:
        return str(_("%(months)s tháng trước đó: không ghi nhận hoạt động nào.", months=months))
    return str(_("%(months)s tháng trước đó: %(names)s.", months=months, names="; ".join(names)))


def named(title: str, day: date) -> str:
    """One intervention with its day."""
    return f"{title} ({show_date(day)})"


def not_a_reason() -> str:
    """What a list of earlier interventions does not say."""
    return str(
        _(
            "Hoạt động có trước chưa phải là nguyên nhân: doanh nghiệp có thể đã làm được dù không có. "
            "Tác dụng của từng hoạt động xem trong Sổ can thiệp."
        )
    )


def trips(spared: int, counted: int, online: int) -> str | None:
    """Trips spared, always as an estimate, with what it is made of; None where no level is known."""
    if not counted:
        return None
    words = ngettext(
        "Ước tính tránh được %(shown)s lượt đi lại", "Ước tính tránh được %(shown)s lượt đi lại",
        spared, shown=show_number(spared),
    )  # fmt: skip
    base = _(
        "tính từ %(counted)s trong %(online)s hồ sơ trực tuyến đã rõ mức độ; "
        "hồ sơ giấy hai lượt, mức độ 3 một lượt, toàn trình không lượt nào",
        counted=show_number(counted), online=show_number(online),
    )  # fmt: skip
    return f"{words} ({base})."
