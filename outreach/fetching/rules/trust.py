"""Whether a file that came by itself may be written by itself."""

from typing import Any, NamedTuple

from outreach.text import fold


class Seen(NamedTuple):
    """What is known of a file that was read and compared, not yet written."""

    read: int
    changes: int  # rows to be created or changed
    refused: int
    columns: dict[str, Any] | None  # as the import remembers them
    columns_before: dict[str, Any] | None  # of the last one of its kind and source that was written
    refused_before: int
    whole: bool  # the other side said how long it is
    taken_back: bool = False  # the last import of its kind and source was


def decide(seen: Seen, *, by_itself: bool, most_refused: int) -> str:
    """The outcome: 'written', 'nothing_new', or why it waits for somebody. `most_refused` in per cent."""
    if not seen.read:
        return "waiting_empty"
    if not seen.changes and seen.refused <= seen.refused_before:
        return "nothing_new"
    if not by_itself:
        return "waiting"
    if seen.columns_before is None:
        return "waiting_first"
    if seen.taken_back:
        return "waiting_undone"
    if _meanings(seen.columns) != _meanings(seen.columns_before):
        return "waiting_columns"
    if seen.refused * 100 > most_refused * seen.read:
        return "waiting_refused"
    return "written" if seen.whole else "waiting_length"


def _meanings(recognised: dict[str, Any] | None) -> set[tuple[str, str]]:
    """Which heading means what, however their letters are encoded and wherever they stand."""
    columns = (recognised or {}).get("columns", ())
    return {(column["meaning"], fold(column["heading"])) for column in columns}
