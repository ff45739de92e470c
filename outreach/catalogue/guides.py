"""The way from a procedure to its guides: the feature above that has them says so here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Guide:
    """A guide to a procedure: what it is called in the reader's language, and the endpoint of its page."""

    title: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


Query = Callable[[Collection[int]], Mapping[int, Sequence[Guide]]]
_queries: dict[str, Query] = {}


def register(name: str, query: Query) -> None:
    """Say how to find the guides of some procedures; `name` is the feature's."""
    _queries[name] = query


def of(procedure_ids: Collection[int]) -> dict[int, list[Guide]]:
    """The guides of each of these procedures; those without any are left out."""
    found: dict[int, list[Guide]] = {}
    for name in sorted(_queries) if procedure_ids else ():
        for procedure_id, guides in _queries[name](procedure_ids).items():
            found.setdefault(procedure_id, []).extend(guides)
    return found
