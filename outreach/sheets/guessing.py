"""What a column may be, by what stands in it: an offer to somebody who will look, never a reading."""

import re
from collections.abc import Callable, Collection, Mapping

from outreach.sheets.cells import CellFault
from outreach.sheets.columns import Column, Recognition
from outreach.sheets.values import parse_channel, parse_date, parse_status
from outreach.text import fold

Kind = Callable[[str], bool]

_COMPANY = re.compile(r"(?:cong ty|cty|ctcp|chi nhanh|doanh nghiep|hop tac xa|htx|xi nghiep|tap doan)\b")
_ZONE = re.compile(r"(?:kcn|ccn|kcx|kkt|khu (?:cong nghiep|kinh te|che xuat)|cum cong nghiep)\b")
_TAX_CODE = re.compile(r"\d{10}(?:-?\d{3})?", re.ASCII)
_PROCEDURE = re.compile(r"\d\.\d{6}(?:\.\d+)*(?:\.H\d+)?", re.ASCII)
_DOSSIER = re.compile(r"(?=.*\d)(?=.*[-./A-Za-z])[\w./-]{6,40}", re.ASCII)


def _means(parse: Callable[[str], object]) -> Kind:
    """Whether words are understood as one of a closed list; bare numbers may count anything."""

    def fits(text: str) -> bool:
        try:
            return not text.isdigit() and parse(text) is not None
        except CellFault:
            return False

    return fits


_is_day = _means(parse_date)

# What a value looks like; the first that fits counts.
_LOOKS: Mapping[str, Kind] = {
    "filing_channel": _means(parse_channel),
    "status": _means(parse_status),
    "procedure_code": lambda text: _PROCEDURE.fullmatch(text) is not None,
    "tax_code": lambda text: _TAX_CODE.fullmatch(text) is not None,
    "dossier_code": lambda text: _DOSSIER.fullmatch(text) is not None and not _is_day(text),
    "zone": lambda text: _ZONE.match(fold(text)) is not None,
    "applicant": lambda text: _COMPANY.match(fold(text)) is not None,
}
_NAMES = {"applicant": "name"}  # what the same is called in other lists
_EACH_ITS_OWN = ("dossier_code",)


def guesses(found: Recognition, known: Collection[str]) -> dict[int, str]:
    """Place of a column → meaning, for columns of which nothing is known; only what a list may hold.

    A meaning is guessed for one column alone: of two that look alike nobody can tell.
    """
    free = [column for column in found.offered if column.meaning is None and column.samples]
    places: dict[str, list[int]] = {}
    for column in free:
        if meaning := _looks_like(column.samples):
            places.setdefault(meaning, []).append(column.place)
    guessed = {}
    for meaning, which in places.items():
        name = meaning if meaning in known else _NAMES.get(meaning, "")
        if len(which) == 1 and name in known and name not in found.columns:
            guessed[which[0]] = name
    return guessed


def holds_days(column: Column) -> bool:
    """Whether a column holds days; of what, nobody can tell by them."""
    return bool(column.samples) and all(map(_is_day, column.samples))


def _looks_like(samples: Collection[str]) -> str | None:
    for meaning, fits in _LOOKS.items():
        fitting = sum(map(fits, samples))  # of three one may be a slip
        if fitting * 3 >= len(samples) * 2 and not (meaning in _EACH_ITS_OWN and fitting < 2):
            return meaning
    return None
