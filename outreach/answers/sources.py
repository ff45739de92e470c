"""What is known of a conversation: the feature above that has them says so here, by plain values.

With it replies are filled, and names are found in what is to be published.
"""

from collections.abc import Callable
from typing import NamedTuple

from outreach.answers.rules import Known


class Talk(NamedTuple):
    """A conversation as far as a reply needs it."""

    public_id: str
    business: str | None = None
    person: str | None = None  # who asks
    procedure_id: int | None = None
    procedure: str | None = None
    tutorial_id: int | None = None
    step_key: str | None = None
    step: str | None = None
    dossier: str | None = None
    asked: str = ""  # the last thing that its business said

    def values(self, *, person: str | None, hotline: str | None) -> dict[str, str | None]:
        """The fields of a reply, by name; `person` is the clerk who writes."""
        return {
            "doanh_nghiep": self.business, "nguoi": self.person, "thu_tuc": self.procedure, "buoc": self.step,
            "ho_so": self.dossier, "can_bo": person, "hotline": hotline,
        }  # fmt: skip


Query = Callable[[str], Talk | None]
Names = Callable[[str], Known | None]
Copied = Callable[[str, str], tuple[str, str] | None]
_queries: dict[str, Query] = {}
_names: dict[str, Names] = {}
_copied: dict[str, Copied] = {}
NOBODY = Talk("")


def register(name: str, *, talk: Query, known: Names, copied: Copied) -> None:
    """Say how to find a conversation by its public id, the names and numbers that would give it away, and a
    message of it with what it answers.
    """
    _queries[name], _names[name], _copied[name] = talk, known, copied


def talk(public_id: str | None) -> Talk | None:
    """What is known of a conversation; None when nobody has one of that id."""
    found = (query(public_id) for query in _queries.values()) if public_id else ()
    return next((one for one in found if one is not None), None)


def known(public_id: str | None) -> Known:
    """The names and numbers that must not be published of a conversation."""
    found = (query(public_id) for query in _names.values()) if public_id else ()
    return next((one for one in found if one is not None), Known())


def copied(public_id: str | None, message: str | None) -> tuple[str, str] | None:
    """(question, answer) of a message of staff in a conversation; None when there is none."""
    if not public_id or not message:
        return None
    found = (query(public_id, message) for query in _copied.values())
    return next((one for one in found if one is not None), None)
