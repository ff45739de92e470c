"""What speaks against a day, an hour or some businesses: forms here and above ask, the calendar answers.

A form is held up once. What it has shown comes back with it, and then it saves: with script the warning
stands there before anybody sends, without it after the first try.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from flask import request

from outreach import clock, web
from outreach.i18n import gettext as _


class Proposed(NamedTuple):
    """What a form wants to hold and when. Without `starts` it takes the whole day; id 0: none yet."""

    intervention_id: int
    day: date
    title: str
    starts: time | None = None
    ends: time | None = None
    people: str | None = None  # trainers or the team, as written


class Warned(NamedTuple):
    """The clashes found, and the mark by which a form says that it has shown them."""

    clashes: Sequence[Any] = ()
    mark: str = ""


Query = Callable[[Proposed, Collection[int] | None], Warned]
_queries: dict[str, Query] = {}


def register(query: Query) -> None:
    """Say who knows of clashes: (proposed, None) asks about everything, (proposed, ids) about these only."""
    _queries["clashes"] = query


def unseen(
    form: web.Form, proposed: Proposed | None, business_ids: Collection[int] | None = None
) -> Warned | None:
    """The clashes that whoever sends this form has not been shown, said above the form; None: carry on."""
    query = _queries.get("clashes")
    if query is None or proposed is None:
        return None
    found = query(proposed, business_ids)
    if not found.clashes or request.form.get("clashes_seen") == found.mark:
        return None
    form.refuse(_("Lịch này cần Anh/Chị xem lại ở chỗ cảnh báo. Thấy hợp lý thì bấm nút ở đó."))
    return found


def on_day(intervention_id: int, title: str, starts_at: datetime, ends_at: datetime) -> Proposed:
    """A session that begins and ends at these instants; one that goes on to another day fills its first."""
    starts, ends = clock.local(starts_at), clock.local(ends_at)
    end = ends.time() if ends.date() == starts.date() else time.max
    return Proposed(intervention_id, starts.date(), title, starts.time(), end)
