"""Reads of saved replies."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from outreach import clock
from outreach.accounts.models import User
from outreach.answers import rules
from outreach.answers.models import SavedReply
from outreach.answers.queries.standing import reply_withheld
from outreach.answers.sources import NOBODY, Talk
from outreach.database import db
from outreach.dossiers.models import Procedure

SHOWN = {"use": None, "withheld": None, "retired": None}


class ReplyLine(NamedTuple):
    """One saved reply in a list."""

    id: int
    title: str
    text: str
    procedure_id: int | None
    procedure: str | None
    uses: int
    reviewed_at: datetime | None
    retired_at: datetime | None
    changed_at: datetime
    changed_by: str | None
    withheld: bool


class FoundReply(NamedTuple):
    """A reply to be inserted into a conversation: filled as far as anybody knows, with its gaps named."""

    id: int
    title: str
    text: str
    missing: tuple[str, ...]
    procedure: str | None
    uses: int


def get_reply(reply_id: int) -> SavedReply | None:
    """One reply; None when there is none of that id."""
    return db.session.get(SavedReply, reply_id)


def list_replies(
    *, words: str = "", procedure_id: int | None = None, show: str = "use", today: date
) -> list[ReplyLine]:
    """The replies in use, held back or retired (`show`), best or most used first; two statements at most."""
    withheld = reply_withheld(today)
    conditions: list[ColumnElement[bool]] = [
        SavedReply.retired_at.is_not(None) if show == "retired" else SavedReply.retired_at.is_(None)
    ]
    if show == "withheld":
        conditions.append(withheld)
    if procedure_id is not None:
        conditions.append(SavedReply.procedure_id == procedure_id)
    rows = db.session.execute(
        _lines(withheld).where(*conditions).order_by(SavedReply.uses.desc(), SavedReply.folded)
    )
    lines = [ReplyLine(*row) for row in rows]
    if not words:
        return lines
    by_id = {line.id: line for line in lines}
    return [by_id[hit.thing.id] for hit in index().search(words) if hit.thing.id in by_id]


def find_replies(
    words: str = "",
    *,
    talk: Talk = NOBODY,
    clerk: str | None = None,
    hotline: str | None = None,
    limit: int = 9,
) -> list[FoundReply]:
    """Replies to insert: what the words ask for; else what fits the conversation, then the most used.

    Retired ones and those held back are left out; each is filled with what is known of the conversation.
    """
    lines = [one for one in list_replies(words=words, today=clock.today()) if not one.withheld]
    if not words:
        hits = index().likely(talk.asked, procedure_id=talk.procedure_id, limit=limit) if talk.asked else []
        first = [hit.thing.id for hit in hits]
        lines.sort(key=lambda one: (_place(first, one.id), not _of(talk, one), -one.uses))
    lines = [one for one in lines if one.procedure_id is None or talk.procedure_id is None or _of(talk, one)]
    values = talk.values(person=clerk, hotline=hotline)
    return [_filled(one, values) for one in lines[:limit]]


def count_replies(today: date) -> dict[str, int]:
    """How many are in use, how many of these are held back, and how many are retired; one statement."""
    in_use = SavedReply.retired_at.is_(None)
    row = db.session.execute(
        select(
            func.count().filter(in_use),
            func.count().filter(in_use, reply_withheld(today)),
            func.count().filter(SavedReply.retired_at.is_not(None)),
        ).select_from(SavedReply)
    ).one()
    return dict(zip(SHOWN, row, strict=True))


def index() -> rules.Index:
    """All replies, taken apart once for as long as nobody changes any."""
    key = db.session.execute(select(func.count(), func.max(SavedReply.changed_at))).one()
    kept = _kept.get("replies")
    if kept is None or kept[0] != (key[0], key[1]):
        rows = db.session.execute(select(SavedReply.id, SavedReply.folded, SavedReply.procedure_id))
        parts = ((id, *folded.partition("\n")[::2], procedure_id) for id, folded, procedure_id in rows)
        made = rules.Index([rules.Thing(id, title, text, about) for id, title, text, about in parts])
        kept = _kept["replies"] = ((key[0], key[1]), made)
    return kept[1]


_kept: dict[str, tuple[Any, rules.Index]] = {}


def _place(first: Sequence[int], reply_id: int) -> int:
    return first.index(reply_id) if reply_id in first else len(first)


def _of(talk: Talk, line: ReplyLine) -> bool:
    return line.procedure_id is not None and line.procedure_id == talk.procedure_id


def _filled(line: ReplyLine, values: dict[str, str | None]) -> FoundReply:
    filled = rules.fill(line.text, values)
    return FoundReply(line.id, line.title, filled.text, filled.missing, line.procedure, line.uses)


def _lines(withheld: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            SavedReply.id, SavedReply.title, SavedReply.text, SavedReply.procedure_id, Procedure.name,
            SavedReply.uses, SavedReply.reviewed_at, SavedReply.retired_at, SavedReply.changed_at, User.name,
            withheld,
        )
        .outerjoin(Procedure, Procedure.id == SavedReply.procedure_id)
        .outerjoin(User, User.id == SavedReply.changed_by_id)
    )  # fmt: skip
