"""Writing down calls and walk-ins, and taking a part of a conversation into one of its own."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import guards
from outreach.answers import queries as answers
from outreach.desks import forms
from outreach.desks.queries import known
from outreach.desks.views.desk import asked_args
from outreach.dossiers.queries import get_procedure
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.actions import handling, merging
from outreach.helpdesk.chat import chat_of
from outreach.helpdesk.models import Conversation
from outreach.helpdesk.views.opening import opened
from outreach.i18n import gettext as _
from outreach.refusals import Refused


@guards.counter
@web.commits
def desk_log() -> ResponseReturnValue:
    """Who called or came, what they asked, what they were told."""
    form = forms.LogForm()
    meant: list[known.Candidate] = []
    if form.validate_on_submit():
        meant = known.candidates(form.business.data) if form.business.data else []
        begun = form.carry_out(_logged, form=form, meant=meant)
        if begun is not None:
            flash(_("Đã ghi vào nhật ký hỗ trợ."), "good")
            return web.redirect(_after(begun))
    return web.render(
        "desks/desk_log.html", form=form, meant=meant, procedures=known.procedure_choices(),
        steps=answers.every_step(),
    )  # fmt: skip


def _whose(form: forms.LogForm, meant: list[known.Candidate]) -> int | None:
    """The business that was named, or chosen among those which the words may mean; refused while unclear."""
    if not form.business.data:
        return None
    if not meant:
        raise Refused(_("Không tìm thấy doanh nghiệp nào."), "business")
    chosen = [one for one in meant if form.meant.data in (one.tax_code, one.name)] or meant
    if len(chosen) > 1:
        raise Refused(_("Anh/Chị chọn một doanh nghiệp."), "business")
    return chosen[0].id


def _logged(*, form: forms.LogForm, meant: list[known.Candidate]) -> Conversation:
    """The whole call in one deed; sent again, it is the one that is there."""
    key, business_id = form.client_id.data or "", _whose(form, meant)
    begun = actions.begin(
        client_id=key, channel=form.channel.data, business_id=business_id, released=False,
        about=_about(form),
    )  # fmt: skip
    actions.say(
        conversation_id=begun.id, client_id=f"{key}-asked", side=rules.BUSINESS,
        text=form.question.data or "", person=form.person.data or None,
    )  # fmt: skip
    if form.answer.data:
        actions.say(
            conversation_id=begun.id, client_id=f"{key}-told", side=rules.STAFF, text=form.answer.data,
            user_id=current_user.id, person=current_user.name,
        )  # fmt: skip
    handling.assign(
        conversation_id=begun.id, to=current_user.id, by=current_user.id, seen=begun.assigned_to_id
    )  # fmt: skip
    if form.done.data and form.answer.data:
        handling.close(conversation_id=begun.id, by=current_user.id)
    return begun


def _about(form: forms.LogForm) -> actions.About:
    """The procedure and the step that were chosen; a step says its guide's procedure."""
    procedure = get_procedure(form.procedure.data) if form.procedure.data else None
    step = next((one for one in answers.every_step() if f"{one.slug}/{one.key}" == form.step.data), None)
    about = actions.About(procedure_id=procedure.id if procedure else None)
    if step is None:
        return about
    return about._replace(
        procedure_id=about.procedure_id or step.procedure_id, tutorial_id=step.tutorial_id,
        version_id=step.version_id, step_key=step.key,
    )  # fmt: skip


def _after(begun: Conversation) -> str:
    if begun.state == rules.OPEN:
        return url_for("desks.desk_conversation", conversation_key=begun.public_id)
    return url_for("desks.desk")


@guards.counter
@web.commits
def desk_split(conversation_key: str) -> ResponseReturnValue:
    """Tick the messages that are about something else."""
    head, by = opened(conversation_key)
    form = forms.SplitForm()
    chat = chat_of(head, by)
    ticked = {key for key in request.form.getlist("messages") if len(key) < 40}
    if form.validate_on_submit():
        ids = [said.id for said in chat.thread.bubbles if said.public_id in ticked]
        part = form.carry_out(
            merging.split, conversation_id=head.id, message_ids=ids, by=current_user.id,
            subject=form.subject.data or None,
        )  # fmt: skip
        if part is not None:
            flash(_("Đã tách thành cuộc trao đổi riêng."), "good")
            key = web.found(queries.get_conversation(part.id)).public_id
            return web.redirect(url_for("desks.desk_conversation", conversation_key=key, **asked_args()))
    return web.render(
        "desks/desk_split.html", form=form, chat=chat, head=head, ticked=ticked, rules=rules,
        spoken=[said for said in chat.thread.bubbles if said.kind in rules.SPOKEN], asked=asked_args(),
    )  # fmt: skip
