"""Pages for what went wrong, in the reader's language and without anybody's fault named."""

import secrets
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadHost, BadRequest, HTTPException, RequestEntityTooLarge, SecurityError

from outreach.database import db
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.web.answers import wants_part

TITLES = {
    400: _l("Yêu cầu chưa đúng"),
    401: _l("Anh/Chị cần đăng nhập"),
    403: _l("Anh/Chị chưa có quyền xem trang này"),
    404: _l("Không tìm thấy trang"),
    405: _l("Yêu cầu chưa đúng"),
    413: _l("Tệp quá lớn"),
    429: _l("Quá nhiều lần thử"),
    500: _l("Có lỗi ở phía hệ thống"),
    503: _l("Hệ thống đang bận"),
}
MESSAGES = {
    400: _l("Anh/Chị vui lòng quay lại trang trước và thử lại."),
    401: _l("Phiên làm việc đã hết. Anh/Chị vui lòng đăng nhập lại."),
    403: _l("Trang này dành cho vai trò khác. Nếu cần, Anh/Chị hãy nhờ quản trị viên cấp quyền."),
    404: _l("Địa chỉ này không có, hoặc không thuộc doanh nghiệp của Anh/Chị."),
    405: _l("Anh/Chị vui lòng quay lại trang trước và thử lại."),
    413: _l("Mỗi lần gửi nhận tệp tối đa 10 MB. Anh/Chị hãy chia nhỏ tệp rồi gửi lại."),
    429: _l("Anh/Chị vui lòng đợi ít phút rồi thử lại."),
    500: _l("Chưa có gì bị mất. Anh/Chị thử lại sau ít phút; nếu vẫn lỗi, xin báo mã số dưới đây."),
    503: _l("Việc khác đang ghi dữ liệu. Anh/Chị vui lòng thử lại sau ít giây."),
}


# What forms carry unseen: nobody typed it, so nobody wants it back.
UNSEEN = frozenset(
    {"csrf_token", "client_id", "seen", "quoted", "files", "first", "next", "version", "edition", "procedure"}
)


def init_app(app: Flask) -> None:
    """Attach the pages."""
    app.register_error_handler(CSRFError, _csrf_page)
    app.register_error_handler(HTTPException, _http_error_page)
    app.register_error_handler(OperationalError, _busy_page)
    app.register_error_handler(Exception, _fault_page)


def error_page(
    status: int, message: Any = None, reference: str | None = None, *, way_in: str | None = None
) -> Response:
    """A whole page, or a short notice when htmx asked, in the reader's language.

    `way_in`: where to sign in, of a page that gives back what was typed.
    """
    context = {
        "status": status,
        "title": str(TITLES.get(status, TITLES[400 if status < 500 else 500])),
        "message": str(message or MESSAGES.get(status, MESSAGES[400 if status < 500 else 500])),
        "reference": reference,
        "way_in": way_in,
        "typed": _typed() if way_in else None,
    }
    template = "errors/_error.html" if wants_part() else "errors/error.html"
    return make_response(render_template(template, **context), status)


def _http_error_page(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, SecurityError | BadHost):  # not our host, or none: there are no addresses to link to
        return Response("400", 400, mimetype="text/plain")
    db.session.rollback()
    own = error.description if type(error) in (BadRequest, RequestEntityTooLarge) else None
    standard = own == type(error).description
    response = error_page(error.code, None if standard else own)
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _csrf_page(error: CSRFError) -> Response:
    """What was typed comes back: the form's texts are listed so that they can be copied."""
    context = {
        "status": 400,
        "title": _("Trang đã để lâu, xin gửi lại"),
        "message": _("Phiên làm việc đã đổi nên chưa ghi gì. Nội dung Anh/Chị đã nhập còn ở dưới đây."),
        "reference": None,
        "typed": _typed(),
    }
    return make_response(render_template("errors/error.html", **context), 400)


def _typed() -> list[str]:
    """The texts of the form that was sent."""
    return [
        value
        for name, value in request.form.items()
        if name not in UNSEEN and "password" not in name and value.strip()
    ]


def _busy_page(error: OperationalError) -> Response:
    db.session.rollback()
    _forget_person()
    reference = _reference(error)
    response = error_page(503, reference=reference)
    response.headers["Retry-After"] = "5"
    return response


def _fault_page(error: Exception) -> Response:
    db.session.rollback()
    if current_app.testing:
        raise error
    _forget_person()
    return error_page(500, reference=_reference(error))


def _forget_person() -> None:
    """The page of a fault asks the database for nothing, not even for who reads it: that may be the fault."""
    if "_login_user" not in g:
        g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]


def _reference(error: Exception) -> str:
    reference = secrets.token_hex(4).upper()
    g.reference = reference
    # The route with its ids, not the address: that of an invitation is a secret.
    ids = {name: value for name, value in (request.view_args or {}).items() if isinstance(value, int)}
    route = f"{request.method} {request.url_rule} {ids or ''}"
    current_app.logger.error("fault %s at %s", reference, route, exc_info=error)
    return reference
