"""People: finding, inviting, disabling them, and changing what they may do."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import actions, guards, queries, rules
from outreach.accounts.forms import InviteBusinessPersonForm, InviteStaffForm, RoleForm
from outreach.accounts.models import STAFF, User
from outreach.accounts.views import keep_for_showing, managed_roles
from outreach.i18n import gettext as _
from outreach.refusals import Refused

PER_PAGE = 20


@guards.officers
def people() -> ResponseReturnValue:
    """Administrators find everybody here, officers the people of businesses."""
    roles = managed_roles()
    asked: dict[str, Any] = {
        "q": lists.words(request.args) or None,
        "role": lists.one_of(request.args, "role", roles),
        "state": lists.one_of(request.args, "state", rules.STATES),
    }
    pages = lists.paged(
        partial(queries.list_people, roles=roles, words=asked["q"], role=asked["role"], state=asked["state"]),
        request.args, size=PER_PAGE, address=partial(url_for, "accounts.people", **asked),
    )  # fmt: skip
    return web.render(
        "accounts/people.html", "accounts/_people_list.html",
        pages=pages, asked=asked, roles=roles, waiting=len(queries.list_password_requests(roles)),
    )  # fmt: skip


@guards.administrators
@web.commits
def invite_staff() -> ResponseReturnValue:
    """A new person of staff, and the link to hand over."""
    form = InviteStaffForm()
    if form.validate_on_submit():
        done = form.carry_out(
            actions.invite_staff,
            name=form.name.data, email=form.email.data, role=form.role.data, by=current_user.id,
        )  # fmt: skip
        if done is not None:
            keep_for_showing(*done)
            return web.redirect(url_for("accounts.link"))
    return web.render("accounts/invite_staff.html", form=form)


@guards.officers
@web.commits
def invite_business_person() -> ResponseReturnValue:
    """A new person of a business (`?tax_code=` names it), and the link to hand over."""
    form = InviteBusinessPersonForm()
    if request.method == "GET":
        form.tax_code.data = request.args.get("tax_code", "")[:20]
    if form.validate_on_submit():
        done = form.carry_out(
            actions.invite_business_person,
            tax_code=form.tax_code.data, name=form.name.data, phone=form.phone.data, by=current_user.id,
        )  # fmt: skip
        if done is not None:
            keep_for_showing(*done)
            return web.redirect(url_for("accounts.link"))
    return web.render("accounts/invite_business_person.html", form=form)


@guards.officers
def person(user_id: int) -> ResponseReturnValue:
    """One person, and what may be done about the account."""
    user = _found(user_id)
    return _person_page(user, RoleForm(data={"role": user.role}))


@guards.officers
@web.commits
def create_link(user_id: int) -> ResponseReturnValue:
    """A new link for a first or a new password; the ones before are dead."""
    user = _found(user_id)
    try:
        token = actions.create_link(user=user, by=current_user.id)
    except Refused as refusal:
        return _refused(user, refusal)
    keep_for_showing(user, token)
    return web.redirect(url_for("accounts.link"))


@guards.officers
@web.commits
def disable(user_id: int) -> ResponseReturnValue:
    """Close somebody's way in."""
    return _change(
        user_id, actions.disable, _("Đã khóa tài khoản. Mọi nơi đang đăng nhập đã được đăng xuất.")
    )


@guards.officers
@web.commits
def enable(user_id: int) -> ResponseReturnValue:
    """Open somebody's way in again."""
    return _change(user_id, actions.enable, _("Đã mở khóa tài khoản."))


@guards.administrators
@web.commits
def change_role(user_id: int) -> ResponseReturnValue:
    """Give somebody of staff another role."""
    user = _found(user_id)
    form = RoleForm()
    if form.validate_on_submit():
        form.carry_out(actions.change_role, user_id=user_id, role=form.role.data, by=current_user.id)
        if not form.errors:
            flash(_("Đã đổi vai trò."), "good")
            return web.redirect(url_for("accounts.person", user_id=user_id))
    return _person_page(user, form)


def _change(user_id: int, deed: Callable[..., Any], words: str) -> ResponseReturnValue:
    user = _found(user_id)
    try:
        deed(user_id=user_id, by=current_user.id)
    except Refused as refusal:
        return _refused(user, refusal)
    flash(words, "good")
    return web.redirect(url_for("accounts.person", user_id=user_id))


def _refused(user: User, refusal: Refused) -> ResponseReturnValue:
    form = RoleForm(data={"role": user.role})
    form.refuse(str(refusal))
    return _person_page(user, form)


def _person_page(user: User, form: RoleForm) -> ResponseReturnValue:
    return web.render(
        "accounts/person.html", form=form, user=user, business=queries.employer_of(user),
        invitation=queries.latest_invitation(user.id), itself=user.id == current_user.id,
        is_staff=user.role in STAFF,
    )  # fmt: skip


def _found(user_id: int) -> User:
    """The person, or 404: also when somebody else looks after them."""
    user = queries.get_user(user_id)
    return web.found(user if user and user.role in managed_roles() else None)
