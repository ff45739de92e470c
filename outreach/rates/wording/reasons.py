"""Why an entry of the ledger says what it says: against whom, what the look back found, what was left out."""

from collections import Counter
from collections.abc import Sequence

from outreach.campaigns.rules import SELF_SELECTED, TRAINING, TYPES
from outreach.i18n import LazyText, ngettext, show_number, show_points
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.rates.effects import constants
from outreach.rates.rules.ledger import SPOKEN, Checks, Entry, Estimate, JointEffect, Trend, Verdict
from outreach.rates.wording.verdicts import OUTCOMES, points

COMPARED = SPOKEN | {Verdict.NO_FAIR_COMPARISON}  # verdicts that came as far as the look back
PASSED, FAILED = _l("đạt"), _l("không đạt")
UNASKED = _l("không kiểm tra được")

# Codes of effects/reached.py; one that is not here says only that there is something.
WARNINGS: dict[str, LazyText] = {
    "unfinished": _l("Chưa đủ 12 tháng sau hoạt động: con số còn đổi khi có thêm hồ sơ."),
    "starts_late": _l("Sổ hồ sơ chưa có đủ 12 tháng trước hoạt động."),
    "overlap": _l("Nhiều doanh nghiệp trong số này còn được loại hoạt động khác tiếp cận cùng thời gian."),
}


def reasons(entry: Entry) -> list[str]:
    """Everything that stands behind the sentence, in the order in which it is asked."""
    said = [compared_with(entry), *look_back(entry), matched(entry), lot_test(entry), smallest(entry)]
    said += [trend(entry), stands_out(entry), *joint(entry), repeats(entry), *unusable(entry)]
    return [one for one in [*said, *warnings(entry)] if one]


def compared_with(entry: Entry) -> str | None:
    """Who stood on the other side; None where nobody did."""
    if entry.verdict in (Verdict.SELF_SELECTED, Verdict.EVERYONE, Verdict.CEILING):
        return None
    if entry.by_lot:
        return _(
            "Chỉ so các doanh nghiệp trong danh sách đã bốc thăm với nhau: bên đã được mời với bên chưa đến "
            "lượt, cùng tháng."
        )
    if entry.type == TRAINING:
        return _(
            "So với hồ sơ cùng tháng của doanh nghiệp lúc đó chưa được tập huấn; mỗi doanh nghiệp được so "
            "với mức thường ngày của chính mình."
        )
    return _(
        "So với hồ sơ cùng tháng của doanh nghiệp lúc đó chưa được tiếp cận; mỗi doanh nghiệp được so với "
        "mức thường ngày của chính mình."
    )


def look_back(entry: Entry) -> list[str]:
    """Both checks on the time before, in words; nothing where the verdict did not come to them."""
    if entry.verdict not in COMPARED:
        return []
    if entry.by_lot:
        return [
            _("Thứ tự mời được bốc thăm, nên hai bên vốn giống nhau; không cần kiểm tra lại thời gian trước.")
        ]
    checks = entry.checks
    return [_leads(checks), _placebo(checks)] if checks else []


def passed(answer: bool | None) -> str:
    """A check in a word."""
    return str(UNASKED if answer is None else PASSED if answer else FAILED)


def _leads(checks: Checks) -> str:
    if checks.lead_passed is None or len(checks.leads) != len(constants.LEAD_MONTHS):
        return _("Sáu tháng trước hoạt động có quá ít hồ sơ để biết hai bên có đi giống nhau không.")
    near, far = (show_points(lead) for lead in checks.leads)
    if checks.lead_passed:
        return _(
            "Sáu tháng trước hoạt động hai bên đi giống nhau (0–3 tháng trước chênh %(near)s điểm, 3–6 tháng "
            "trước chênh %(far)s điểm): đạt.",
            near=near, far=far,
        )  # fmt: skip
    return _(
        "Sáu tháng trước hoạt động hai bên đã đi khác nhau (0–3 tháng trước chênh %(near)s điểm, 3–6 tháng "
        "trước chênh %(far)s điểm): không đạt.",
        near=near, far=far,
    )  # fmt: skip


def _placebo(checks: Checks) -> str:
    if checks.placebo_passed is None or checks.placebo is None:
        return _("Không đủ hồ sơ của năm trước đó để thử lại phép so với doanh nghiệp từng nộp giống họ.")
    value, low, high = (show_points(each) for each in checks.placebo)
    if checks.placebo_passed:
        return _(
            "Thử phép so với doanh nghiệp từng nộp giống họ trên năm trước đó, khi chưa có hoạt động: chênh "
            "%(value)s điểm (từ %(low)s đến %(high)s): đạt.",
            value=value, low=low, high=high,
        )  # fmt: skip
    return _(
        "Thử phép so với doanh nghiệp từng nộp giống họ trên năm trước đó, khi chưa có hoạt động: đã chênh "
        "%(value)s điểm (từ %(low)s đến %(high)s): không đạt.",
        value=value, low=low, high=high,
    )  # fmt: skip


def matched(entry: Entry) -> str | None:
    """The second comparison; only where an estimate may be said."""
    if entry.matched is None or entry.verdict not in SPOKEN:
        return None
    return _(
        "So lần thứ hai, với doanh nghiệp có cùng tỷ lệ trong 6 tháng trước đó: %(interval)s.",
        interval=interval(entry.matched),
    )


def interval(found: Estimate | JointEffect) -> str:
    """'+14,0 điểm (từ +5,0 đến +23,0)'."""
    value, low, high = (show_points(each) for each in (found.effect, found.low, found.high))
    return _("%(value)s điểm (từ %(low)s đến %(high)s)", value=value, low=low, high=high)


def lot_test(entry: Entry) -> str | None:
    """How often another order would have shown as much."""
    if entry.lot is None or entry.verdict not in SPOKEN:
        return None
    return ngettext(
        "Trong %(reshuffles)s lần bốc lại thứ tự, có %(times)s lần chênh lệch lớn như vậy.",
        "Trong %(reshuffles)s lần bốc lại thứ tự, có %(times)s lần chênh lệch lớn như vậy.",
        entry.lot.as_large,
        reshuffles=show_number(entry.lot.reshuffles),
        times=show_number(entry.lot.as_large),
    )


def smallest(entry: Entry) -> str | None:
    """What could have been seen, beside a finding; 'unclear' says it in its own sentence."""
    if entry.smallest_change is None or entry.verdict not in (Verdict.UP, Verdict.DOWN):
        return None
    return _(
        "Số liệu này chỉ thấy được thay đổi từ khoảng %(points)s điểm trở lên.",
        points=points(entry.smallest_change),
    )


def trend(entry: Entry) -> str | None:
    """For what reached everyone: the board's months against their earlier trend, and no more than that."""
    if entry.verdict is not Verdict.EVERYONE:
        return None
    found = entry.trend
    if found is None:
        return _(
            "Chưa đủ %(before)s tháng trước và %(after)s tháng sau để so với xu hướng trước đó.",
            before=constants.TREND_LEAST_BEFORE, after=constants.TREND_LEAST_AFTER,
        )  # fmt: skip
    level, low, high = (show_points(each) for each in (found.level, found.level_low, found.level_high))
    values = {"level": level, "low": low, "high": high, "months": _months(found)}
    if found.changed:
        return _(
            "Ngay sau đó tỷ lệ chung đã lệch khỏi xu hướng trước: %(level)s điểm (từ %(low)s đến "
            "%(high)s), trên %(months)s.",
            **values,
        )
    return _(
        "Ngay sau đó chưa thấy tỷ lệ chung lệch khỏi xu hướng trước: %(level)s điểm (từ %(low)s đến "
        "%(high)s), trên %(months)s.",
        **values,
    )


def _months(found: Trend) -> str:
    return _(
        "%(before)s tháng trước và %(after)s tháng sau", before=found.months_before, after=found.months_after
    )


def stands_out(entry: Entry) -> str | None:
    """Whether it would still be there among as many entries as the ledger holds."""
    if entry.stands_out is None or entry.verdict not in (Verdict.UP, Verdict.DOWN):
        return None
    if entry.stands_out:
        return _("Xét chung với mọi hoạt động khác trong sổ, kết quả này vẫn nổi lên.")
    return _(
        "Sổ có nhiều hoạt động, xem nhiều thì thế nào cũng có kết quả nổi lên ngẫu nhiên; kết quả này chưa "
        "vượt khỏi mức ấy."
    )


def joint(entry: Entry) -> list[str]:
    """Each type's part when all are taken together; those that businesses seek themselves have none."""
    shown = [one for one in entry.joint if one.type not in SELF_SELECTED]
    if entry.verdict not in SPOKEN or len(shown) < 2:
        return []
    parts = [f"{TYPES.get(one.type, one.type)}: {interval(one)}" for one in shown]
    return [_("Khi tính chung các loại hoạt động trùng nhau: %(parts)s.", parts="; ".join(parts))]


def repeats(entry: Entry) -> str | None:
    """Those the type had reached before: their clock started then."""
    count = len(entry.repeats)
    if not count:
        return None
    return ngettext(
        "%(shown)s doanh nghiệp đã được loại hoạt động này tiếp cận từ trước, nên được tính từ lần đầu ấy, "
        "không tính lại ở đây.",
        "%(shown)s doanh nghiệp đã được loại hoạt động này tiếp cận từ trước, nên được tính từ lần đầu ấy, "
        "không tính lại ở đây.",
        count,
        shown=show_number(count),
    )


def unusable(entry: Entry) -> list[str]:
    """How many businesses could not be used, and why."""
    counted = Counter(one.reason for one in entry.unusable)
    return [why_unusable(reason, counted[reason]) for reason in sorted(counted)]


def why_unusable(reason: str, count: int) -> str:
    """A reason with its number of businesses."""
    shown = show_number(count)
    match reason:
        case "no_earlier":
            return ngettext(
                "%(shown)s doanh nghiệp chưa có hồ sơ nào trước hoạt động, nên không biết mức thường ngày.",
                "%(shown)s doanh nghiệp chưa có hồ sơ nào trước hoạt động, nên không biết mức thường ngày.",
                count, shown=shown,
            )  # fmt: skip
        case "no_after":
            return ngettext(
                "%(shown)s doanh nghiệp chưa có hồ sơ nào sau hoạt động.",
                "%(shown)s doanh nghiệp chưa có hồ sơ nào sau hoạt động.",
                count, shown=shown,
            )  # fmt: skip
        case _:
            return ngettext(
                "%(shown)s doanh nghiệp có hồ sơ vào tháng không còn ai để so; những hồ sơ ấy để ra ngoài.",
                "%(shown)s doanh nghiệp có hồ sơ vào tháng không còn ai để so; những hồ sơ ấy để ra ngoài.",
                count, shown=shown,
            )  # fmt: skip


def next_outcome(entry: Entry) -> str | None:
    """What to look at once nothing is left to measure."""
    if entry.next_outcome is None:
        return None
    name = str(OUTCOMES[entry.next_outcome])
    return _("Xem tiếp: %(outcome)s", outcome=name[:1].lower() + name[1:])


def warnings(entry: Entry) -> list[str]:
    """What the estimator wants to be known; codes it has learnt since are told as one general sentence."""
    known = [str(WARNINGS[code]) for code in entry.warnings if code in WARNINGS]
    if len(known) < len(entry.warnings):
        known.append(_("Số liệu còn điểm cần xem lại; chi tiết ở tệp JSON."))
    return known


def limits() -> Sequence[str]:
    """What the method does not solve, which has to be said."""
    return (
        _("Doanh nghiệp đã dự có thể kể lại cho doanh nghiệp bên cạnh: chênh lệch khi ấy nhỏ hơn thực tế."),
        _("Một nơi làm dịch vụ nộp thay nhiều doanh nghiệp thì số doanh nghiệp độc lập ít hơn số ghi ở đây."),
        _("Hai bên tách nhau từ trước với mức quá nhỏ thì hai phép kiểm tra không thấy được."),
    )
