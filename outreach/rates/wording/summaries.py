"""What pages and files say about summary forms."""

from outreach.i18n import LazyText, show_number, show_percent
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.rates.rules.summaries import IN_TIME, MILLION, SHARE, Broken
from outreach.sheets.summaries import SUMMARIES

GRAINS: dict[str, LazyText] = {
    "unit": _l("Theo đơn vị"),
    "both": _l("Theo đơn vị và lĩnh vực"),
    "field": _l("Theo lĩnh vực"),
}


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
