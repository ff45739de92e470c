"""Signing in and out, the demo's cards, the language."""

from urllib.parse import urlsplit

from flask import abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import actions, guards, queries, rules
from outreach.accounts.forms import (
    BusinessAccountForm,
    BusinessSignInForm,
    StaffAccountForm,
    StaffSignInForm,
)
from outreach.accounts.models import User
from outreach.i18n import LOCALES
from outreach.i18n import gettext as _

STAFF = "staff"  # ?way=staff; anything else: business
ONE_YEAR = 31_536_000
PASSED_ON = ("Forwarded", "X-Forwarded-", "X-Real-Ip", "Via")  # what proxies add


@guards.everyone
@web.commits
def sign_in() -> ResponseReturnValue:
    """Two clear ways on one page: tax code and phone for businesses, e-mail for staff."""
    if current_user.is_authenticated:
        return web.redirect(_after_sign_in())
    form = StaffSignInForm() if is_staff() else BusinessSignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    if form.validate_on_submit():
        target = _after_sign_in()
        if actions.sign_in(account=form.account(), password=form.password.data or ""):
            return web.redirect(target)
        form.refuse(_("Thông tin đăng nhập chưa khớp. Anh/Chị kiểm tra lại từng ô giúp."))
    return web.render("accounts/sign_in.html", form=form, staff=is_staff(), demo_people=_demo_people())


@guards.signed_in
@web.commits
def sign_out() -> ResponseReturnValue:
    """End the session here."""
    actions.sign_out(person=current_user)
    return web.redirect(url_for("accounts.sign_in"))


@guards.everyone
@web.commits
def enter_demo() -> ResponseReturnValue:
    """One click into the fictional board, in the role of one of its people."""
    chosen = [person for person in _demo_people() if person.role == request.form.get("role")]
    if not chosen:
        abort(404)
    actions.enter(user=chosen[0], purpose="demo")
    return web.redirect(web.safe_next(request.form.get("next"), url_for("desks.home")))


@guards.everyone
@web.commits
def set_language() -> ResponseReturnValue:
    """Vietnamese or English: kept with the person, and in this browser for whoever has not signed in."""
    chosen = request.form.get("language", "")
    if current_user.is_authenticated:
        actions.choose_language(user_id=current_user.id, locale=chosen)
    response = web.redirect(web.safe_next(request.form.get("next"), url_for("desks.home")))
    if chosen in LOCALES:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(
            "lang", chosen, max_age=ONE_YEAR, httponly=True, samesite="Lax", secure=secure, path="/"
        )
    return response


def is_staff() -> bool:
    """Whether the page is asked for in the way of staff."""
    return request.args.get("way") == STAFF


def account_form() -> StaffAccountForm | BusinessAccountForm:
    """The fields that name an account, in the way the page is asked for."""
    return StaffAccountForm() if is_staff() else BusinessAccountForm()


def _after_sign_in() -> str:
    wanted = request.form.get("next") or request.args.get("next")
    return web.safe_next(wanted, url_for("desks.home"))


def _demo_people() -> list[User]:
    """Only of a database that `flask demo` made, and only for somebody at this very machine."""
    host = urlsplit("//" + request.host).hostname or ""
    here = rules.is_loopback(request.remote_addr or "") and rules.is_loopback(host)
    # A proxy on this machine calls from here too, for whoever is behind it.
    passed_on = any(name.startswith(PASSED_ON) for name, _value in request.headers)
    return queries.demo_people() if here and not passed_on and queries.is_demo() else []
