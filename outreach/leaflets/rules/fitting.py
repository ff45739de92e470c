"""Whether the words fit an A5 sheet, one side for what to have ready and one for the steps.

Widths are Be Vietnam Pro's, in thousandths of the letter size, rounded up; sizes are those of leaflet.css.
"""

import unicodedata
from typing import NamedTuple

from outreach.leaflets.rules.words import Words

POINT = 0.3528  # mm
WIDE = 124.0  # mm: A5 less its margins of 12 mm
HIGH = 186.0  # mm
_WIDTHS = {
    letter: width
    for letters, width in {
        " iIljJ.,:;'|!·": 330, "frt1()[]“”‘’\"-": 450, "sczkv/": 630, "abdđeghnopquyx": 680,
        "mwMW@%…—": 1040, "ABCDĐEGHKLNOPQRSTUVXYFZ": 830, "0123456789": 720,
    }.items()
    for letter in letters
}  # fmt: skip
_OTHER = 720


class Fit(NamedTuple):
    """How much of each side the words take (1.0: all of it), and about how many lines are too many."""

    front: float
    back: float
    front_over: int
    back_over: int

    @property
    def fits(self) -> bool:
        """Whether both sides hold their words."""
        return not (self.front_over or self.back_over)


def fit(words: Words, *, unchecked: bool = False) -> Fit:
    """How the words lie on the two sides."""
    front = 6 + _block(words.title, 20, 1.25, WIDE) + 4
    front += (_block(words.opening, 10.5, 1.45, WIDE) + 3) if words.opening else 0
    if words.ready:
        front += 11 + sum(_block(line, 10.5, 1.45, WIDE - 7) + 1.2 for line in words.ready)
    front += 56 + (6 if unchecked else 0)  # the code with its address
    back = 12 + sum(max(_block(step, 11, 1.45, WIDE - 13), 8) + 3.5 for step in words.steps)
    back += (12 + _block(words.closing, 10.5, 1.45, WIDE - 10)) if words.closing else 0
    back += 19  # the line about the version
    return Fit(front / HIGH, back / HIGH, _over(front), _over(back))


def _over(used: float) -> int:
    line = 10.5 * 1.45 * POINT
    return max(0, -int((HIGH - used) // line))


def _block(text: str, size: float, spacing: float, room: float) -> float:
    """The height of a paragraph in mm."""
    return _lines(text, room / (size * POINT) * 1000) * size * spacing * POINT


def _lines(text: str, room: float) -> int:
    lines, used = 1, 0
    for word in text.split():
        width = sum(_width(letter) for letter in word)
        lines += max(0, int(width // room))  # a word longer than a line is broken
        if used and used + _WIDTHS[" "] + width > room:
            lines, used = lines + 1, 0
        used += width + (_WIDTHS[" "] if used else 0)
    return lines


def _width(letter: str) -> int:
    bare = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get(bare, _OTHER)
