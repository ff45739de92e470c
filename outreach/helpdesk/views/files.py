"""Files of a conversation: taken in beside the message, given out to whoever may read it."""

from flask import Response, jsonify, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, sniffing, web
from outreach.accounts import guards
from outreach.accounts.models import Role
from outreach.helpdesk import actions, queries
from outreach.helpdesk.chat import Reader
from outreach.helpdesk.files import FILES
from outreach.helpdesk.files.taking import WEBP, Taken, take_in
from outreach.helpdesk.forms import SendForm, UploadForm
from outreach.helpdesk.queries import Head, Stored
from outreach.helpdesk.rules.looking import FILE_PURPOSES
from outreach.helpdesk.views.conversation import home_of, page
from outreach.helpdesk.views.opening import opened
from outreach.helpdesk.views.slowing import may_upload
from outreach.i18n import gettext as _
from outreach.refusals import Refused

ALONE = "default-src 'none'; sandbox"


@guards.everyone
@web.commits
def upload(conversation_key: str) -> ResponseReturnValue:
    """A file for the next message; the script is told its key."""
    form = UploadForm()
    valid = form.validate_on_submit() and may_upload(form, conversation_key)
    head, by = opened(conversation_key)
    taken = taken_in(form) if valid else []
    made = attached(form, head, by, taken[:1], [form.client_id.data or ""])
    if made is None or not taken:
        if not form.errors:
            form.refuse(_("Anh/Chị chọn một tệp."), "upload")
        return page(head, by, form=form, part="helpdesk/refused.html")
    return jsonify(key=made[0]) if web.wants_part() else web.redirect(home_of(head, by))


@guards.everyone
def file(conversation_key: str, file_key: str) -> ResponseReturnValue:
    """A file, to be saved; a picture, to be looked at. Nothing of it runs, and no browser keeps it.

    Words can be masked for whoever leads, pictures cannot: they say what for, and that is written down.
    """
    head, by = opened(conversation_key)
    stored = web.found(queries.find_file(head.id, file_key, side=by.side, user_id=by.user_id))
    if current_user.role == Role.LEADER:
        purpose = lists.one_of(request.args, "purpose", FILE_PURPOSES)
        if purpose is None:
            return web.render("helpdesk/file_purpose.html", purposes=FILE_PURPOSES, back=home_of(head, by))
        actions.note_file(conversation_id=head.id, purpose=purpose, by=current_user.id)
    return given_out(stored, small=bool(request.args.get("small")))


def given_out(stored: Stored, *, small: bool = False) -> Response:
    """A kept file as a browser gets it; 404 when it is gone."""
    path = web.found(FILES.path_of((stored.thumb_as if small else None) or stored.stored_as))
    is_picture = stored.kind == WEBP
    mime = "image/webp" if is_picture else sniffing.MIMES.get(stored.kind, "application/octet-stream")
    response: Response = send_file(
        path, mimetype=mime, as_attachment=not is_picture, download_name=stored.name, max_age=0, etag=False
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = ALONE
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def taken_in(form: SendForm | UploadForm) -> list[Taken]:
    """What was uploaded, looked into; what is refused is said beside the field."""
    taken: list[Taken] = []
    for sent in request.files.getlist("upload")[: actions.MOST_WAITING]:
        if not sent.filename:
            continue
        try:
            taken.append(take_in(sent.stream, sent.filename))
        except Refused as refusal:
            form.refuse(str(refusal), "upload")
    return taken


def attached(
    form: SendForm | UploadForm, head: Head, by: Reader, taken: list[Taken], client_ids: list[str]
) -> list[str] | None:
    """The keys of the files, kept; None when one was refused."""
    if form.errors:
        return None
    keys = []
    for one, client_id in zip(taken, client_ids, strict=False):
        made = form.carry_out(
            actions.attach_file, conversation_id=head.id, client_id=client_id, taken=one, user_id=by.user_id
        )
        if made is None:
            return None
        keys.append(made.public_id)
    return keys
