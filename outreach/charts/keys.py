"""The key under a chart whose interventions are numbered: what each number stands for."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import escape

from outreach.charts.marks import Tick
from outreach.charts.svg import INK, LABEL_TEXT, MARK, linked, n, shorten, text_width, title

GAP, LINE, INDENT = 8, 19, 24
MOST_LINES = 3


class Key(NamedTuple):
    """The lines of each intervention, set in columns from `left` on."""

    ticks: tuple[Tick, ...]
    lines: tuple[tuple[str, ...], ...]
    columns: int
    left: float
    column: float

    @property
    def height(self) -> float:
        """What the key needs below the picture; 0 when it is empty."""
        return max(self._tops(), default=0) + GAP if self.ticks else 0

    @property
    def rows(self) -> int:
        """Interventions per column."""
        return -(-len(self.ticks) // self.columns)

    def _tops(self) -> list[float]:
        """Heights of the columns."""
        each = [len(lines) * LINE for lines in self.lines]
        return [sum(each[first : first + self.rows]) for first in range(0, len(each), self.rows)]


def key_of(ticks: Sequence[Tick], *, left: float, right: float) -> Key:
    """In two columns when each intervention fits on one line of them, else in one; long ones wrap."""
    width = right - left
    narrow = width / 2 - INDENT - 10
    short = all(text_width(t.title, LABEL_TEXT) <= narrow for t in ticks)
    columns = 2 if len(ticks) > 3 and width >= 600 and short else 1
    room = narrow if columns == 2 else width - INDENT
    lines = tuple(tuple(wrap(t.title, LABEL_TEXT, room)) for t in ticks)
    return Key(tuple(ticks), lines, columns, left, width / columns)


def draw_key(key: Key, y: float) -> str:
    """Numbers and words from `y` downwards."""
    if not key.ticks:
        return ""
    parts = []
    top = y
    for index, (tick, lines) in enumerate(zip(key.ticks, key.lines, strict=True)):
        if index % key.rows == 0:
            top = y + GAP + 12
        x = key.left + index // key.rows * key.column
        parts.append(
            f'<text x="{n(x + 9)}" y="{n(top)}" text-anchor="middle" font-weight="600">{index + 1}</text>'
        )
        words = title(tick.title) if lines[-1].endswith("…") else ""
        for line in lines:
            words += f'<text x="{n(x + INDENT)}" y="{n(top)}">{escape(line)}</text>'
            top += LINE
        parts.append(linked(tick.href, f'<g class="c-ink" fill="{INK}">{words}</g>'))
    return f'<g class="c-mark" fill="{MARK}" font-size="{LABEL_TEXT}">{"".join(parts)}</g>'


def wrap(text: str, size: float, width: float) -> list[str]:
    """The text in at most three lines of `width` px, the last cut with an ellipsis where it must be."""
    words, lines = text.split(" "), [""]
    for index, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) <= width or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < MOST_LINES:
            lines.append(word)
        else:
            lines[-1] = " ".join([lines[-1], *words[index:]])
            break
    return [shorten(line, size, width) for line in lines]
