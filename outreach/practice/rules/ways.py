"""How a procedure is filed: which steps a practice run has, and what still needs a trip to the counter."""

from typing import NamedTuple

from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.tutorials.rules.authoring import PRACTICE_STEPS

# In the order in which the portal asks for them; tutorials name these keys.
STEPS: dict[str, LazyText] = PRACTICE_STEPS
DONE = "done"

SIGNED_ONLINE, SIGNED_ON_PAPER, NOT_SIGNED = "online", "paper", "none"
PAID_ONLINE, PAID_AT_COUNTER, FREE = "online", "counter", "free"
SENT_ONLINE, SENT_BY_POST, COLLECTED_AT_COUNTER = "online", "post", "counter"


class Way(NamedTuple):
    """What the practice portal needs to know of a procedure.

    `signing`: online, paper, none; `paying`: online, counter, free; `collecting`: online, post, counter.
    `known` is False when any of the three is the usual way, because nobody has recorded the procedure's own.
    """

    procedure_id: int
    code: str | None
    name: str
    field: str | None = None
    signing: str = SIGNED_ONLINE
    paying: str = PAID_ONLINE
    collecting: str = SENT_ONLINE
    known: bool = True

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps this procedure has, in order."""
        skipped = set()
        if self.signing == NOT_SIGNED:
            skipped.add("sign")
        if self.paying == FREE:
            skipped.add("pay")
        return tuple(step for step in STEPS if step not in skipped)

    def after(self, step: str) -> str:
        """The step that follows; DONE after the last."""
        following = [*self.steps, DONE]
        return following[following.index(step) + 1] if step in following else following[0]


class Trip(NamedTuple):
    """One way to the counter, and what for."""

    why: tuple[LazyText, ...]


def trips(way: Way) -> list[Trip]:
    """The trips that a procedure's way of filing leaves: papers and money together, the result by itself."""
    found = []
    handing_in: list[LazyText] = []
    if way.signing == SIGNED_ON_PAPER:
        handing_in.append(_l("mang bản giấy có chữ ký và dấu đến quầy"))
    if way.paying == PAID_AT_COUNTER:
        handing_in.append(_l("nộp phí, lệ phí tại quầy"))
    if handing_in:
        found.append(Trip(tuple(handing_in)))
    if way.collecting == COLLECTED_AT_COUNTER:
        found.append(Trip((_l("nhận kết quả tại quầy"),)))
    return found
