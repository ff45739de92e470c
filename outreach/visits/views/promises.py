"""Promises: the list, and one with all that can be done about it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l
from outreach.visits import actions, queries, rules
from outreach.visits.forms import DueForm, OwnerForm, PromiseForm
from outreach.visits.models import Promise
from outreach.visits.queries import Shown

PER_PAGE = 20


@guards.staff
def promises() -> ResponseReturnValue:
    """Those asked for: mine or everybody's, open, overdue, due this week, closed, of one business."""
    today, mine = clock.today(), request.args.get("whose") == "mine"
    show = lists.one_of(request.args, "show", rules.SHOWN) or "open"
    business_id = lists.number(request.args, "business")
    shown = Shown(show, current_user.id if mine else None, business_id)
    whose: dict[str, Any] = {"whose": "mine" if mine else None, "business": business_id}
    address = partial(url_for, "visits.promises", show=show if show != "open" else None, **whose)
    pages = lists.paged(
        partial(queries.list_promises, shown, today), request.args, size=PER_PAGE, address=address
    )
    return web.render(
        "visits/promises.html", "visits/_promise_list.html",
        pages=pages, shown=shown, mine=mine, rules=rules, today=today,
        counts=queries.count_promises(today, shown.owner_id),
    )  # fmt: skip


@guards.staff
def promise(promise_id: int) -> ResponseReturnValue:
    """One promise, where it comes from, what was changed, and what can be done."""
    return _page(_found(promise_id))


@guards.counter
@web.commits
def keep(promise_id: int) -> ResponseReturnValue:
    """It is done."""
    said = _l("Đã ghi: việc đã hứa làm xong, doanh nghiệp được báo trên cổng.")
    return _close(promise_id, actions.keep, said)


@guards.counter
@web.commits
def say_impossible(promise_id: int) -> ResponseReturnValue:
    """It cannot be done."""
    return _close(promise_id, actions.say_impossible, _l("Đã ghi: không làm được, kèm lý do."))


@guards.counter
@web.commits
def reopen(promise_id: int) -> ResponseReturnValue:
    """It is not done after all."""
    promise, form = _found(promise_id), PromiseForm()
    deed = partial(actions.reopen, promise=promise, why=form.why.data or "", by=current_user.id)
    return _done(promise, form, deed, _l("Cam kết lại đang thực hiện."), "closing")


@guards.counter
@web.commits
def hand_over(promise_id: int) -> ResponseReturnValue:
    """Somebody else sees to it."""
    promise, form = _found(promise_id), OwnerForm()
    owner_id = form.owner_id.data or 0
    deed = partial(actions.hand_over, promise=promise, owner_id=owner_id, by=current_user.id)
    return _done(promise, form, deed, _l("Đã giao người phụ trách mới."), "owner")


@guards.counter
@web.commits
def change_due_day(promise_id: int) -> ResponseReturnValue:
    """It is due on another day."""
    promise, form = _found(promise_id), DueForm()
    by, why = current_user.id, form.why.data or ""
    deed = partial(
        actions.change_due_day, promise=promise, due_on=form.due_on.data or promise.due_on, why=why, by=by
    )
    return _done(promise, form, deed, _l("Đã đổi hạn."), "due")


def _close(promise_id: int, action: Callable[..., None], said: LazyText) -> ResponseReturnValue:
    promise, form = _found(promise_id), PromiseForm()
    deed = partial(action, promise=promise, outcome=form.outcome.data or "", by=current_user.id)
    return _done(promise, form, deed, said, "closing")


def _done(
    promise: Promise, form: web.Form, deed: Callable[[], None], said: LazyText, which: str
) -> ResponseReturnValue:
    """Carry a deed out and show the promise again; what was typed stays when it is refused."""
    if form.validate_on_submit():
        form.carry_out(deed)
        if not form.errors:
            flash(str(said), "good")
            return web.redirect(url_for("visits.promise", promise_id=promise.id))
    return _page(promise, form=form, **{which: form})


def _found(promise_id: int) -> Promise:
    return web.found(queries.get_promise(promise_id))


def _page(promise: Promise, **forms: Any) -> ResponseReturnValue:
    context: dict[str, Any] = {
        "form": None, "closing": PromiseForm(formdata=None),
        "owner": OwnerForm(formdata=None, owner_id=promise.owner_id),
        "due": DueForm(formdata=None, due_on=promise.due_on), **forms,
    }  # fmt: skip
    context["owner"].offer(queries.owners(promise.owner_id))
    return web.render(
        "visits/promise.html", promise=web.found(queries.promise_line(promise.id)),
        history=_history(promise), rules=rules, today=clock.today(), **context,
    )  # fmt: skip


def _history(promise: Promise) -> list[dict[str, Any]]:
    """What was changed, with its instants as such."""
    return [{**one, "at": datetime.fromisoformat(one["at"])} for one in promise.history]
