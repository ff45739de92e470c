"""A trainer's room: its code, who needs help first, and where the room was slow."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from outreach.practice.rules.ways import STEPS

# Without what sounds or looks alike (0/O, 1/I/L, B/D, M/N, S/F …), so that it can be read aloud.
CODE_LETTERS = "ACEGHKPRTUXY2345679"
CODE_LENGTH = 6
KEEP_RUN = timedelta(hours=2)  # since it last moved to another step
KEEP_ROOM = timedelta(hours=12)  # then it is closed by itself
KEEP_SEATS = timedelta(hours=2)  # what seats were called, after the room was closed
LONGEST_SEAT = 40
FORGOTTEN = "#"  # stands before the first run of who sat there, in the place of the name
STUCK_AFTER = timedelta(minutes=3)


def seat_name(typed: str | None) -> str | None:
    """What a seat is called: nobody can type what the sweep writes."""
    return (typed or "").lstrip(FORGOTTEN).strip() or None


def forgotten_seat(first_run_id: int) -> str:
    """What stands in the place of a name: the same for all runs of one person in one room."""
    return f"{FORGOTTEN}{first_run_id}"


class Seat(NamedTuple):
    """One seat as the trainer's screen shows it; `at_step` is how long it has been at its step."""

    run_id: int
    name: str
    business: str | None
    step: str
    mistakes: int
    at_step: timedelta
    needs_help: bool
    finished: bool
    ended: bool
    to_confirm: bool = False  # a business that somebody typed: the trainer says whether that is right

    @property
    def minutes(self) -> int:
        """Whole minutes at the step."""
        return int(self.at_step.total_seconds() // 60)

    @property
    def is_stuck(self) -> bool:
        """Whether it has been at one step for long."""
        return not self.ended and self.at_step >= STUCK_AFTER


class Pace(NamedTuple):
    """How a room got through a step: seats that left, seconds of the middle one, mistakes, seats there."""

    step: str
    passed: int
    seconds: int | None
    mistakes: int
    there: int


def by_need(seats: Iterable[Seat]) -> list[Seat]:
    """Who asked for help first, then who has been longest at a step; who has ended comes last."""
    return sorted(seats, key=lambda seat: (seat.ended, not seat.needs_help, -seat.at_step, seat.run_id))


def paces(runs: Sequence[tuple[Mapping[str, Sequence[int]], str, bool]]) -> list[Pace]:
    """Each step of a room from its runs: (step → (seconds, mistakes), the step it was last at, finished)."""
    found = []
    for step in STEPS:
        passed = [kept[step] for kept, last, finished in runs if step in kept and (finished or last != step)]
        found.append(
            Pace(
                step=step,
                passed=len(passed),
                seconds=int(median(seconds for seconds, _mistakes in passed)) if passed else None,
                mistakes=sum(kept[step][1] for kept, _last, _finished in runs if step in kept),
                there=sum(1 for _kept, last, finished in runs if last == step and not finished),
            )
        )
    return [pace for pace in found if pace.passed or pace.there or pace.mistakes]


def slowest(found: Sequence[Pace]) -> Pace | None:
    """The step that took the middle seat longest; None before anybody has left a step."""
    timed = [pace for pace in found if pace.seconds is not None]
    return max(timed, key=lambda pace: (pace.seconds or 0, pace.mistakes), default=None)


def paced(
    kept: Mapping[str, Sequence[int]], step: str, *, since: datetime, at: datetime, moved: bool, mistakes: int
) -> dict[str, list[int]]:
    """What a run keeps of its pace, after a deed at a step made since an instant."""
    seconds, stumbles = kept.get(step, (0, 0))
    if moved:
        seconds += max(0, int((at - since).total_seconds()))
    if not moved and not mistakes:
        return {name: list(values) for name, values in kept.items()}
    return {**{name: list(values) for name, values in kept.items()}, step: [seconds, stumbles + mistakes]}


def read_code(typed: str) -> str | None:
    """A room's code as somebody typed it (blanks, dashes, small letters); None: it can be no code."""
    code = "".join(typed.upper().split()).replace("-", "")
    return code if len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS) else None
