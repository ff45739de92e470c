"""Who writes or uploads more than people do waits a little; what was typed stays where it is."""

from datetime import timedelta
from math import ceil

from flask import request
from flask_login import current_user

from outreach import clock, web
from outreach.accounts import throttle
from outreach.accounts.rules import OWN_MESSAGES
from outreach.accounts.sessions import network
from outreach.accounts.waiting import wait_words
from outreach.helpdesk import queries, rules
from outreach.helpdesk.chat import Reader
from outreach.i18n import gettext as _


def may_write(form: web.Form, conversation_key: str) -> bool:
    """Whether a message is heard now: strangers' are counted by link and network, and all uploads.

    It writes by itself, so it comes before anything else of the request.
    """
    if request.args.get("k") and not _taken(form, "message", f"{network()} {conversation_key}", "text"):
        return False
    return not any(sent.filename for sent in request.files.getlist("upload")) or may_upload(
        form, conversation_key
    )


def may_upload(form: web.Form, conversation_key: str) -> bool:
    """Whether files are looked into now, which costs more than their row; staff's always."""
    if request.args.get("k"):
        return _taken(form, "upload", f"{network()} {conversation_key}", "upload")
    if not current_user.is_authenticated or current_user.is_staff:
        return True
    return _taken(form, "upload", f"user {current_user.id}", "upload")


def writes_too_much(form: web.Form, by: Reader) -> bool:
    """Whether somebody of a business has stored so much within the hour that the next one has to wait."""
    if by.side != rules.BUSINESS or by.user_id is None:
        return False
    now = clock.now()
    wait = OWN_MESSAGES.wait(*queries.said_lately(by.user_id, now - OWN_MESSAGES.window), now)
    if wait > timedelta(0):
        _refuse(form, ceil(wait.total_seconds()), "text")
    return wait > timedelta(0)


def _taken(form: web.Form, what: str, whose: str, field: str) -> bool:
    try:
        throttle.take(what, whose)
    except throttle.TooManyTries as refusal:
        _refuse(form, refusal.seconds, field)
        return False
    return True


def _refuse(form: web.Form, seconds: int, field: str) -> None:
    words = _(
        "Anh/Chị gửi nhiều quá nên hệ thống chậm lại. Xin đợi %(wait)s rồi gửi lại; nội dung vẫn còn ở đây.",
        wait=wait_words(seconds),
    )
    form.refuse(words, field)
