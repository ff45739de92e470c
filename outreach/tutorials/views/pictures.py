"""Authors' pictures: uploading into a step or for later, and giving them to whoever reads."""

from flask import flash, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from outreach import web
from outreach.accounts import guards
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.tutorials import queries
from outreach.tutorials.actions import pictures
from outreach.tutorials.forms.editing import PictureForm, StepForm, markdown_of
from outreach.tutorials.pictures import PICTURES
from outreach.tutorials.pictures.encoding import Encoded, encode
from outreach.tutorials.queries import editing as desk

ALONE = "default-src 'none'; sandbox"
FOR_A_YEAR = 365 * 24 * 3600  # seconds


@guards.everyone
def picture(picture_id: str) -> ResponseReturnValue:
    """A picture; its address never shows another one, so that it may be kept for a year."""
    path = web.found(PICTURES.path_of(desk.picture_file(picture_id)))
    response = send_file(path, mimetype="image/webp", max_age=FOR_A_YEAR, etag=True)
    response.headers["Cache-Control"] = f"public, max-age={FOR_A_YEAR}, immutable"
    response.headers["Content-Security-Policy"] = ALONE
    return response


@guards.officers
@web.commits
def tutorial_pictures(tutorial_id: int) -> ResponseReturnValue:
    """The pictures of a tutorial with what to write to show each; uploading another one."""
    form = PictureForm()
    encoded = _encoded(form) if form.is_submitted() else None
    tutorial = web.found(desk.get_tutorial(tutorial_id))
    if encoded and form.carry_out(
        pictures.add_picture, tutorial_id=tutorial_id, encoded=encoded, by=current_user.id
    ):
        flash(_("Đã nhận ảnh. Ảnh chưa được dùng trong bài sẽ tự mất sau một ngày."), "good")
        return web.redirect(url_for("tutorials.tutorial_pictures", tutorial_id=tutorial_id))
    return web.render(
        "tutorials/editor/pictures.html", tutorial=tutorial, form=form,
        lines=queries.versions(tutorial_id), pictures=desk.pictures(tutorial_id), markdown_of=markdown_of,
    )  # fmt: skip


def insert_picture(form: StepForm, tutorial_id: int) -> bool:
    """Take the chosen picture in and name it at the end of the text. Whether one was sent, taken or refused.

    It is read before the database is asked for anything: no transaction waits for it.
    """
    if not form.is_submitted() or not isinstance(form.picture.data, FileStorage):
        return False
    if not form.picture_alt.data:
        form.refuse(_("Anh/Chị ghi ảnh cho thấy gì rồi chọn lại ảnh; chữ đã gõ vẫn còn."), "picture_alt")
        return True
    encoded = _encoded(form)
    if encoded is None or desk.get_tutorial(tutorial_id) is None:
        return True
    made = form.carry_out(pictures.add_picture, tutorial_id=tutorial_id, encoded=encoded, by=current_user.id)
    if made is None:
        return True
    named = markdown_of(made.public_id, form.picture_alt.data, made.width, made.height)
    form.body.data = "\n\n".join(filter(None, [form.body.data, named]))
    form.picture_alt.data = ""
    return True


def _encoded(form: StepForm | PictureForm) -> Encoded | None:
    sent = request.files.get("picture")
    try:
        if not sent:
            raise Refused(_("Anh/Chị chọn một ảnh."), "picture")
        return encode(sent.stream)
    except Refused as refusal:
        form.refuse(str(refusal), "picture")
        return None
