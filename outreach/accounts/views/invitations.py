"""Single-use links: setting a password with one, asking for one, handing one over."""

from flask import Response, abort, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import actions, guards, letters, passwords, queries, rules, throttle
from outreach.accounts.forms import AnswerForm, NewPasswordForm
from outreach.accounts.models import PasswordRequest, Role
from outreach.accounts.views import keep_for_showing, taken_for_showing
from outreach.accounts.views.sign_in import account_form, is_staff
from outreach.i18n import gettext as _


@guards.everyone
@web.commits
def accept(token: str) -> ResponseReturnValue:
    """Set a password with a link; looking at the page does not use it up."""
    if not token.isprintable():
        abort(404)
    throttle.take("invitation", token)
    link = queries.find_open_link(token)
    if link is None:
        return _dead_link()
    throttle.forgive("invitation", token)
    form = NewPasswordForm(own_words=link.own_words)
    if form.validate_on_submit():
        new = passwords.hash_password(form.new_password.data or "")
        form.carry_out(actions.set_password_by_link, link=link, password_hash=new)
        if not form.errors:
            flash(_("Mật khẩu đã được đặt. Chào mừng Anh/Chị!"), "good")
            return web.redirect(url_for("desks.home"))
    return web.render("accounts/accept.html", form=form, link=link)


@guards.everyone
@web.commits
def forgotten() -> ResponseReturnValue:
    """Ask for a new password; the answer is the same whether the account exists or not."""
    form = account_form()
    if form.validate_on_submit():
        account = form.account()
        throttle.take("forgotten", account.key)
        actions.ask_for_password(account=account)
        return web.redirect(url_for("accounts.asked", way=request.args.get("way")))
    return web.render("accounts/forgotten.html", form=form, staff=is_staff())


@guards.everyone
def asked() -> ResponseReturnValue:
    """What happens next with a forgotten password."""
    return web.render("accounts/asked.html", staff=is_staff(), by_mail=letters.can_be_sent())


@guards.counter
def password_requests() -> ResponseReturnValue:
    """Who of the people one looks after waits for a call and a new link."""
    requests = queries.list_password_requests(_answered_roles())
    return web.render("accounts/password_requests.html", requests=requests)


@guards.counter
@web.commits
def answer_password_request(request_id: int) -> ResponseReturnValue:
    """Call the number on file, then make the link."""
    asked_for = _found(request_id)
    form = AnswerForm()
    if form.validate_on_submit():
        done = form.carry_out(actions.answer_password_request, request_id=request_id, by=current_user.id)
        if done is not None:
            keep_for_showing(*done)
            return web.redirect(url_for("accounts.link"))
    business = queries.employer_of(asked_for.user)
    return web.render("accounts/answer.html", form=form, asked=asked_for, business=business)


@guards.counter
def link() -> ResponseReturnValue:
    """A fresh link, shown once to copy or to read out."""
    kept = taken_for_showing()
    user = queries.get_user(kept["user_id"]) if kept else None
    if kept is None or user is None:
        return web.render("accounts/link.html", user=None)
    made = queries.latest_invitation(user.id)
    address = letters.link_address(kept["token"])
    mailed = bool(user.email) and letters.can_be_sent() and made is not None and made.purpose == "welcome"
    return web.render("accounts/link.html", user=user, made=made, address=address, mailed=mailed)


def _dead_link() -> Response:
    return make_response(render_template("accounts/dead_link.html"), 404)


def _answered_roles() -> list[Role]:
    return [role for role in Role if rules.may_answer(current_user.role, role)]


def _found(request_id: int) -> PasswordRequest:
    """The request, or 404: also when somebody else answers it."""
    asked_for = queries.get_password_request(request_id)
    return web.found(asked_for if asked_for and asked_for.user.role in _answered_roles() else None)
