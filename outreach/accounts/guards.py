"""Who may: every view carries one of these; an endpoint without one is refused."""

import functools
from collections.abc import Callable
from typing import Any

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts.models import COUNTER, OFFICERS, STAFF, Role

View = Callable[..., ResponseReturnValue]


def allow(*roles: Role) -> Callable[[View], View]:
    """Only signed-in people of these roles; others are sent to sign in, or told it is not theirs."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def wrapper(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return ask_to_sign_in()
            if current_user.role not in roles:
                abort(403)
            return view(*args, **kwargs)

        wrapper.allowed = frozenset(roles)  # type: ignore[attr-defined]
        return wrapper

    return decorate


signed_in = allow(*Role)
staff = allow(*STAFF)
counter = allow(*COUNTER)
officers = allow(*OFFICERS)
administrators = allow(Role.ADMINISTRATOR)
everyone = web.everyone_may


def ask_to_sign_in() -> Response:
    """To the sign-in page and back; htmx gets 401 with the address, lest the page land in a region."""
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    if web.from_htmx():
        response = web.error_page(401)
        response.headers["HX-Redirect"] = url_for("accounts.sign_in")
        return response
    return web.redirect(url_for("accounts.sign_in", next=back))


def recognise() -> None:
    """Look up who asks before a transaction begins: that their session was seen is a write of its own."""
    current_user._get_current_object()


def may_see_business(business_id: int | None) -> bool:
    """Staff see every business; a person of a business only their own."""
    return current_user.is_staff or (business_id is not None and current_user.business_id == business_id)
