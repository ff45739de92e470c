"""Who may open a conversation: the one policy behind each of its pages, fragments, files and streams."""

from flask import Response, abort, request, url_for
from flask_login import current_user

from outreach import web
from outreach.accounts import guards
from outreach.helpdesk import actions, chat, queries, rules
from outreach.helpdesk.chat import Reader
from outreach.helpdesk.queries import Head
from outreach.i18n import gettext as _


def opened(conversation_key: str, secret: str | None = None) -> tuple[Head, Reader]:
    """The conversation and its reader; 404 for somebody else's, to sign in when nobody is known.

    `secret`: of the private link; otherwise what the address says behind `?k=`.
    """
    head, by = found(conversation_key, secret)
    look(head, by)
    return head, by


def look(head: Head, by: Reader) -> None:
    """Write down that somebody of staff looks at it."""
    if by.side == rules.STAFF and by.user_id is not None:
        actions.note_look(conversation_id=head.id, by=by.user_id)


def found(conversation_key: str, secret: str | None = None) -> tuple[Head, Reader]:
    """The same before anything is written; whoever shows it to staff calls `look` besides."""
    key = secret or request.args.get("k")
    if key:
        head = web.found(queries.of_guest(conversation_key, key))
        return head, chat.guest(head, key)
    if not current_user.is_authenticated:
        abort(_to_sign_in(conversation_key))
    if current_user.is_staff:
        head = web.found(queries.find_conversation(conversation_key))
    else:
        head = web.found(queries.of_business(conversation_key, current_user.business_id))
    return head, chat.reader()


def _to_sign_in(conversation_key: str) -> Response:
    """To sign in; without scripts the words that were just sent come back first: nothing else has them."""
    if web.from_htmx() or not request.form.get("text", "").strip():
        return guards.ask_to_sign_in()
    back = url_for("helpdesk.show", conversation_key=conversation_key)
    return web.error_page(
        401,
        _("Phiên làm việc đã hết nên tin chưa gửi. Anh/Chị chép lời dưới đây, đăng nhập rồi gửi lại."),
        way_in=url_for("accounts.sign_in", next=back),
    )
