"""What speaks against a day or an hour: a day off, lunch, people in two places, a business twice a week."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from itertools import combinations
from typing import NamedTuple

from outreach.text import fold_words
from outreach.workdays.rules import is_weekend

LUNCH = (time(11, 30), time(13, 30))
OFF, LUNCH_BREAK, SAME_PEOPLE, SAME_BUSINESS = "off", "lunch", "people", "business"
_BETWEEN_NAMES = re.compile(r"[,;\n/+&]|\bvà\b|\band\b", re.IGNORECASE)
# What a name may begin with, so that "chị Hạnh" and "Hạnh" are one.
_TITLES = re.compile(r"^(?:anh|chi|ong|ba|co|thay|dong chi|d c)\s+")


class Appointment(NamedTuple):
    """Something at which people have to be. Without `starts` it takes the whole day."""

    intervention_id: int
    day: date
    title: str
    starts: time | None = None
    ends: time | None = None
    people: str | None = None  # trainers or the team, as written
    endpoint: str = "campaigns.show"
    key: int | str = 0


class Day(NamedTuple):
    """A special day: off or worked, and its name."""

    off: bool
    name: str


class Clash(NamedTuple):
    """One warning: its kind, the day, the interventions it concerns, and names (of people or businesses)."""

    kind: str
    day: date
    interventions: tuple[int, ...]
    titles: tuple[str, ...]
    names: tuple[str, ...] = ()
    number: int = 0  # of businesses, of which `names` are the first


def mark_of(found: Iterable[Clash]) -> str:
    """Stands for these clashes, whatever their interventions are called; empty when there are none."""
    told = sorted(repr((one.kind, one.day, one.interventions, one.names, one.number)) for one in found)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16] if told else ""


def is_off(day: date, special: Mapping[date, Day]) -> bool:
    """Whether the board does not work that day."""
    known = special.get(day)
    return known.off if known else is_weekend(day)


def people_of(text: str | None) -> dict[str, str]:
    """The names in a text: as they are compared → as written."""
    parts = (part.strip() for part in _BETWEEN_NAMES.split(text or ""))
    named = {_TITLES.sub("", fold_words(part)): part for part in parts}
    return {key: name for key, name in named.items() if key}


def of_day(one: Appointment, special: Mapping[date, Day]) -> list[Clash]:
    """What speaks against an appointment by itself."""
    found = []
    mine = ((one.intervention_id,), (one.title,))
    if is_off(one.day, special):
        name = (special[one.day].name,) if one.day in special else ()
        found.append(Clash(OFF, one.day, *mine, name))
    if one.starts and one.ends and one.starts < LUNCH[1] and one.ends > LUNCH[0]:
        found.append(Clash(LUNCH_BREAK, one.day, *mine))
    return found


def same_people(appointments: Sequence[Appointment]) -> list[Clash]:
    """The same trainer or team in two places at once."""
    found = []
    by_day: dict[date, list[Appointment]] = {}
    for one in appointments:
        if one.people:
            by_day.setdefault(one.day, []).append(one)
    for day, those in by_day.items():
        for one, other in combinations(those, 2):
            names = people_of(one.people)
            both = names.keys() & people_of(other.people).keys()
            if both and _at_once(one, other):
                ids = (one.intervention_id, other.intervention_id)
                found.append(
                    Clash(
                        SAME_PEOPLE,
                        day,
                        ids,
                        (one.title, other.title),
                        tuple(sorted(names[key] for key in both)),
                    )
                )
    return found


def same_businesses(
    meetings: Iterable[tuple[int, str, int, date]], titles: Mapping[int, str], *, most: int = 3
) -> list[Clash]:
    """Businesses meant for two interventions within a week (Monday to Sunday), one warning for each pair.

    `meetings`: (business's id, its name, intervention's id, day).
    """
    weeks: dict[tuple[int, int, int], dict[int, tuple[date, str]]] = {}
    for business_id, name, intervention_id, day in meetings:
        year, week, _weekday = day.isocalendar()
        weeks.setdefault((year, week, business_id), {}).setdefault(intervention_id, (day, name))
    pairs: dict[tuple[int, int, int, int], tuple[date, list[str]]] = {}
    for (year, week, _business), met in sorted(weeks.items()):
        for one, other in combinations(sorted(met), 2):
            day = max(met[one][0], met[other][0])
            kept = pairs.setdefault((year, week, one, other), (day, []))
            kept[1].append(met[one][1])
    return [
        Clash(
            SAME_BUSINESS, day, (one, other), (titles.get(one, ""), titles.get(other, "")),
            tuple(names[:most]), len(names),
        )
        for (_year, _week, one, other), (day, names) in pairs.items()
    ]  # fmt: skip


def _at_once(one: Appointment, other: Appointment) -> bool:
    if None in (one.starts, one.ends, other.starts, other.ends):
        return True
    return one.starts < other.ends and other.starts < one.ends  # type: ignore[operator]
