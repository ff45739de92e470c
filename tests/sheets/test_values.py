"""What holds for every kind of value that registers hold."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from outreach.sheets import values
from outreach.sheets.cells import Cell, CellFault
from tests.sheets.strategies import CELLS

EMPTY = [None, "", "   ", "-", "–", "…", "NULL", "\u00a0", "\u200b"]


PARSERS: list[Callable[[Cell], Any]] = [
    getattr(values, name) for name in values.__all__ if name.startswith("parse_")
]


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@pytest.mark.parametrize("cell", EMPTY, ids=repr)
def test_empty_cells_have_no_value(parse: Callable[[Cell], Any], cell: Cell) -> None:
    assert parse(cell) is None


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@given(cell=CELLS)
def test_any_cell_gives_a_value_or_a_reason(parse: Callable[[Cell], Any], cell: Cell) -> None:
    try:
        value = parse(cell)
    except CellFault:
        return
    if isinstance(value, str):
        assert value == unicodedata.normalize("NFC", value)
        assert value == value.strip()
        assert value
        value.encode()  # no lone surrogate comes through


@pytest.mark.parametrize("parse", PARSERS, ids=lambda parse: parse.__name__)
@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1f", "\x7f", "\ud800", "\uffff"], ids=ascii)
def test_control_characters_and_surrogates_are_refused(parse: Callable[[Cell], Any], bad: str) -> None:
    with pytest.raises(CellFault):
        parse(f"a{bad}b")
