"""What learners do: begin, tick a step, untick it, finish. Ticks belong to keys, completions to versions."""

from collections.abc import Collection
from datetime import date
from importlib import import_module
from typing import Any

from sqlalchemy import delete, select

from outreach import clock
from outreach.accounts.models import User
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.tutorials import queries, signals
from outreach.tutorials.models import Completion, Start, Tick


def start(
    *, version_id: int, user_id: int | None = None, business_id: int | None = None, counted: bool = False
) -> None:
    """Somebody began a version: once per person; a browser without sign-in is counted and not known again.

    `counted`: this browser was counted before. Tells `signals.started` each time.
    """
    who: dict[str, Any] = {"version_id": version_id, "user_id": user_id, "business_id": business_id}
    if not counted:
        _insert_once(Start, {**who, "started_on": clock.today()}, ("user_id", "version_id"))
    signals.started.send(**who)


def tick(
    *,
    user_id: int,
    business_id: int | None,
    tutorial_id: int,
    version_id: int,
    step_key: str,
    how: str = "ticked",
) -> bool:
    """A person says that a step is done; whether that finished a version.

    `version_id`: the version that the person reads, which may have been replaced meanwhile. The tick holds in
    every version with the key; finished are that version, and the one shown now, as soon as all their steps
    are ticked.
    """
    _one_at_a_time(user_id)
    start(version_id=version_id, user_id=user_id, business_id=business_id)
    values = {
        "user_id": user_id, "business_id": business_id, "tutorial_id": tutorial_id,
        "version_id": version_id, "step_key": step_key, "ticked_at": clock.now(),
    }  # fmt: skip
    _insert_once(Tick, values, ("user_id", "tutorial_id", "step_key"))
    ticked = queries.ticked_keys(user_id, tutorial_id)
    candidates = {version_id, *queries.shown_ids(tutorial_id)}
    done = [one for one in sorted(candidates) if _all_ticked(tutorial_id, one, ticked)]
    person: dict[str, Any] = {"user_id": user_id, "business_id": business_id}
    new = [_complete(**person, tutorial_id=tutorial_id, version_id=one, how=how) for one in done]
    return any(new)


def untick(*, user_id: int, tutorial_id: int, step_key: str) -> None:
    """Take a tick back; what was finished stays finished."""
    mine = (Tick.user_id == user_id, Tick.tutorial_id == tutorial_id, Tick.step_key == step_key)
    db.session.execute(delete(Tick).where(*mine).execution_options(synchronize_session=False))


def complete(
    *, user_id: int, business_id: int | None, tutorial_id: int, version_id: int, how: str = "ticked"
) -> bool:
    """Finish a version whose steps are all ticked, or were practised; whether it was not finished before.

    Refused when steps are left and nothing was practised. Tells `signals.completed`, once.
    """
    _one_at_a_time(user_id)
    ticked = queries.ticked_keys(user_id, tutorial_id)
    if how == "ticked" and not _all_ticked(tutorial_id, version_id, ticked):
        raise Refused(_("Còn bước chưa đánh dấu. Anh/Chị làm tiếp các bước còn lại."))
    return _complete(
        user_id=user_id, business_id=business_id, tutorial_id=tutorial_id, version_id=version_id, how=how
    )


def _all_ticked(tutorial_id: int, version_id: int, ticked: Collection[str]) -> bool:
    keys = queries.version_keys(tutorial_id, version_id)
    return keys is not None and set(keys) <= set(ticked)


def _complete(*, user_id: int, business_id: int | None, tutorial_id: int, version_id: int, how: str) -> bool:
    today: date = clock.today()
    person = db.session.scalars(select(User.name).where(User.id == user_id)).one()
    told: dict[str, Any] = {
        "version_id": version_id, "tutorial_id": tutorial_id, "user_id": user_id,
        "business_id": business_id, "how": how, "completed_on": today,
    }  # fmt: skip
    if not _insert_once(Completion, {**told, "person": person}, ("user_id", "version_id")):
        return False
    signals.completed.send(**told)
    return True


def _one_at_a_time(user_id: int) -> None:
    """Two devices that tick the last two steps at once: the second sees the first's tick and finishes.

    The lock lets rows that only name the person pass, so that it waits for no publishing.
    """
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))


def _insert_once(table: type[Any], values: dict[str, Any], keys: tuple[str, ...]) -> bool:
    """Whether the row is new; one statement, so that two browsers at once leave one row."""
    # Only the dialect in use: loading PostgreSQL's costs every start a tenth of a second.
    dialect = import_module(f"sqlalchemy.dialects.{db.engine.dialect.name}")
    # What RETURNING gives is the same on both databases; PostgreSQL's count of rows is not told to us.
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=keys)
    return db.session.execute(statement.returning(table.id)).first() is not None
