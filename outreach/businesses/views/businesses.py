"""Writing down a business."""

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts.guards import officers
from outreach.businesses import actions
from outreach.businesses.forms import BusinessForm
from outreach.businesses.models import Business
from outreach.businesses.views import contact_keepers, found_business
from outreach.i18n import gettext as _
from outreach.identifiers import tax_code_doubtful


@officers
@web.commits
def create() -> ResponseReturnValue:
    """Add a business."""
    form = BusinessForm()
    if form.validate_on_submit():
        business = form.carry_out(actions.create_business, **form.values())
        if business is not None:
            flash(_("Đã thêm %(name)s.", name=business.name), "good")
            return _to(business)
    return web.render("businesses/edit.html", form=form, business=None)


@officers
@web.commits
def edit(business_id: int) -> ResponseReturnValue:
    """Change what is known of a business."""
    business = found_business(business_id)
    form = BusinessForm(business)
    if form.validate_on_submit() and form.carry_out(
        actions.update_business, business=business, **form.values()
    ):
        flash(_("Đã lưu %(name)s.", name=business.name), "good")
        return _to(business)
    doubtful = tax_code_doubtful(business.tax_code)
    return web.render("businesses/edit.html", form=form, business=business, doubtful=doubtful)


@contact_keepers
@web.commits
def state_account(business_id: int) -> ResponseReturnValue:
    """Say whether the business has an organisation account."""
    business, said = found_business(business_id), request.form.get("has_account")
    if said in ("yes", "no"):
        actions.state_account(business=business, has_account=said == "yes", by=current_user.id)
        flash(_("Đã ghi về tài khoản tổ chức."), "good")
    return web.redirect(url_for("desks.business_ladder", business_id=business.id))


def _to(business: Business) -> ResponseReturnValue:
    if tax_code_doubtful(business.tax_code):
        flash(
            _("Mã số thuế %(code)s có vẻ chưa đúng chữ số kiểm tra, Anh/Chị xem lại giúp. "
              "Nếu giấy tờ ghi đúng như vậy thì không cần sửa.", code=business.tax_code),
            "warn",
        )  # fmt: skip
    return web.redirect(url_for("desks.business", business_id=business.id))
