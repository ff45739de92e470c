"""What people say of single values: in the column 'Tình hình' of one vendor, 'Xong' is a dossier returned.

It is kept among what they say of columns, below a key that is no heading, since a heading has one line:
{"Tình hình": "status", "Tình hình\\nxong": "status:returned"}. "status:" is a value that says nothing.
"""

from collections.abc import Mapping
from typing import Any

from outreach.sheets.cells import Cell
from outreach.sheets.headings import key_of, show
from outreach.text import fold_words

_OF = "\n"
_MEANS = ":"

Values = Mapping[str, str]


def said_of(heading: str, value: str, *, meaning: str, code: str) -> tuple[str, str]:
    """What somebody said of a value, as it is kept; no `code`: the cell is read as an empty one."""
    return f"{heading}{_OF}{_folded(value)}", f"{meaning}{_MEANS}{code}"


def heading_of(key: str) -> str:
    """The column that something is said of, or whose value."""
    return key.partition(_OF)[0]


def about_values(said: Mapping[str, str | None]) -> Values:
    """Of all that was said of a file what is about single values."""
    return {key: wanted for key, wanted in said.items() if _OF in key and wanted}


def applying(said: Mapping[str, str | None], headings: Mapping[str, str]) -> Values:
    """What still holds: of columns that are there and mean what they meant. `headings`: by meaning."""
    meant = {key_of(heading): meaning for meaning, heading in headings.items()}
    return {
        key: wanted
        for key, wanted in about_values(said).items()
        if meant.get(key_of(heading_of(key))) == wanted.partition(_MEANS)[0]
    }


def reader(parse: Any, values: Values, meaning: str) -> Any:
    """Reads the cells of a column: what was said of a value goes before all known wordings."""
    codes = {
        key.partition(_OF)[2]: code or None
        for key, wanted in values.items()
        for of, _means, code in [wanted.partition(_MEANS)]
        if of == meaning
    }
    if not codes:
        return parse

    def read(cell: Cell) -> Any:
        words = _folded(show(cell))
        return codes[words] if words in codes else parse(cell)

    return read


def _folded(text: str) -> str:
    return fold_words(text) or text
