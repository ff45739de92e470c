"""What pages and files say about summary forms."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from outreach.i18n import LazyText, ngettext, show_number, show_percent
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.rates.rules.periods import Period
from outreach.rates.rules.summaries import IN_TIME, MILLION, SHARE, Broken
from outreach.rates.wording import labels
from outreach.sheets.summaries import SUMMARIES

GRAINS: dict[str, LazyText] = {
    "unit": _l("Theo đơn vị"),
    "both": _l("Theo đơn vị và lĩnh vực"),
    "field": _l("Theo lĩnh vực"),
}


class About(NamedTuple):
    """What was understood of a form, and where its sums do not agree; in sentences."""

    understood: list[str]
    wrong: list[str]


def measure(name: str) -> str:
    """What a figure of a form is called."""
    return str(_("Đã giải quyết: trước và đúng hạn") if name == IN_TIME else SUMMARIES.label(name))


def amount(name: str, value: int) -> str:
    """A figure as people read it."""
    return show_percent(value / MILLION) if name == SHARE else show_number(value)


def sentence(one: Broken) -> str:
    """A sum that does not agree."""
    parts = " + ".join(f"{measure(part)} {show_number(count)}" for part, count in one.parts)
    return _(
        "“%(whole)s” ghi %(said)s, nhưng các phần cộng lại là %(sum)s (%(parts)s).",
        whole=measure(one.whole), said=show_number(one.said), sum=show_number(one.sum), parts=parts,
    )  # fmt: skip


def about(kept: Mapping[str, Any]) -> About:
    """What `actions.summaries.about` found, in the reader's language."""
    period = Period(*(date.fromisoformat(kept[name]) for name in ("first", "last")))
    understood = [_("Kỳ của biểu: %(period)s.", period=labels.period_days(period))]
    understood += [_("Đơn vị tính: %(unit)s.", unit=kept["unit"])] if kept["unit"] else []
    wrong = [
        _("Dòng %(row)s: %(what)s", row=row, what=sentence(Broken(whole, said, parts)))
        for row, whole, said, parts in kept["broken"]
    ]
    if kept["more"]:
        more = ngettext(
            "Còn %(count)s chỗ cộng không khớp khác.", "Còn %(count)s chỗ cộng không khớp khác.",
            kept["more"], count=show_number(kept["more"]),
        )  # fmt: skip
        wrong.append(more)
    return About(understood, wrong)
