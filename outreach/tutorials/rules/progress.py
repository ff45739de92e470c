"""How far somebody is in a version, what a newer version changed, and when a number says something."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from outreach.i18n import lazy_gettext as _l
from outreach.tutorials.rules.contents import Content, Step

WAYS = {"ticked": _l("đánh dấu từng bước"), "practised": _l("thực hành xong")}
KINDS = {"stuck": _l("Bị kẹt"), "wrong": _l("Không còn đúng")}
REPORT_STATES = {"open": _l("Chờ trả lời"), "answered": _l("Đã trả lời"), "closed": _l("Đã đóng")}

FEWEST_STARTS = 20  # below it a number per hundred would be the story of two or three people
STUCK_LATELY = timedelta(days=7)
LONGEST_REPORT = 2_000  # characters of a question, and of its answer
_SEEN = ("title", "body", "who", "device", "mistake", "see_now")  # what a reader of a step sees


@dataclass(frozen=True)
class Standing:
    """Where somebody stands in a version; numbers of steps count from 1."""

    done: int
    of: int
    next_key: str | None
    next_number: int | None

    @property
    def complete(self) -> bool:
        """Whether every step is ticked."""
        return self.done == self.of


class News(NamedTuple):
    """What a later version changed: steps that came and steps that read differently, and how many went."""

    new: tuple[Step, ...]
    changed: tuple[Step, ...]
    gone: int


def standing(keys: Sequence[str], ticked: Collection[str]) -> Standing:
    """Of the steps of a version, in order, and the keys somebody has ticked in whatever version."""
    left = [(number, key) for number, key in enumerate(keys, 1) if key not in ticked]
    number, key = left[0] if left else (None, None)
    return Standing(len(keys) - len(left), len(keys), key, number)


def news(before: Content, after: Content) -> News:
    """What the second says that the first did not, step by step; a step is known by its key."""
    old: Mapping[str, Step] = {step.key: step for step in before.steps}
    kept = [step for step in after.steps if step.key in old]
    return News(
        new=tuple(step for step in after.steps if step.key not in old),
        changed=tuple(step for step in kept if _read(step) != _read(old[step.key])),
        gone=len(old) - len(kept),
    )


def per_hundred(count: int, starts: int) -> float | None:
    """So many of a hundred starts; None while there are too few starts for such a number."""
    return 100 * count / starts if starts >= FEWEST_STARTS else None


def right_answers(right: Sequence[int], chosen: Sequence[int | None]) -> int:
    """How many of the questions were answered with the right option."""
    return sum(one == other for one, other in zip(right, chosen, strict=True))


def _read(step: Step) -> tuple[str | None, ...]:
    return tuple(getattr(step, name) for name in _SEEN)
