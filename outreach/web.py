"""One request: rendering a page or its part, redirects, the commit, forms, headers, errors.

The only module that knows htmx's headers.
"""

import functools
import hashlib
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import FileSystemBytecodeCache
from markupsafe import Markup
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import BadRequest, HTTPException, SecurityError
from werkzeug.routing import IntegerConverter, Map
from werkzeug.utils import redirect as http_redirect

from outreach.database import conflict_name, db
from outreach.field_words import FieldWords
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.text import nfc

T = TypeVar("T")
View = Callable[..., ResponseReturnValue]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'; worker-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ONE_YEAR = 31_536_000
LARGEST_ID = 2**31 - 1

csrf = CSRFProtect()
compress = Compress()


def init_app(app: Flask) -> None:
    """Attach headers, CSRF, compression, error pages and the checks every request passes."""
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])
    app.config.setdefault("COMPRESS_BR_LEVEL", 5)
    app.config.setdefault("COMPRESS_MIN_SIZE", 500)
    app.url_map.converters["int"] = RowId
    app.before_request(_refuse_foreign_sites)
    app.before_request(_refuse_cut_bodies)
    app.before_request(_refuse_unguarded)
    csrf.init_app(app)
    compress.init_app(app)
    app.after_request(_set_headers)
    app.teardown_request(_close_session)
    app.register_error_handler(CSRFError, _csrf_page)
    app.register_error_handler(HTTPException, _http_error_page)
    app.register_error_handler(OperationalError, _busy_page)
    app.register_error_handler(Exception, _fault_page)
    app.add_template_global(static_url)
    app.add_template_global(icon)


class RowId(IntegerConverter):
    """An id in an address: what no row can have is no address, rather than a fault of the database."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, min=1, max=LARGEST_ID)


def keep_compiled_templates(app: Flask) -> None:
    """Keep what templates compile to beside the files, so that a restart answers its first page sooner."""
    folder = Path(app.config["DATA_DIR"]) / "templates"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder))


# ── rendering ────────────────────────────────────────────────────────────────────────────────────────────


def wants_part() -> bool:
    """Whether htmx asks for a region rather than a whole page."""
    return from_htmx() and request.headers.get("HX-Request-Type") != "full"


def from_htmx() -> bool:
    """Whether htmx sent the request, for a region or a page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def render(page: str, part: str | None = None, **context: Any) -> Response:
    """The page, or only its part file when htmx asked for one; 422 when the posted form has errors."""
    template = part if part and wants_part() else page
    form = context.get("form")
    failed = request.method == "POST" and form is not None and bool(form.errors)
    response = make_response(render_template(template, **context), 422 if failed else 200)
    if part:
        response.vary.update(("HX-Request", "HX-Request-Type"))
    return response


def redirect(url: str) -> Response:
    """303 to a URL of ours, so that forms work without JavaScript; htmx is told to go there as a page."""
    if from_htmx():
        return Response(status=204, headers={"HX-Redirect": url})
    return make_response(http_redirect(url, 303))


def safe_next(target: str | None, otherwise: str) -> str:
    """`target` when it is a path on this host, else `otherwise`."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return otherwise
    if any(ord(char) < 33 for char in target) or "\\" in target:
        return otherwise
    return target


def static_url(filename: str) -> str:
    """The address of a static file with its content's mark, so that it may be cached for a year."""
    return f"{current_app.static_url_path}/{filename}?v={_mark(filename)}"


@functools.cache
def icon(name: str) -> Markup:
    """One symbol of static/img/icons.svg; decoration, so the words stand beside it."""
    use = Markup('<use href="{}#{}"></use>').format(static_url("img/icons.svg"), name)
    return Markup('<svg class="icon" aria-hidden="true" focusable="false">{}</svg>').format(use)


@functools.lru_cache(maxsize=256)
def _mark(filename: str) -> str:
    path = Path(str(current_app.static_folder)) / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


# ── deeds ────────────────────────────────────────────────────────────────────────────────────────────────


def commits(view: View) -> View:
    """The only commit of a deed: when the view succeeded, never on GET."""

    @functools.wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        response = make_response(view(*args, **kwargs))
        if request.method not in ("GET", "HEAD") and response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response

    wrapper.commits = True  # type: ignore[attr-defined]
    return wrapper


class Form(FlaskForm):
    """Base of every form: NFC in, rules' refusals and named constraints out as field errors."""

    # constraint name → (field, sentence)
    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {}

    class Meta(FlaskForm.Meta):
        """Every text field arrives as NFC without blanks at its ends; what WTForms says is in our words."""

        def get_translations(self, form: Any) -> FieldWords:
            return FieldWords()

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            filters = list(unbound_field.kwargs.get("filters", ()))
            if unbound_field.field_class.__name__ not in ("PasswordField", "FileField", "MultipleFileField"):
                filters.append(_tidy)
            return unbound_field.bind(form=form, filters=filters, **options)

    def carry_out(self, deed: Callable[..., T], **values: Any) -> T | None:
        """Run one action; a refusal or a named conflict becomes an error beside its field and None.

        The action's work is rolled back in that case, so that nothing half-done is committed.
        """
        try:
            with db.session.begin_nested():
                done = deed(**values)
                db.session.flush()
            return done
        except Refused as refusal:
            self.refuse(str(refusal), refusal.field)
        except IntegrityError as error:
            field, message = self._conflict(error)
            self.refuse(str(message), field)
        return None

    def refuse(self, message: str, field: str | None = None) -> None:
        """Put a sentence beside a field, or above the form."""
        if field and field in self._fields:
            errors = self._fields[field].errors
            self._fields[field].errors = [*errors, message]
        else:
            self.form_errors.append(message)

    def _conflict(self, error: IntegrityError) -> tuple[str, Any]:
        name = conflict_name(error)
        if name is None or name not in self.conflicts:
            raise error
        return self.conflicts[name]


def _tidy(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    # NUL and lone surrogates break one database or the other; no field of ours needs them.
    clean = value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return nfc(clean).strip()


# ── what every request passes ────────────────────────────────────────────────────────────────────────────


def _refuse_foreign_sites() -> None:
    """A second layer behind the CSRF token: no unsafe request that another site made the browser send."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "cross-origin"):
        raise BadRequest(_("Yêu cầu đến từ một trang khác nên không được nhận."))


def _refuse_cut_bodies() -> None:
    """A body cut short reaches some servers' views without an error: compare it with what was announced."""
    announced = request.content_length
    if announced is None or request.method in ("GET", "HEAD"):
        return
    if announced > int(current_app.config["MAX_CONTENT_LENGTH"]):
        return  # reading it answers 413
    if request.mimetype == "multipart/form-data":
        request.environ["wsgi.input"] = _CountedInput(request.environ["wsgi.input"], announced)
    elif len(request.get_data(cache=True, parse_form_data=False)) < announced:
        raise BadRequest(_("Nội dung gửi lên bị cắt ngang. Anh/Chị vui lòng gửi lại."))


class _CountedInput:
    """A request body that refuses to end before its announced length."""

    def __init__(self, stream: Any, announced: int) -> None:
        self._stream, self._left = stream, announced

    def read(self, size: int = -1) -> bytes:
        if self._left <= 0:
            return b""
        chunk: bytes = self._stream.read(self._left if size is None or size < 0 else min(size, self._left))
        if not chunk:
            raise BadRequest(_("Tệp gửi lên bị cắt ngang. Anh/Chị vui lòng gửi lại."))
        self._left -= len(chunk)
        return chunk

    def readline(self, size: int = -1) -> bytes:
        if self._left <= 0:
            return b""
        line: bytes = self._stream.readline(self._left if size is None or size < 0 else min(size, self._left))
        self._left -= len(line)
        return line


def _refuse_unguarded() -> None:
    """An endpoint that does not say who may use it is nobody's."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and not is_guarded(view):
        raise RuntimeError(f"endpoint {request.endpoint} has no guard")


def is_guarded(view: Any) -> bool:
    """Whether a guard of `outreach.accounts.guards` (or `everyone_may`) stands on the view."""
    return getattr(view, "allowed", None) is not None


def _set_headers(response: Response) -> Response:
    if "Content-Security-Policy" in response.headers:  # a file's own, stricter one stays
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
    else:
        response.headers.extend(HEADERS)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}; includeSubDomains")
    if request.endpoint == "static":
        _cache_static(response)
    elif "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def _cache_static(response: Response) -> None:
    marked = request.args.get("v") is not None and response.status_code == 200
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if marked else "no-cache"


def _close_session(error: BaseException | None) -> None:
    if error is not None:
        db.session.rollback()


# ── errors ───────────────────────────────────────────────────────────────────────────────────────────────

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


def error_page(status: int, message: Any = None, reference: str | None = None) -> Response:
    """A whole page, or a short notice when htmx asked, in the reader's language."""
    context = {
        "status": status,
        "title": str(TITLES.get(status, TITLES[400 if status < 500 else 500])),
        "message": str(message or MESSAGES.get(status, MESSAGES[400 if status < 500 else 500])),
        "reference": reference,
    }
    template = "errors/_error.html" if wants_part() else "errors/error.html"
    return make_response(render_template(template, **context), status)


def _http_error_page(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, SecurityError):  # a host we do not answer to has no addresses to link to
        return Response("400", 400, mimetype="text/plain")
    db.session.rollback()
    own = error.description if isinstance(error, BadRequest) and type(error) is BadRequest else None
    standard = own == BadRequest.description
    response = error_page(error.code, None if standard else own)
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _csrf_page(error: CSRFError) -> Response:
    """What was typed comes back: the form's texts are listed so that they can be copied."""
    typed = {
        name: value
        for name, value in request.form.items()
        if name != "csrf_token" and "password" not in name and value.strip()
    }
    context = {
        "status": 400,
        "title": _("Trang đã để lâu, xin gửi lại"),
        "message": _("Phiên làm việc đã đổi nên chưa ghi gì. Nội dung Anh/Chị đã nhập còn ở dưới đây."),
        "reference": None,
        "typed": typed,
    }
    return make_response(render_template("errors/error.html", **context), 400)


def _busy_page(error: OperationalError) -> Response:
    db.session.rollback()
    reference = _reference(error)
    response = error_page(503, reference=reference)
    response.headers["Retry-After"] = "5"
    return response


def _fault_page(error: Exception) -> Response:
    db.session.rollback()
    if current_app.testing:
        raise error
    return error_page(500, reference=_reference(error))


def _reference(error: Exception) -> str:
    reference = secrets.token_hex(4).upper()
    g.reference = reference
    current_app.logger.error("fault %s at %s %s", reference, request.method, request.path, exc_info=error)
    return reference


def everyone_may(view: Any) -> Any:
    """Mark a view that needs no sign-in."""
    view.allowed = "everyone"
    return view
