"""What the rooms above keep about a person: for the file handed over to that person, and for erasing it."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Person(NamedTuple):
    """Who is meant: somebody of a business, known by account or by name and phone."""

    business_id: int
    name: str | None
    phone: str | None
    user_id: int | None = None


# All that a feature keeps about a person, as plain values for a file.
Collect = Callable[[Person], list[dict[str, Any]]]
# Takes the person out of it; what was counted stays counted.
Erase = Callable[[Person], object]
_features: dict[str, tuple[Collect, Erase]] = {}


def register(feature: str, *, collect: Collect, erase: Erase) -> None:
    """Say how a feature hands over and erases what it keeps about a person."""
    _features[feature] = collect, erase


def everything(person: Person) -> dict[str, list[dict[str, Any]]]:
    """By feature, what it keeps."""
    return {feature: collect(person) for feature, (collect, _erase) in _features.items()}


def erase(person: Person) -> None:
    """Everywhere."""
    for _collect, erase_here in _features.values():
        erase_here(person)
