"""Which pasted messages are there already, whom staff answered, and which belong to one conversation."""

from bisect import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import NamedTuple

from outreach.clock import local

GAP = timedelta(days=3)  # of silence: what follows is another conversation
AROUND = 60  # lines before and behind in which those are looked for whom staff may answer
MOST_NEAR = 6  # of either side
LONG = 20  # characters that nobody says twice by chance


class Print(NamedTuple):
    """A message as far as it can be recognised again."""

    fingerprint: str
    words_print: str
    said_at: datetime | None
    day_guessed: bool
    length: int = 0  # characters; 0: not known any more

    @property
    def vague(self) -> bool:
        """Whether its day is not known for sure."""
        return self.said_at is None or self.day_guessed


class Turn(NamedTuple):
    """Who speaks in a line: a business, staff (who may have been told whom they answer), or nobody known."""

    staff: bool
    business_id: int | None
    said_at: datetime | None = None


def known(new: Sequence[Print], counts: Mapping[str, int], stored: Sequence[Print]) -> set[int]:
    """Places of those in `new` that are there already.

    `counts`: how often each fingerprint is stored; what was really said twice within a minute is kept twice.
    `stored`: all of the group in order, for what lacks a sure day on either side: that is recognised by its
    neighbours, or by being long.
    """
    seen: Counter[str] = Counter()
    found = set()
    for place, one in enumerate(new):
        if seen[one.fingerprint] < counts.get(one.fingerprint, 0):
            seen[one.fingerprint] += 1
            found.add(place)
    if not any(one.vague for one in (*new, *stored)):
        return found
    matcher = SequenceMatcher(
        None, [one.words_print for one in stored], [one.words_print for one in new], autojunk=False
    )
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            old, one = stored[block.a + step], new[block.b + step]
            alone = block.size < 2 and one.length <= LONG
            if (old.vague or one.vague) and not alone and _same_hour(old, one):
                found.add(block.b + step)
    return found


def addressed(turns: Sequence[Turn]) -> list[int | None]:
    """The business of each line: its own, or for staff the nearest one that spoke before, else after."""
    given: list[int | None] = []
    last: int | None = None
    for turn in turns:
        if not turn.staff and turn.business_id is not None:
            last = turn.business_id
        given.append(turn.business_id if turn.business_id is not None else last if turn.staff else None)
    following: int | None = None
    for place in range(len(turns) - 1, -1, -1):
        if not turns[place].staff and turns[place].business_id is not None:
            following = turns[place].business_id
        if turns[place].staff and given[place] is None:
            given[place] = following
    return given


def near(turns: Sequence[Turn]) -> dict[int, list[int]]:
    """For each line of staff, the businesses it may be meant for: its own, and those that speak around it."""
    spoken = [(place, turn.business_id) for place, turn in enumerate(turns) if not turn.staff]
    heard = [(place, business_id) for place, business_id in spoken if business_id is not None]
    places = [place for place, _business_id in heard]
    found = {}
    for place, turn in enumerate(turns):
        if not turn.staff:
            continue
        at = bisect(places, place)
        own = [turn.business_id] if turn.business_id is not None else []
        before, behind = heard[max(at - AROUND, 0) : at][::-1], heard[at : at + AROUND]
        for some in (before, behind):
            own += [*dict.fromkeys(business_id for _place, business_id in some)][:MOST_NEAR]
        found[place] = [*dict.fromkeys(own)]
    return found


def stretches(turns: Sequence[Turn]) -> list[list[int]]:
    """Places of lines that make one conversation each: of one business, without days of silence between."""
    open_: dict[int, list[int]] = {}
    last: dict[int, datetime] = {}
    made: list[list[int]] = []
    for place, turn in enumerate(turns):
        if turn.business_id is None:
            continue
        at, before = turn.said_at, last.get(turn.business_id)
        if turn.business_id not in open_ or (at and before and abs(at - before) > GAP):
            open_[turn.business_id] = []
            made.append(open_[turn.business_id])
        open_[turn.business_id].append(place)
        if at is not None:
            last[turn.business_id] = at
    return made


def _same_hour(old: Print, one: Print) -> bool:
    if old.said_at is None or one.said_at is None:
        return True
    return local(old.said_at).strftime("%H:%M") == local(one.said_at).strftime("%H:%M")
