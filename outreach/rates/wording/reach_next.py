"""What is said about whom to reach next: an order by volume, and for each business why it stands there."""

from datetime import date

from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.i18n import ngettext, show_date, show_number, show_percent
from outreach.rates.rules.counting import Tally
from outreach.rates.rules.periods import Period
from outreach.rates.rules.reach_next import Candidate, Narrowed, Papers, Ranking
from outreach.rates.wording.labels import period_days, tally

LEAD = _l("Ai dự kiến còn nộp nhiều hồ sơ giấy nhất trong 12 tháng tới, ở thủ tục nộp trực tuyến được.")
ORDER = _l("Đây là thứ tự theo khối lượng hồ sơ giấy, không phải dự báo cuộc gặp sẽ thay đổi được bao nhiêu.")
WHY_NOT_SHARE = _l(
    "Không xếp theo tỷ lệ trực tuyến thấp nhất, vì như thế doanh nghiệp 0/1 đứng trên doanh nghiệp 40/200, "
    "dù chỉ nộp một hồ sơ giấy."
)
METHOD = _l(
    "Hồ sơ giấy dự kiến = số hồ sơ dự kiến × (1 − tỷ lệ trực tuyến dự kiến). Cả hai đi từ số của chính doanh "
    "nghiệp, kéo về số chung của ban khi doanh nghiệp có ít hồ sơ. Trọng số lấy từ số liệu nên không "
    "chỉnh tay: chỉnh tay là xếp theo ý người chỉnh."
)
SOURCES = _l(
    "Ước lượng Bayes thực nghiệm bằng phương pháp mô-men: số hồ sơ theo Poisson – gamma (Marshall 1991), tỷ "
    "lệ theo nhị thức – beta (Kleinman 1973)."
)
NEVER_TRAINED = _l("Chưa dự tập huấn lần nào")
NEVER_REACHED = _l("Chưa được tiếp cận lần nào")


def expected(candidate: Candidate) -> str:
    """'12,3': the expected paper dossiers of twelve months; '–' where the register is too short to say."""
    return "–" if candidate.expected is None else show_number(candidate.expected, 1)


def online(candidate: Candidate) -> str:
    """'2/14', online of received in the last twelve months."""
    return tally(Tally(candidate.counted.online, candidate.counted.received))


def paper(candidate: Candidate) -> str:
    """'12 hồ sơ giấy'."""
    count = candidate.counted.paper
    return str(ngettext("%(shown)s hồ sơ giấy", "%(shown)s hồ sơ giấy", count, shown=show_number(count)))


def trained(candidate: Candidate) -> str:
    """'Tập huấn 05/03/2026', or that there was none."""
    if candidate.trained_on is None:
        return str(NEVER_TRAINED)
    return str(_("Tập huấn %(day)s", day=show_date(candidate.trained_on)))


def reached(candidate: Candidate, today: date) -> str:
    """'Tiếp cận lần cuối 05/03/2026, 262 ngày trước', or that nothing has reached it.

    Beside a training that was the last: '262 ngày trước' alone.
    """
    day = candidate.reached_on
    if day is None:
        return str(NEVER_REACHED)
    if day == candidate.trained_on:
        return days_ago(day, today)
    return str(_("Tiếp cận lần cuối %(day)s, %(ago)s", day=show_date(day), ago=days_ago(day, today)))


def days_ago(day: date, today: date) -> str:
    """'262 ngày trước', 'hôm nay'."""
    count = (today - day).days
    if count == 0:
        return str(_("hôm nay"))
    return str(ngettext("%(shown)s ngày trước", "%(shown)s ngày trước", count, shown=show_number(count)))


def in_short(candidate: Candidate) -> str:
    """'dự kiến 12,3 hồ sơ giấy · trực tuyến 2/14 · Chưa dự tập huấn lần nào'."""
    ahead = (
        paper(candidate)
        if candidate.expected is None
        else _("dự kiến %(expected)s hồ sơ giấy", expected=expected(candidate))
    )
    return " · ".join([ahead, _("trực tuyến %(counts)s", counts=online(candidate)), trained(candidate)])


def most_often(papers: Papers) -> str:
    """'Nhiều nhất (6):', before the commonest procedure."""
    return str(_("Nhiều nhất (%(count)s):", count=show_number(papers.top_count)))


def reason(candidate: Candidate) -> str:
    """Why a business was put on a list, kept with it: '12,3 hồ sơ giấy dự kiến trong 12 tháng tới; …'."""
    ahead = (
        paper(candidate)
        if candidate.expected is None
        else _("Dự kiến %(expected)s hồ sơ giấy trong 12 tháng tới", expected=expected(candidate))
    )
    counts = _("trực tuyến %(online)s trong 12 tháng qua", online=online(candidate))
    known = trained(candidate)
    return f"{ahead}; {counts}; {known[:1].lower()}{known[1:]}"


def quiet(months: int) -> str:
    """The choice 'not reached for so many months'."""
    return str(_("Từ %(months)s tháng trở lên", months=months))


def nothing_on_paper(narrowed: Narrowed) -> str:
    """That all is filed online, said gladly."""
    if narrowed.field or narrowed.procedure_id:
        return str(_("Phần này không còn hồ sơ giấy nào trong 12 tháng qua"))
    return str(_("Tất cả đã nộp trực tuyến"))


def counted_days(period: Period) -> str:
    """Which dossiers the order counts."""
    return str(
        _(
            "Tính trên hồ sơ tiếp nhận %(days)s, không gồm thủ tục hôm đó chưa nộp trực tuyến được. Hồ sơ "
            "giấy là mọi hồ sơ không nộp trực tuyến, kể cả bưu chính và chưa rõ hình thức.",
            days=period_days(period),
        )
    )


def short_register(period: Period, ranking: Ranking) -> str | None:
    """That the register is shorter than a year, so that its counts were stretched; None otherwise."""
    days = show_number(period.days)
    if ranking.scale is None:
        return str(_("Sổ hồ sơ mới có %(days)s ngày, chưa đủ để dự kiến cho 12 tháng.", days=days))
    if ranking.scale <= 1:
        return None
    return str(_("Sổ hồ sơ mới có %(days)s ngày, nên số dự kiến được suy ra cho đủ 12 tháng.", days=days))


def parameters(ranking: Ranking) -> list[str]:
    """What every business's counts were drawn towards, and how strongly."""
    volumes, shares = ranking.volumes, ranking.shares
    if volumes.shape is None:
        volume = _(
            "Các doanh nghiệp nộp nhiều ít không khác nhau quá mức ngẫu nhiên: dùng chung số trung bình."
        )
    else:
        volume = _(
            "Phân bố gamma: hình dạng %(shape)s. Số hồ sơ của mỗi doanh nghiệp được kéo về trung bình chung, "
            "còn giữ %(kept)s phần riêng.",
            shape=show_number(volumes.shape, 2),
            kept=show_percent(volumes.mean / (volumes.shape + volumes.mean), 0),
        )  # fmt: skip
    if shares.strength is None:
        share = _("Tỷ lệ trực tuyến không khác nhau quá mức ngẫu nhiên: dùng chung tỷ lệ của cả ban.")
    else:
        share = _(
            "Phân bố beta: tỷ lệ chung nặng bằng %(strength)s hồ sơ, cộng thêm vào hồ sơ của doanh nghiệp.",
            strength=show_number(shares.strength, 1),
        )
    return [
        _(
            "Trung bình %(mean)s hồ sơ một doanh nghiệp, trên %(count)s doanh nghiệp đang hoạt động.",
            mean=show_number(volumes.mean, 1), count=show_number(ranking.businesses),
        ),
        str(volume),
        _("Tỷ lệ trực tuyến chung: %(share)s.", share=show_percent(shares.mean)),
        str(share),
    ]  # fmt: skip


def last_papers(papers: Papers) -> list[tuple[str, list[tuple[int, str]]]]:
    """The last few by procedure, in the order filed: (procedure, [(dossier id, day)])."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for one in papers.last:
        name = one.procedure or str(_("chưa rõ thủ tục"))
        groups.setdefault(name, []).append((one.id, show_date(one.received_on)))
    return list(groups.items())
