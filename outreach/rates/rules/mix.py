"""How much of a change in a rate lies in who files, and how much in how each group files.

A rate moves when every group's rate moves, and also when groups with high rates merely file more of all
dossiers. The two parts are told apart by the standardisation of E. M. Kitagawa, "Components of a Difference
Between Two Rates", Journal of the American Statistical Association 50 (1955) 1168–1194: with w the portion of
the received that a group files, and r its rate, mix = Σ (w₁ − w₀)(r₀ + r₁) ÷ 2 and within =
Σ (r₁ − r₀)(w₀ + w₁) ÷ 2. They add up to the change. It is arithmetic: neither part says why.
"""

from collections.abc import Iterable
from typing import NamedTuple

from outreach import clock
from outreach.rates.rules.counting import Kind, Pair, Tally, total
from outreach.rates.rules.periods import ONE_DAY, Period

TOP = 5


class Member(NamedTuple):
    """A zone, field or business in both parts; `id` and `name` None: dossiers that name none."""

    id: int | str | None
    name: str | None
    pair: Pair


class Components(NamedTuple):
    """A change of the rate in its two parts, as shares; `change` = `mix` + `within`."""

    change: float
    mix: float
    within: float
    one_sided: int  # groups with dossiers in one part only: all of theirs is mix

    @property
    def points(self) -> tuple[float, float, float]:
        """Change, mix, within as shares cut to tenths of a point, so that what is shown adds up too."""
        change, mix = round(self.change, 3), round(self.mix, 3)
        return change, mix, round(change - mix, 3)


class Mix(NamedTuple):
    """The largest groups and the rest, and what their change comes to."""

    whole: Pair
    top: tuple[Member, ...]
    rest: Pair
    rest_groups: int
    components: Components | None

    @property
    def groups(self) -> int:
        """How many there are."""
        return len(self.top) + self.rest_groups


def mix_of(members: Iterable[Member]) -> Mix:
    """Groups by the dossiers received in the second part, then in the first; equal ones stay as they came."""
    ordered = sorted(members, key=lambda one: (-one.pair.after.received, -one.pair.before.received))
    whole = total(one.pair for one in ordered)
    top, rest = ordered[:TOP], ordered[TOP:]
    if len(rest) == 1:  # one more line says more than "1 other"
        top, rest = ordered, []
    return Mix(
        whole, tuple(top), total(one.pair for one in rest), len(rest), decompose(o.pair for o in ordered)
    )


def decompose(pairs: Iterable[Pair]) -> Components | None:
    """The change of the whole in its parts; None where there are too few dossiers for percentages.

    A group's rate is not known in a part where it filed nothing; it is taken as in the other, so that its
    coming or going counts as mix.
    """
    groups = [pair for pair in pairs if pair.before.received or pair.after.received]
    whole = total(groups)
    if whole.kind is not Kind.RATES:
        return None
    mix = within = 0.0
    for pair in groups:
        w0, w1 = (portion(*sides) for sides in zip(_sides(pair), _sides(whole), strict=True))
        r0, r1 = pair.before.share, pair.after.share
        r0, r1 = (r1 if r0 is None else r0) or 0.0, (r0 if r1 is None else r1) or 0.0
        mix += (w1 - w0) * (r0 + r1) / 2
        within += (r1 - r0) * (w0 + w1) / 2
    one_sided = sum(1 for pair in groups if not (pair.before.received and pair.after.received))
    return Components(mix + within, mix, within, one_sided)


def portion(part: Tally, whole: Tally) -> float:
    """A group's portion of the received; 0 when nothing was."""
    return part.received / whole.received if whole.received else 0.0


def compared(period: Period, register: Period) -> tuple[Period | None, Period]:
    """What to compare: the period before and the period, or the period's two halves by months.

    The register decides: a period that it does not hold to its end is cut and compared with the same days a
    year before; when it does not reach back that far, halves are. None: there is nothing to compare with.
    """
    known = Period(period.first, max(period.first, min(period.last, register.last)))
    before = period.previous() if known == period else _year_before(known)
    reaches = clock.month_of(register.first)
    if before.first >= reaches:
        return before, known
    months = list(Period(max(known.first, min(reaches, known.last)), known.last).months())
    if len(months) < 2:
        return None, known
    middle = months[len(months) // 2].first
    return Period(months[0].first, middle - ONE_DAY), Period(middle, known.last)


def _year_before(period: Period) -> Period:
    return Period(clock.add_months(period.first, -12), clock.add_months(period.last, -12))


def _sides(pair: Pair) -> tuple[Tally, Tally]:
    return pair.before, pair.after
