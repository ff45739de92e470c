"""Who cites legal documents: features above say so here, so that this one need not know them."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Citing:
    """Something that rests on a document: what it is called, and the endpoint of its page."""

    document_id: int
    label: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


Query = Callable[[Collection[int]], Sequence[Citing]]
_queries: dict[str, Query] = {}


def register(name: str, query: Query) -> None:
    """Say how to find what a feature has that cites any of some documents; `name` is the feature's."""
    _queries[name] = query


def of(document_ids: Collection[int]) -> dict[int, list[Citing]]:
    """What cites each of these documents, feature by feature; documents that nothing cites are left out."""
    found: dict[int, list[Citing]] = {}
    for name in sorted(_queries) if document_ids else ():
        for citing in _queries[name](document_ids):
            found.setdefault(citing.document_id, []).append(citing)
    return found
