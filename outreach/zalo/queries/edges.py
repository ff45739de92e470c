"""What is stored of messages that an earlier paste, or this one, cut off."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select

from outreach.database import db
from outreach.helpdesk.models import Message
from outreach.zalo.models import Paste, PasteLine
from outreach.zalo.queries.pastes import FURTHEST
from outreach.zalo.rules import edges
from outreach.zalo.rules.edges import Edge
from outreach.zalo.rules.lines import Line

MOST_PASTES = 50  # of a group, whose ends are looked at


def begun(lines: Sequence[Line], group_folded: str, *, but: int) -> dict[int, int]:
    """Lines of which a former paste has the beginning: place → characters that are there already."""
    here = {line.fingerprint for line in lines}
    ends: dict[tuple[str, str] | None, list[Edge]] = {}
    for end in _ends(group_folded, but):
        if end.fingerprint not in here and end.said_at is not None:
            ends.setdefault(edges.person_and_time(end), []).append(end)
    found: dict[int, int] = {}
    for line in lines if ends else ():
        if line.known or line.said_at is None:
            continue
        mine = _as_edge(line)
        near = [end for end in ends.get(edges.person_and_time(mine), ()) if edges.same_day(mine, end)]
        there = [edges.begins_with(line.text, end.text) for end in near]
        if most := max(filter(None, there), default=0):
            found[line.place] = most
    return found


def known_at_the_edges(lines: Sequence[Line], group_folded: str, *, but: int) -> set[int]:
    """The first and the last line, where this paste cut off what a former one has whole."""
    found = set()
    first, last = lines[0], lines[-1]
    mine = _as_edge(last)
    same = edges.person_and_time(mine)
    if same is not None and any(
        edges.person_and_time(one) == same and edges.same_day(mine, one)
        and edges.begins_with(one.text, last.text) is not None
        for one in _stored(group_folded, but, near=last)
    ):  # fmt: skip
        found.add(last.place)
    headless = not first.person and first.said_at is None
    if headless and any(edges.ends_with(one.text, first.text) for one in _stored(group_folded, but)):
        found.add(first.place)
    return found


def _ends(group_folded: str, but: int) -> list[Edge]:
    last = (
        select(PasteLine.paste_id, func.max(PasteLine.place).label("place"))
        .join(Paste, Paste.id == PasteLine.paste_id)
        .where(Paste.group_folded == group_folded, Paste.id != but)
        .group_by(PasteLine.paste_id)
        .subquery()
    )
    at_its_end = (last.c.paste_id == PasteLine.paste_id) & (last.c.place == PasteLine.place)
    statement = _edges().join(last, at_its_end).order_by(PasteLine.id.desc()).limit(MOST_PASTES)
    return [Edge._make(row) for row in db.session.execute(statement)]


def _stored(group_folded: str, but: int, near: Line | None = None) -> list[Edge]:
    """Of the minute of a line, where both say their day; else the latest of the group."""
    minute = []
    if near is not None and near.said_at is not None and not near.day_guessed:
        begin = near.said_at.replace(second=0, microsecond=0)
        within = PasteLine.said_at.between(begin, begin + timedelta(minutes=1))
        minute = [or_(PasteLine.day_guessed, within)]
    statement = (
        _edges()
        .join(Paste, Paste.id == PasteLine.paste_id)
        .where(Paste.group_folded == group_folded, Paste.id != but, *minute)
        .order_by(PasteLine.id.desc())
        .limit(FURTHEST)
    )
    return [Edge._make(row) for row in db.session.execute(statement)]


def _edges() -> Select[str, str, datetime | None, bool, str]:
    return select(
        PasteLine.fingerprint, func.coalesce(Message.person, ""), PasteLine.said_at, PasteLine.day_guessed,
        Message.text,
    ).join(Message, Message.id == PasteLine.message_id)  # fmt: skip


def _as_edge(line: Line) -> Edge:
    return Edge(line.fingerprint, line.person, line.said_at, line.day_guessed, line.text)
