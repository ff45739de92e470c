"""A conversation: its page, its private link, and its messages as a part."""

from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from outreach import lists, web
from outreach.accounts import guards
from outreach.helpdesk import queries, rules
from outreach.helpdesk.chat import Chat, Reader, chat_of
from outreach.helpdesk.forms.rating import RatingForm
from outreach.helpdesk.queries import Head
from outreach.helpdesk.views.opening import opened
from outreach.web import Form


@guards.everyone
def show(conversation_key: str) -> ResponseReturnValue:
    """A conversation, for its business and for staff; a merged one leads to where it went."""
    head, by = opened(conversation_key)
    went = queries.where_it_went(head)
    if went.id != head.id:
        return web.redirect(url_for("helpdesk.show", conversation_key=went.public_id))
    return page(head, by)


@guards.everyone
def private(conversation_key: str, secret: str) -> ResponseReturnValue:
    """The same for whoever asked without an account: the link is the key."""
    return page(*opened(conversation_key, secret))


@guards.everyone
def messages(conversation_key: str) -> ResponseReturnValue:
    """The latest messages, those before one, or (204 when there is nothing) what is new behind one."""
    head, by = opened(conversation_key)
    before, after = lists.number(request.args, "before"), lists.number(request.args, "after")
    if after is None:
        return page(head, by, before=before or None)
    chat = chat_of(head, by, after=after)
    if not chat.thread.bubbles and request.args.get("marks") == marks_of(chat):
        return Response(status=204)
    return page(head, by, chat=chat)


def page(
    head: Head,
    by: Reader,
    *,
    before: int | None = None,
    form: Form | None = None,
    part: str = "helpdesk/_messages.html",
    chat: Chat | None = None,
) -> Response:
    """The page, or the part that a script asked for; nothing of it is found by search engines."""
    shown = chat or chat_of(head, by, before=before)
    context: dict[str, Any] = {"form": form} if form else {}
    if by.side == rules.BUSINESS and head.state == rules.CLOSED and not head.rated:
        context["rating"] = form if isinstance(form, RatingForm) else RatingForm(formdata=None)
    link = web.whole_url(home_of(head, by)) if by.key else None
    parts = queries.parts_of(head) if by.key else ()
    response = web.render(
        "helpdesk/show.html", part, chat=shown, before=before, address=link, parts=parts, rules=rules,
        **context,
    )  # fmt: skip
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def marks_of(chat: Chat) -> str:
    """How far the other side has come, as a page says what it knows already."""
    return f"{chat.thread.marks.received_up_to}-{chat.thread.marks.seen_up_to}"


def home_of(head: Head, by: Reader) -> str:
    """The conversation's own page for this reader."""
    if by.key:
        return url_for("helpdesk.private", conversation_key=head.public_id, secret=by.key)
    return url_for("helpdesk.show", conversation_key=head.public_id)
