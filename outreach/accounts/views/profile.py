"""One's own account: name, language, password, where one is signed in."""

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts import actions, guards, passwords, queries, rules, throttle
from outreach.accounts.forms import ChangePasswordForm, ProfileForm
from outreach.i18n import gettext as _


@guards.signed_in
@web.commits
def profile() -> ResponseReturnValue:
    """Name and language; below them the ways to password and sessions."""
    form = ProfileForm(data={"name": current_user.name, "locale": current_user.locale})
    if form.validate_on_submit():
        actions.rename(user_id=current_user.id, name=form.name.data or "", locale=form.locale.data)
        flash(_("Đã lưu."), "good")
        return web.redirect(url_for("accounts.profile"))
    user = queries.get_user(current_user.id)
    assert user is not None
    return web.render(
        "accounts/profile.html", form=form, user=user, business=queries.employer_of(user),
        sessions=queries.list_sessions(user.id), here=current_user.session_id, browser=rules.browser_words,
    )  # fmt: skip


@guards.signed_in
@web.commits
def change_password() -> ResponseReturnValue:
    """A new password asks for the current one, and ends the sessions elsewhere."""
    form = ChangePasswordForm(own_words=queries.own_words(current_user.id))
    if form.validate_on_submit() and _current_is_right(form):
        new = passwords.hash_password(form.new_password.data or "")
        actions.change_password(user_id=current_user.id, password_hash=new)
        flash(_("Đã đổi mật khẩu. Những nơi khác đang đăng nhập đã được đăng xuất."), "good")
        return web.redirect(url_for("accounts.profile"))
    return web.render("accounts/change_password.html", form=form)


@guards.signed_in
@web.commits
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out of one other browser."""
    if not actions.end_session(user_id=current_user.id, session_id=session_id):
        abort(404)
    flash(_("Đã đăng xuất nơi đó."), "good")
    return web.redirect(url_for("accounts.profile"))


@guards.signed_in
@web.commits
def end_other_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    actions.end_session(user_id=current_user.id, but=current_user.session_id)
    flash(_("Đã đăng xuất mọi nơi khác."), "good")
    return web.redirect(url_for("accounts.profile"))


def _current_is_right(form: ChangePasswordForm) -> bool:
    key = f"user {current_user.id}"
    throttle.take("password", key)
    if passwords.matches(form.current_password.data or "", queries.password_hash_of(current_user.id)):
        throttle.forgive("password", key)
        return True
    form.refuse(_("Mật khẩu hiện tại chưa đúng."), "current_password")
    return False
