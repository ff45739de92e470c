"""What the ledger's overview and the page before a campaign say, around the words of verdicts."""

from datetime import date
from typing import Protocol

from outreach.i18n import gettext as _
from outreach.i18n import ngettext, no_data, show_date, show_datetime, show_money, show_number, show_percent
from outreach.rates.rules.costs import cost_per_additional
from outreach.rates.rules.ledger import Entry, Verdict
from outreach.rates.wording.entries import Standing
from outreach.rates.wording.reasons import interval
from outreach.rates.wording.verdicts import additional, points


class State(Standing, Protocol):
    """The same with how much is done: `done` of `total` entries."""

    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int | None: ...


def ledger_state(state: State) -> str:
    """When the ledger was computed, and what happens to it now."""
    at = show_datetime(state.computed_at)
    if state.running:
        now = _progress(state)
        then = _("Tính lúc %(at)s.", at=at)
        return f"{then} {now}" if state.computed_at else now
    if state.computed_at is None:
        return _("Sổ chưa được tính lần nào; máy chủ sẽ tính trong ít phút. Số đếm trước và sau đã có.")
    if state.current:
        return _("Tính lúc %(at)s, theo số liệu hiện có.", at=at)
    if state.fault:
        return _("Tính lúc %(at)s; số liệu đã đổi, lần tính lại chưa xong và máy chủ sẽ thử lại.", at=at)
    return _("Tính lúc %(at)s; số liệu đã đổi từ lúc đó, đang chờ máy chủ tính lại.", at=at)


def fault(state: State) -> str | None:
    """Why the last try failed, for whoever looks after the server; None when it did not."""
    if not state.fault:
        return None
    return _("Lần tính gần nhất không xong. Máy chủ báo: %(fault)s", fault=state.fault)


def _progress(state: State) -> str:
    if not state.total:
        return _("Máy chủ đang tính lại.")
    done, of = show_number(state.done), show_number(state.total)
    return _("Máy chủ đang tính lại: xong %(done)s/%(total)s.", done=done, total=of)


def not_computed() -> str:
    """The badge of an intervention of which nothing was computed."""
    return _("Chưa tính")


def no_type_entry(state: State) -> str:
    """The badge of a type without an entry: once all is computed, it had nobody to compare with."""
    return _("Không tính chung") if state.current else not_computed()


def upcoming() -> str:
    """The badge of an intervention that is still to come."""
    return _("Sắp tới")


def still_stands_out() -> str:
    """The mark of an entry that stands out among all of them."""
    return _("nổi lên")


def of_a_zone() -> str:
    """Under a list narrowed to a zone: whose numbers these are."""
    return _(
        "Đang lọc theo khu: đây là các hoạt động đã đến ít nhất một doanh nghiệp của khu; số đếm, kết luận "
        "và kinh phí vẫn là của cả hoạt động."
    )


def false_discoveries() -> str:
    """Why not everything that looks remarkable in a long list is."""
    return _(
        "Trong danh sách dài, vài hoạt động trông nổi bật chỉ là ngẫu nhiên. Dấu “nổi lên” chỉ đặt cho "
        "hoạt động vẫn nổi bật sau khi đã xét chung cả sổ; cứ mười dấu như vậy vẫn có thể có một dấu là "
        "ngẫu nhiên."
    )


def not_added_up() -> str:
    """Why there is no total of what was found."""
    return _(
        "Chỉ kinh phí được cộng lại. Số hồ sơ có thêm không cộng được: nhiều hoạt động đến cùng những doanh "
        "nghiệp ấy, cộng lại là đếm hai lần."
    )


def before_after_plainly() -> str:
    """What the counts beside a verdict are, and are not."""
    return _(
        "Trước → sau: hồ sơ trực tuyến trên hồ sơ tiếp nhận trong 12 tháng trước và 12 tháng sau. Đây là "
        "số đếm; cột kết luận mới so với doanh nghiệp chưa được tiếp cận."
    )


def told(entry: Entry | None) -> bool:
    """Whether a number may stand in the column of additional dossiers."""
    return entry is not None and entry.headline is not None and entry.verdict in (Verdict.UP, Verdict.DOWN)


def additional_or_why(entry: Entry | None) -> str:
    """'+12 (từ +3 đến +20)', or in few words why no number stands there."""
    if entry is None:
        return "–"
    if told(entry) and entry.headline:
        return additional(entry.headline)
    match entry.verdict:
        case Verdict.UNCLEAR:
            return _("chưa đủ số liệu")
        case Verdict.EVERYONE:
            return _("chỉ so được với xu hướng")
        case Verdict.TOO_FEW:
            return _("chờ thêm hồ sơ")
        case Verdict.CEILING:
            return _("không còn dư địa để đo")
        case _:
            return _("không tách được")


def in_short(entry: Entry) -> str:
    """One line for a list of links: the number where one may be said, else that there is none."""
    if told(entry) and entry.headline:
        return _("Hồ sơ trực tuyến có thêm: %(additional)s", additional=additional(entry.headline))
    if entry.verdict is Verdict.UNCLEAR:
        return _("Chưa đủ số liệu để nói có thay đổi hay không.")
    return _("Không tách được phần của hoạt động này; trang của nó nói vì sao.")


def cost(spent_vnd: int | None, planned_vnd: int | None) -> str:
    """'30.000.000 ₫', 'dự kiến 30.000.000 ₫', or that there is no number."""
    if spent_vnd is not None:
        return show_money(spent_vnd)
    return no_data() if planned_vnd is None else _("dự kiến %(cost)s", cost=show_money(planned_vnd))


def over_plan(spent_vnd: int | None, planned_vnd: int | None) -> str | None:
    """What was planned, beside what was spent; None where one of them is not known or both agree."""
    if spent_vnd is None or planned_vnd is None or spent_vnd == planned_vnd:
        return None
    return _("dự kiến %(cost)s", cost=show_money(planned_vnd))


def per_dossier(entry: Entry | None, spent_vnd: int | None) -> str | None:
    """'mỗi hồ sơ có thêm: 450.000 ₫ (từ … đến …)'; None where it cannot be said."""
    found = cost_per_additional(entry, spent_vnd) if entry else None
    if found is None:
        return None
    return _(
        "mỗi hồ sơ có thêm: %(value)s (từ %(low)s đến %(high)s)",
        value=show_money(found.vnd), low=show_money(found.low_vnd), high=show_money(found.high_vnd),
    )  # fmt: skip


def total_costs(spent_vnd: int, with_spent: int, planned_vnd: int, with_planned: int, unknown: int) -> str:
    """'Đã chi 90.000.000 ₫ cho 3 hoạt động; dự kiến 20.000.000 ₫ cho 1; 2 hoạt động chưa có số liệu.'"""
    parts = []
    if with_spent:
        parts.append(
            ngettext(
                "đã chi %(cost)s cho %(shown)s hoạt động", "đã chi %(cost)s cho %(shown)s hoạt động",
                with_spent, cost=show_money(spent_vnd), shown=show_number(with_spent),
            )
        )  # fmt: skip
    if with_planned:
        parts.append(
            ngettext(
                "dự kiến %(cost)s cho %(shown)s hoạt động", "dự kiến %(cost)s cho %(shown)s hoạt động",
                with_planned, cost=show_money(planned_vnd), shown=show_number(with_planned),
            )
        )  # fmt: skip
    if unknown:
        parts.append(
            ngettext(
                "%(shown)s hoạt động chưa có số liệu kinh phí",
                "%(shown)s hoạt động chưa có số liệu kinh phí",
                unknown, shown=show_number(unknown),
            )
        )  # fmt: skip
    return _("Kinh phí: %(parts)s.", parts="; ".join(parts)) if parts else ""


def costs_of_type(spent_vnd: int, with_spent: int, planned_vnd: int, with_planned: int) -> str:
    """'90.000.000 ₫', with what is only planned behind it; that there is no number where there is none."""
    parts = [show_money(spent_vnd)] if with_spent else []
    parts += [cost(None, planned_vnd)] if with_planned else []
    return " + ".join(parts) or no_data()


def joint(entry: Entry | None) -> str:
    """'+14,0 điểm (từ +5,0 đến +23,0)' of a type, all types taken together; else why there is none."""
    if entry is None or not told(entry):
        return additional_or_why(entry)
    found = next((one for one in entry.joint if one.type == entry.type), entry.by_dossier)
    return interval(found) if found else "–"


def joint_explained() -> str:
    """What the estimate of a type is."""
    return _(
        "Mỗi dòng là một loại, tính từ lần đầu doanh nghiệp được loại ấy tiếp cận và tính mọi loại cùng lúc: "
        "hai hoạt động đến cùng một doanh nghiệp không bị đếm hai lần."
    )


# ── before a campaign ────────────────────────────────────────────────────────────────────────────────────


def visible_from(change: float, share: float | None) -> str:
    """How large a change must be to be seen, with an example from today's share."""
    if change >= 1:
        return _("Thay đổi lớn đến đâu cũng chưa thấy được.")
    said = _("Chỉ thấy được thay đổi từ khoảng %(points)s điểm trở lên.", points=points(change))
    if share is None or share + change > 1:
        return said
    example = _(
        "Ví dụ từ %(before)s lên %(after)s.",
        before=show_percent(share, 0), after=show_percent(share + change, 0),
    )  # fmt: skip
    return f"{said} {example}"


def no_room(change: float, share: float | None) -> str | None:
    """That even everything online would be a smaller change than what could be seen."""
    if share is None or share + change <= 1:
        return None
    return _(
        "Hiện đã có %(share)s nộp trực tuyến, nên dù sau đó tất cả đều nộp trực tuyến cũng chưa đủ để thấy.",
        share=show_percent(share, 0),
    )


def in_points(change: float) -> str:
    """'27 điểm' for a table; 'chưa thấy được' from a whole on."""
    return _("chưa thấy được") if change >= 1 else _("%(points)s điểm", points=points(change))


def prefilled(last: date | None) -> str:
    """Where the numbers of the form come from."""
    if last is None:
        return _("Sổ hồ sơ còn trống, nên Anh/Chị tự điền các số.")
    return _(
        "Các số điền sẵn là của 12 tháng gần nhất trong sổ hồ sơ (đến ngày %(day)s).", day=show_date(last)
    )


def answer_head(reached: int, businesses: int) -> str:
    """What the answer is about."""
    return _(
        "Mời %(reached)s trong %(businesses)s doanh nghiệp",
        reached=show_number(reached), businesses=show_number(businesses),
    )  # fmt: skip


def too_small() -> str:
    """That so few businesses reveal nothing."""
    return _("Mời ít doanh nghiệp như vậy thì thay đổi lớn đến đâu cũng chưa thấy được.")


def more_businesses() -> str:
    """What helps, and what does not."""
    return _(
        "Muốn thấy thay đổi nhỏ hơn, hãy mời thêm doanh nghiệp chứ không chờ thêm hồ sơ: số doanh nghiệp mới "
        "là cỡ mẫu. Mời khoảng một nửa và bốc thăm thứ tự mời thì so được công bằng nhất."
    )


def power_explained() -> str:
    """What "can be seen" means."""
    return _(
        "Thấy được nghĩa là: nếu thay đổi thật lớn bằng chừng ấy thì năm lần có bốn lần sổ can thiệp nói "
        "được là có thay đổi. So doanh nghiệp được mời với doanh nghiệp chưa được mời, 12 tháng sau với "
        "trước đó."
    )
