"""What a clerk does with a conversation; each comes back to it, with what was typed when it was refused."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, web
from outreach.accounts import guards
from outreach.desks import forms
from outreach.desks.queries import known
from outreach.desks.rules import desk as rules
from outreach.desks.views.desk import asked_args, show
from outreach.dossiers.queries import get_procedure
from outreach.helpdesk import actions, queries
from outreach.helpdesk.actions import handing, handling, merging
from outreach.helpdesk.views.opening import opened
from outreach.i18n import gettext as _
from outreach.workdays import queries as workdays

Deed = Callable[..., Any]


@guards.counter
@web.commits
def desk_assign(conversation_key: str) -> ResponseReturnValue:
    """Take it, give it to a colleague, or to nobody."""
    form = forms.AssignForm()
    return _done(
        conversation_key, form, handling.assign, lambda: {"to": form.to.data, "seen": form.seen.data}
    )  # fmt: skip


@guards.counter
@web.commits
def desk_looking(conversation_key: str) -> ResponseReturnValue:
    """Say that one has it open, and hear who else does."""
    head, by = opened(conversation_key)
    actions.look_in(conversation_id=head.id, who=by.who, user_id=current_user.id)
    if not web.wants_part():
        return web.redirect(_here(conversation_key))
    names = known.looking(head.id, current_user.id)
    return web.render("desks/desk.html", "desks/_desk_looking.html", head=head, names=names)


@guards.counter
@web.commits
def desk_close(conversation_key: str) -> ResponseReturnValue:
    """Nothing more is to be done: on to the list."""
    head, by = opened(conversation_key)
    form = forms.SeenForm()
    if form.validate_on_submit() and form.carry_out(
        handling.close, conversation_id=head.id, by=current_user.id, seen=form.seen.data
    ):
        return web.redirect(url_for("desks.desk", **asked_args(), closed=conversation_key))
    return show(head, by, form=form)


@guards.counter
@web.commits
def desk_reopen(conversation_key: str) -> ResponseReturnValue:
    """Take it up again."""
    return _done(conversation_key, web.Form(), handling.reopen)


@guards.counter
@web.commits
def desk_snooze(conversation_key: str) -> ResponseReturnValue:
    """Put it aside for a while."""
    form = forms.SnoozeForm()
    return _done(
        conversation_key, form, handling.snooze,
        lambda: {
            "until": rules.snoozed_until(form.until.data, clock.now(), workdays.week()),
            "seen": form.seen.data,
        },
    )  # fmt: skip


@guards.counter
@web.commits
def desk_wake(conversation_key: str) -> ResponseReturnValue:
    """Take it back into the list."""
    return _done(conversation_key, web.Form(), handling.wake)


@guards.counter
@web.commits
def desk_label(conversation_key: str) -> ResponseReturnValue:
    """Put a label on it."""
    form = forms.LabelForm()
    return _done(conversation_key, form, handling.label, lambda: {"name": form.name.data or ""})


@guards.counter
@web.commits
def desk_unlabel(conversation_key: str, label_id: int) -> ResponseReturnValue:
    """Take a label off."""
    return _done(conversation_key, web.Form(), handling.unlabel, lambda: {"label_id": label_id})


@guards.counter
@web.commits
def desk_procedure(conversation_key: str) -> ResponseReturnValue:
    """Say which procedure it is about."""
    form = forms.ProcedureForm()
    valid = form.validate_on_submit()
    procedure = web.found(get_procedure(form.procedure.data)) if valid and form.procedure.data else None
    return _done(
        conversation_key, form, handling.say_about,
        lambda: {
            "procedure_id": procedure.id if procedure else None, "procedure": procedure and procedure.name
        },
    )  # fmt: skip


@guards.counter
@web.commits
def desk_business(conversation_key: str) -> ResponseReturnValue:
    """Say whose conversation it is; several that the words may mean are offered."""
    head, by = opened(conversation_key)
    form = forms.BusinessForm()
    if not form.validate_on_submit():
        return show(head, by, form=form)
    meant = known.candidates(form.business.data or "")
    if len(meant) != 1:
        words = _("Anh/Chị chọn một doanh nghiệp.") if meant else _("Không tìm thấy doanh nghiệp nào.")
        form.refuse(words, "business")
        return show(head, by, form=form, meant=meant)
    return _done(conversation_key, form, handling.attach, lambda: {"business_id": meant[0].id})


@guards.counter
@web.commits
def desk_release(conversation_key: str) -> ResponseReturnValue:
    """Let the business read it."""
    return _done(conversation_key, web.Form(), handling.release)


@guards.counter
@web.commits
def desk_merge(conversation_key: str) -> ResponseReturnValue:
    """Move all of it into another conversation of the business, which opens."""
    head, by = opened(conversation_key)
    form = forms.MergeForm()
    target = queries.find_conversation(form.into.data or "") if form.validate_on_submit() else None
    deed: Deed = merging.merge
    if target is not None and form.carry_out(
        deed, conversation_id=head.id, into_id=target.id, by=current_user.id
    ):
        flash(_("Đã gộp. Anh/Chị có thể tách lại ở cuộc trao đổi này."), "good")
        return web.redirect(_here(target.public_id))
    if target is None and not form.errors:
        form.refuse(_("Cuộc trao đổi này không còn."), "into")
    return show(head, by, form=form)


@guards.counter
@web.commits
def desk_undo_merge(conversation_key: str) -> ResponseReturnValue:
    """Give a merged conversation back what was said in it."""
    head = web.found(queries.find_conversation(conversation_key))
    form = web.Form()
    form.validate_on_submit()
    form.carry_out(merging.undo_merge, conversation_id=head.id, by=current_user.id)
    for refusals in form.errors.values():
        flash(" ".join(refusals), "warn")
    return web.redirect(_here(conversation_key))


@guards.counter
@web.commits
def desk_hand_over(conversation_key: str) -> ResponseReturnValue:
    """Ask another office."""
    form = forms.HandOverForm()
    return _done(
        conversation_key, form, handing.hand_over,
        lambda: {
            "agency_id": None, "office": form.office.data, "question": form.question.data,
            "due_on": form.due_on.data,
        },
        hand_form=form,
    )  # fmt: skip


@guards.counter
@web.commits
def desk_hand_back(conversation_key: str, handover_id: int) -> ResponseReturnValue:
    """Write down what the other office said."""
    head, by = opened(conversation_key)
    one = web.found(known.get_handover(head.id, handover_id))
    form = forms.HandBackForm()
    if form.validate_on_submit() and form.carry_out(
        handing.note_answer, handover_id=one.id, answer=form.answer.data or "", by=current_user.id
    ):
        return web.redirect(_here(conversation_key))
    return show(head, by, form=form, back_form=form)


@guards.counter
@web.commits
def desk_take_back(conversation_key: str, handover_id: int) -> ResponseReturnValue:
    """The other office is not asked any more."""
    head, by = opened(conversation_key)
    one = web.found(known.get_handover(head.id, handover_id))
    form = web.Form()
    if form.validate_on_submit() and form.carry_out(
        handing.take_back, handover_id=one.id, by=current_user.id
    ):
        return web.redirect(_here(conversation_key))
    return show(head, by, form=form)


@guards.counter
@web.commits
def desk_check(conversation_key: str) -> ResponseReturnValue:
    """Tick a document of the procedure's list, or take the tick back."""
    form = forms.CheckForm()
    return _done(
        conversation_key, form, handling.check_document,
        lambda: {"words": form.document.data, "has": bool(form.has.data)},
    )  # fmt: skip


def _done(
    conversation_key: str, form: web.Form, deed: Deed, values: Callable[[], dict[str, Any]] = dict,
    **shown: Any,
) -> ResponseReturnValue:  # fmt: skip
    """Do it and come back; refused, the desk shows why beside what was typed."""
    head, by = opened(conversation_key)
    if form.validate_on_submit():
        form.carry_out(deed, conversation_id=head.id, by=current_user.id, **values())
        if not form.errors:
            return web.redirect(_here(conversation_key))
    return show(head, by, form=form, **shown)


def _here(conversation_key: str) -> str:
    return url_for("desks.desk_conversation", conversation_key=conversation_key, **asked_args())
