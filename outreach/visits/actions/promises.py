"""Promises: made, kept or said to be impossible, opened again, handed over, put off. Each says why."""

from datetime import date
from typing import Any

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import COUNTER, User
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.i18n import show_date
from outreach.later import Later
from outreach.refusals import Refused
from outreach.twins import twin
from outreach.visits import rules
from outreach.visits.letters import kept_notice
from outreach.visits.models import Promise

NOTIFY = Later("outreach.notices.actions:notify")


def make_promise(
    *,
    business_id: int,
    promised: rules.Promised,
    by: int | None,
    stop_id: int | None = None,
    client_id: str | None = None,
) -> Promise:
    """Keep a promise to a business; the same `client_id` again is the same promise, corrected if need be."""
    known = _of_form(client_id)
    if known is not None and not _can_be_corrected(known):
        return known
    if not promised.text:
        raise Refused(_l("Anh/Chị ghi rõ hứa việc gì."), "text")
    owner_id = promised.owner_id if promised.owner_id is not None else by
    _check_owner(owner_id)
    if known is not None:
        known.text, known.due_on, known.owner_id = _words(promised), promised.due_on, owner_id
        db.session.flush()
        return known
    told: dict[str, Any] = {"business_id": business_id, "text": _words(promised), "due_on": promised.due_on,
            "owner_id": owner_id, "made_by_id": by}  # fmt: skip
    if client_id is None and by and (sent := twin(Promise, Promise.made_at, **told)):
        return sent
    promise = Promise(
        stop_id=stop_id, state=rules.OPEN, made_at=clock.now(), client_id=client_id, **told
    )  # fmt: skip
    db.session.add(promise)
    db.session.flush()
    return promise


def is_made(promised: rules.Promised, client_id: str) -> bool:
    """Whether the promise of this form stands already as said here, or can be corrected no more."""
    known = _of_form(client_id)
    if known is None:
        return False
    said = (known.text, known.due_on, promised.owner_id or known.owner_id)
    return not _can_be_corrected(known) or said == (_words(promised), promised.due_on, known.owner_id)


def keep(*, promise: Promise, outcome: str, by: int | None) -> None:
    """It is done; the business is told so in the portal. What is closed already stays as it is."""
    if promise.state == rules.KEPT:
        return
    _close(promise, rules.KEPT, outcome, by)
    title, text, path = kept_notice(promise)
    NOTIFY(business_id=promise.business_id, title=title, text=text, path=path, until=None)


def say_impossible(*, promise: Promise, outcome: str, by: int | None) -> None:
    """It cannot be done; the reason is what the business reads."""
    if promise.state == rules.IMPOSSIBLE:
        return
    _close(promise, rules.IMPOSSIBLE, outcome, by)


def reopen(*, promise: Promise, why: str, by: int | None) -> None:
    """It was not done after all, or can be done now."""
    if promise.state == rules.OPEN:
        return
    if not why:
        raise Refused(_l("Anh/Chị ghi vì sao mở lại."), "why")
    _note(promise, rules.change("reopened", clock.now(), _name(by), before=promise.outcome, why=why))
    promise.state, promise.closed_on, promise.outcome, promise.reminded_on = rules.OPEN, None, None, None
    db.session.flush()


def hand_over(*, promise: Promise, owner_id: int, by: int | None) -> None:
    """Somebody else sees to it from now on."""
    _refuse_closed(promise)
    if owner_id == promise.owner_id:
        return
    _check_owner(owner_id)
    before, after = _name(promise.owner_id), _name(owner_id)
    _note(promise, rules.change("owner", clock.now(), _name(by), before=before, after=after))
    promise.owner_id, promise.reminded_on = owner_id, None
    db.session.flush()


def change_due_day(*, promise: Promise, due_on: date, why: str, by: int | None) -> None:
    """It is due on another day; the reason is kept."""
    _refuse_closed(promise)
    if due_on == promise.due_on:
        return
    if due_on < clock.today():
        raise Refused(_l("Hạn mới phải từ hôm nay trở đi."), "due_on")
    if not why:
        raise Refused(_l("Anh/Chị ghi vì sao đổi hạn."), "why")
    before, after = show_date(promise.due_on), show_date(due_on)
    _note(promise, rules.change("due", clock.now(), _name(by), before=before, after=after, why=why))
    promise.due_on = due_on
    db.session.flush()


def _of_form(client_id: str | None) -> Promise | None:
    if client_id is None:
        return None
    return db.session.scalar(select(Promise).where(Promise.client_id == client_id))


def _can_be_corrected(promise: Promise) -> bool:
    """As long as nothing has become of it that people were told of."""
    return promise.state == rules.OPEN and not promise.history


def _words(promised: rules.Promised) -> str:
    return promised.text[: rules.LONGEST_TEXT]


def _close(promise: Promise, state: str, outcome: str, by: int | None) -> None:
    _refuse_closed(promise)
    if not outcome:
        raise Refused(
            _l("Anh/Chị ghi đã làm gì, hoặc vì sao không làm được: doanh nghiệp sẽ đọc câu này."), "outcome"
        )
    promise.state, promise.outcome, promise.closed_on = state, outcome, clock.today()
    _note(promise, rules.change(state, clock.now(), _name(by), after=outcome))
    db.session.flush()


def _refuse_closed(promise: Promise) -> None:
    if promise.state != rules.OPEN:
        raise Refused(_l("Cam kết này đã đóng; Anh/Chị mở lại trước."))


def _note(promise: Promise, change: dict[str, object]) -> None:
    promise.history = [*promise.history, change]


def _check_owner(owner_id: int | None) -> None:
    owner = db.session.get(User, owner_id) if owner_id else None
    if owner is None or owner.role not in COUNTER or owner.disabled_at is not None:
        raise Refused(_l("Anh/Chị chọn người phụ trách trong danh sách."), "owner_id")


def _name(user_id: int | None) -> str | None:
    user = db.session.get(User, user_id) if user_id else None
    return user.name if user else None
