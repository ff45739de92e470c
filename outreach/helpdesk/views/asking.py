"""Asking: a business's own conversations, and the box that begins one."""

import hashlib
from typing import Any
from uuid import uuid4

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.accounts.waiting import may_ask
from outreach.answers import queries as answers
from outreach.catalogue import queries as catalogue
from outreach.helpdesk import actions, queries, rules
from outreach.helpdesk.forms import AskForm, StrangersAskForm
from outreach.helpdesk.models import Conversation
from outreach.i18n import locale
from outreach.web.links import secret_of

PER_PAGE = 20


@guards.everyone
@web.commits
def index() -> ResponseReturnValue:
    """Ask, and what was asked before; without an account a tax code and a phone suffice."""
    if current_user.is_authenticated and current_user.is_staff:
        return web.redirect(url_for("desks.desk"))
    form = _form()
    heard = form.validate_on_submit() and may_ask(form)
    secret = None if current_user.is_authenticated else secret_of("conversation", _sent_as(form))
    likely = _likely(form) if heard and form.first.data == "1" else []
    begun = form.carry_out(_asked, form=form, secret=secret) if heard and not likely else None
    if begun is not None:
        return web.redirect(_way_to(begun.public_id, secret))
    procedure = form.procedure.data or lists.number(request.args, "procedure")
    return web.render(
        "helpdesk/index.html", form=form, pages=_own(), client_id=form.client_id.data or str(uuid4()),
        procedure=catalogue.procedure_in_public(procedure) if procedure else None, rules=rules,
        likely=likely, text="",
    )  # fmt: skip


def _form() -> AskForm:
    return AskForm() if current_user.is_authenticated else StrangersAskForm()


def _own() -> lists.Pages[Any] | None:
    if current_user.business_id is None:
        return None
    return lists.paged(
        lambda *, offset, limit: queries.lines_of(
            current_user.business_id, current_user.id, offset=offset, limit=limit
        ),
        request.args, size=PER_PAGE, address=lambda *, page: url_for("helpdesk.index", page=page),
    )  # fmt: skip


def _likely(form: AskForm) -> list[answers.PublicLine]:
    return answers.likely(form.text.data or "", procedure_id=form.procedure.data, language=locale())


def _asked(*, form: AskForm, secret: str | None) -> Conversation:
    guest = actions.NOBODY
    if isinstance(form, StrangersAskForm):
        guest = actions.Guest(form.name.data or None, form.tax_code.data, form.phone.data)
    procedure = catalogue.procedure_in_public(form.procedure.data) if form.procedure.data else None
    conversation = actions.begin(
        client_id=_sent_as(form), channel=rules.GUEST if secret else rules.PORTAL,
        business_id=current_user.business_id, guest=guest, secret=secret,
        about=actions.About(procedure_id=procedure.id if procedure else None),
    )  # fmt: skip
    actions.say(
        conversation_id=conversation.id, client_id=_sent_as(form), side=rules.BUSINESS,
        text=form.text.data or "", user_id=current_user.id, person=current_user.name or guest.name,
    )  # fmt: skip
    return conversation


def _sent_as(form: AskForm) -> str:
    """The same when a question is sent again; another one asked from the same page is another one."""
    return hashlib.sha256(f"{form.client_id.data} {form.text.data}".encode()).hexdigest()[:32]


def _way_to(conversation_key: str, secret: str | None) -> str:
    if secret:
        return url_for("helpdesk.private", conversation_key=conversation_key, secret=secret)
    return url_for("helpdesk.show", conversation_key=conversation_key)
