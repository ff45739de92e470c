"""What may be said about who makes up a total, about the two parts of its change, and about the ceiling."""

from outreach.i18n import LazyText, ngettext, no_data, show_number, show_percent, show_points
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.rates.rules.counting import ENOUGH, Tally
from outreach.rates.rules.figures import By
from outreach.rates.rules.mix import Member, Mix
from outreach.rates.wording.labels import UNNAMED, tally, unplaced
from outreach.rates.wording.verdicts import OUTCOMES

__all__ = [
    "OUTCOMES", "at_ceiling", "change", "components", "components_explained", "member", "nothing_to_compare",
    "outages", "outcome_rate", "portion", "rate", "rest",
]  # fmt: skip

_WITHIN: dict[By, LazyText] = {
    By.ZONE: _l("phần từ tỷ lệ trong từng khu"),
    By.FIELD: _l("phần từ tỷ lệ trong từng lĩnh vực"),
    By.BUSINESS: _l("phần từ tỷ lệ của từng doanh nghiệp"),
}
_MIX: dict[By, LazyText] = {
    By.ZONE: _l("phần từ đổi cơ cấu giữa các khu"),
    By.FIELD: _l("phần từ đổi cơ cấu giữa các lĩnh vực"),
    By.BUSINESS: _l("phần từ đổi cơ cấu giữa các doanh nghiệp"),
}


def change(mix: Mix) -> str | None:
    """The two rates and their difference in points; counts alone when there are too few; None without any."""
    before, after = mix.whole.before, mix.whole.after
    if not before.received:
        return None
    if mix.components is None:
        return _(
            "%(before)s → %(after)s; dưới %(count)s hồ sơ ở một bên nên chỉ xem số đếm.",
            before=tally(before), after=tally(after), count=ENOUGH,
        )  # fmt: skip
    return _(
        "Từ %(before)s (%(online_before)s) thành %(after)s (%(online_after)s): %(points)s điểm.",
        before=show_percent(before.share, 1), online_before=tally(before),
        after=show_percent(after.share, 1), online_after=tally(after),
        points=show_points(mix.components.points[0]),
    )  # fmt: skip


def components(mix: Mix, by: By) -> str | None:
    """The two parts of the change; None where there is no change to part."""
    if mix.components is None:
        return None
    _change, mixed, within = mix.components.points
    return _(
        "Trong đó %(mix)s: %(mix_points)s điểm; %(within)s: %(within_points)s điểm.",
        mix=_MIX[by], mix_points=show_points(mixed), within=_WITHIN[by], within_points=show_points(within),
    )  # fmt: skip


def components_explained(mix: Mix) -> str:
    """How the parts are told apart, and that they explain nothing."""
    said = _(
        "Cơ cấu đổi khi nhóm vốn có tỷ lệ cao nộp nhiều lên hoặc ít đi. Cách tách theo Kitagawa (1955), là "
        "phép tính số học: không cho biết vì sao tỷ lệ đổi."
    )
    count = mix.components.one_sided if mix.components else 0
    if not count:
        return said
    more = ngettext(
        "%(shown)s nhóm chỉ có hồ sơ ở một bên, được tính vào cơ cấu.",
        "%(shown)s nhóm chỉ có hồ sơ ở một bên, được tính vào cơ cấu.",
        count,
        shown=show_number(count),
    )
    return f"{said} {more}"


def nothing_to_compare() -> str:
    """Why the table has no earlier part."""
    return _("Sổ hồ sơ không có kỳ trước để so, và kỳ này ngắn hơn hai tháng.")


def member(one: Member, by: By) -> str:
    """A group's name, or that its dossiers name none."""
    if one.name is None:
        return unplaced() if by is By.BUSINESS else str(UNNAMED[by])
    return one.name


def rest(count: int) -> str:
    """The line under the largest groups."""
    return _("%(count)s nhóm còn lại", count=show_number(count))


def portion(part: Tally, whole: Tally, *, online: bool) -> str:
    """A group's portion of the received, or of those online."""
    mine, all_of_them = (part.online, whole.online) if online else (part.received, whole.received)
    return show_percent(mine / all_of_them, 1) if all_of_them else no_data()


def rate(counts: Tally, *, single: bool) -> str:
    """A group's rate; of a single business only from five dossiers on, counts below."""
    if not counts.received or (single and counts.received < ENOUGH):
        return tally(counts)
    return show_percent(counts.share, 1)


def at_ceiling(online: Tally) -> str:
    """That nothing is left to measure about filing online."""
    return _(
        "Trong 12 tháng gần nhất, %(rate)s hồ sơ đã nộp trực tuyến (%(counts)s). Ở tỷ lệ này không còn gì để "
        "đo nữa; nên xem các kết quả tiếp theo:",
        rate=show_percent(online.share, 1), counts=tally(online),
    )  # fmt: skip


def outcome_rate(counts: Tally) -> str:
    """'62,5% (10/16 hồ sơ có ghi)', or that nothing is known."""
    if not counts.received:
        return no_data()
    return _("%(rate)s (%(counts)s hồ sơ có ghi)", rate=show_percent(counts.share, 1), counts=tally(counts))


def outages(count: int) -> str:
    """How many outages were noted in the days of a chart."""
    shown = show_number(count)
    return ngettext(
        "Trong thời gian này đã ghi %(shown)s lần gián đoạn.",
        "Trong thời gian này đã ghi %(shown)s lần gián đoạn.",
        count,
        shown=shown,
    )
