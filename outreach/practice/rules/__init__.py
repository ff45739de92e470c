"""Rules of the practice room: its steps, its forms and files, what goes wrong, how a run moves on."""

from outreach.practice.rules.files import ANSWER, ENCLOSURE, FILES, FORM, SLOTS, SUPPLEMENTS, SampleFile
from outreach.practice.rules.forms import FormField, fields_of
from outreach.practice.rules.machine import DEEDS, Deed, State, apply, done_steps, missing, open_steps
from outreach.practice.rules.mistakes import MISTAKES, Mistake
from outreach.practice.rules.rooms import (
    CODE_LENGTH,
    CODE_LETTERS,
    FORGOTTEN,
    KEEP_ROOM,
    KEEP_RUN,
    KEEP_SEATS,
    LONGEST_SEAT,
    Pace,
    Seat,
    by_need,
    forgotten_seat,
    paced,
    paces,
    read_code,
    seat_name,
    slowest,
)
from outreach.practice.rules.ways import DONE, STEPS, Trip, Way, trips

__all__ = [
    "ANSWER", "CODE_LENGTH", "CODE_LETTERS", "DEEDS", "DONE", "ENCLOSURE", "FILES", "FORGOTTEN", "FORM",
    "KEEP_ROOM", "KEEP_RUN", "KEEP_SEATS", "LONGEST_SEAT", "MISTAKES", "SLOTS", "STEPS", "SUPPLEMENTS",
    "Deed", "FormField", "Mistake", "Pace", "SampleFile", "Seat", "State", "Trip", "Way", "apply",
    "by_need", "done_steps", "fields_of", "forgotten_seat", "missing", "open_steps", "paced", "paces",
    "read_code", "seat_name", "slowest", "trips",
]  # fmt: skip
