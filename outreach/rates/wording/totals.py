"""What may be said about totals whose split between two parts of a period nobody wrote down."""

from datetime import timedelta

from outreach.i18n import gettext as _
from outreach.i18n import no_data, show_number, show_percent
from outreach.rates.rules.bounds import Counts, Shares, Splits, Totals
from outreach.rates.rules.periods import Period
from outreach.rates.wording.labels import period_days

ONE_DAY = timedelta(days=1)


def parts(period: Period, first: Period) -> tuple[str, str]:
    """What the two parts are called: '9 tháng đầu' and '3 tháng cuối', or their days."""
    second = Period(first.last + ONE_DAY, period.last)
    if first.whole_months and second.whole_months:
        return (
            _("%(count)s tháng đầu", count=first.whole_months),
            _("%(count)s tháng cuối", count=second.whole_months),
        )
    return period_days(first), period_days(second)


def count(found: Counts) -> str:
    """'301', or '89–299'."""
    return show_number(found.low) if found.known else f"{show_number(found.low)}–{show_number(found.high)}"


def share(found: Shares | None) -> str:
    """'29,77%–100%', '45%', or that nothing was received."""
    if found is None:
        return no_data()
    return _percent(found.low) if found.known else f"{_percent(found.low)}–{_percent(found.high)}"


def sentence(totals: Totals, splits: Splits, names: tuple[str, str]) -> str:
    """What follows from the totals, to be read out."""
    if splits.possible == 1:
        return _exactly(splits, names)
    received = show_number(totals.received)
    found = {
        "first": names[0], "first_rate": share(splits.first_rate),
        "second": names[1], "second_rate": share(splits.second_rate),
    }  # fmt: skip
    if splits.first_rate is None or splits.first_rate.known:
        ranges = _("nên tỷ lệ %(first)s là %(first_rate)s, %(second)s %(second_rate)s", **found)
    else:
        ranges = _("nên tỷ lệ %(first)s nằm trong khoảng %(first_rate)s, %(second)s %(second_rate)s", **found)
    if totals.received_first_low is None and totals.received_first_high is None:
        opening = _("Báo cáo không nói %(received)s hồ sơ chia ra sao,", received=received)
    else:
        opening = _(
            "Trong %(received)s hồ sơ, báo cáo chỉ cho biết %(first)s có %(count)s,",
            received=received, first=names[0], count=count(splits.first),
        )  # fmt: skip
    return f"{opening} {ranges}; {_compared(splits)}."


def without_rate(splits: Splits) -> str | None:
    """That some splits leave a part without any dossier; None when none does."""
    if not splits.without_rate or splits.possible == 1:
        return None
    number = show_number(splits.without_rate)
    return _("Ở %(count)s cách chia, một phần không có hồ sơ nào nên không so được.", count=number)


def never_split() -> str:
    """Why no split is chosen."""
    return _(
        "Hệ thống không tự chia số tổng: chia đều theo tháng có khi cho kết quả không thể xảy ra. Ở đây chỉ "
        "có khoảng mà tỷ lệ chắc chắn nằm trong, và số cách chia có thể. Khoảng này không cho biết vì sao tỷ "
        "lệ đổi."
    )


def _exactly(splits: Splits, names: tuple[str, str]) -> str:
    return _(
        "Chỉ có một cách chia: %(first)s %(first_count)s hồ sơ, tỷ lệ %(first_rate)s; %(second)s "
        "%(second_count)s hồ sơ, tỷ lệ %(second_rate)s.",
        first=names[0], first_count=count(splits.first), first_rate=share(splits.first_rate),
        second=names[1], second_count=count(splits.second), second_rate=share(splits.second_rate),
    )  # fmt: skip


def _compared(splits: Splits) -> str:
    possible = show_number(splits.possible)
    said = _(
        "cao hơn ở %(count)s trong %(possible)s cách chia có thể",
        count=show_number(splits.higher), possible=possible,
    )  # fmt: skip
    if not splits.equal:
        return said
    equal = _("bằng nhau ở %(count)s", count=show_number(splits.equal))
    return f"{said}, {equal}"


def _percent(rate: float) -> str:
    """0,94%; whole ones without decimals: 100%. A rate that only rounds to a whole one keeps them."""
    return show_percent(rate, 0 if (rate * 100).is_integer() else 2)
