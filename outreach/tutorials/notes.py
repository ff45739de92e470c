"""What a feature above knows of a step: notes for its readers, and texts that wait for its next version."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple


class Note(NamedTuple):
    """A question and its answer (Markdown) in one language, and the endpoint of its page."""

    question: str
    answer: str
    language: str
    day: date
    endpoint: str
    values: dict[str, Any]


Query = Callable[[int, str, str], Sequence[Note]]
Waiting = Callable[[int, str], Sequence[Note]]
_notes: dict[str, Query] = {}
_waiting: dict[str, Waiting] = {}


def register(name: str, *, notes: Query, waiting: Waiting) -> None:
    """Say how to find the notes of a step in a reader's language, and what waits to be written into it."""
    _notes[name], _waiting[name] = notes, waiting


def at(tutorial_id: int, step_key: str, language: str) -> list[Note]:
    """The notes of a step, feature by feature."""
    return [note for name in sorted(_notes) for note in _notes[name](tutorial_id, step_key, language)]


def waiting(tutorial_id: int, step_key: str) -> list[Note]:
    """What is to be written into a step's next version."""
    return [note for name in sorted(_waiting) for note in _waiting[name](tutorial_id, step_key)]
