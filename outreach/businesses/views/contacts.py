"""The people of a business: looked at with a record, kept up to date, given out and deleted on request."""

from flask import flash, json, make_response, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts.actions import note_access
from outreach.accounts.guards import signed_in
from outreach.businesses import actions, queries, rules
from outreach.businesses.forms import ContactForm
from outreach.businesses.models import Contact
from outreach.businesses.views import contact_keepers, found_business, found_contact
from outreach.i18n import gettext as _
from outreach.identifiers import mask_email, mask_phone, spell_phone

PURPOSE = "outreach"  # why people are looked at here: to help them file online


@signed_in
def contacts(business_id: int) -> ResponseReturnValue:
    """A business's people, numbers masked."""
    business = found_business(business_id)
    people = queries.list_contacts(business.id)
    note_access(what="contacts.list", object_type="business", object_id=business.id, purpose=PURPOSE)
    return web.render(
        "businesses/contacts.html", business=business, people=people, channels=rules.CHANNELS,
        answers=queries.answers([person.id for person in people]),
        mask_phone=mask_phone, mask_email=mask_email,
    )  # fmt: skip


@contact_keepers
@web.commits
def create_contact(business_id: int) -> ResponseReturnValue:
    """Add a person of a business."""
    business = found_business(business_id)
    form = ContactForm()
    if form.validate_on_submit():
        contact = form.carry_out(actions.add_contact, business=business, **form.values())
        if contact is not None:
            flash(
                _("Đã thêm %(name)s. Anh/Chị hỏi và ghi lại việc đồng ý liên hệ.", name=contact.name), "good"
            )
            return _to(contact.id)
    return web.render("businesses/edit_contact.html", form=form, business=business, contact=None)


@signed_in
def contact(contact_id: int) -> ResponseReturnValue:
    """One person in full: how to reach them, what they agreed to, and when."""
    person = found_contact(contact_id)
    note_access(what="contact.view", object_type="contact", object_id=person.id, purpose=PURPOSE)
    return web.render(
        "businesses/contact.html", contact=person, business=person.business,
        channels=rules.CHANNELS, ways=rules.WAYS, spell_phone=spell_phone,
        answers=queries.answers([person.id]).get(person.id, {}), history=queries.consent_history(person.id),
    )  # fmt: skip


@contact_keepers
@web.commits
def edit_contact(contact_id: int) -> ResponseReturnValue:
    """Correct what is known of a person."""
    person = found_contact(contact_id)
    form = ContactForm(person)
    if form.validate_on_submit() and form.carry_out(actions.update_contact, contact=person, **form.values()):
        flash(_("Đã lưu %(name)s.", name=person.name), "good")
        return _to(person.id)
    return web.render("businesses/edit_contact.html", form=form, business=person.business, contact=person)


@contact_keepers
@web.commits
def contact_left(contact_id: int) -> ResponseReturnValue:
    """The person works there no more."""
    person = actions.mark_left(contact=found_contact(contact_id))
    flash(_("Đã ghi: %(name)s không còn làm ở đây và sẽ không được liên hệ nữa.", name=person.name), "good")
    return _to(person.id)


@contact_keepers
@web.commits
def contact_back(contact_id: int) -> ResponseReturnValue:
    """The person works there after all."""
    person = actions.mark_back(contact=found_contact(contact_id))
    flash(_("Đã ghi: %(name)s vẫn làm ở đây.", name=person.name), "good")
    return _to(person.id)


@contact_keepers
def export_contact(contact_id: int) -> ResponseReturnValue:
    """Everything kept about one person, to hand over to that person."""
    person = found_contact(contact_id)
    kept = queries.everything_about(
        person, released=not current_user.is_staff, elsewhere=_may_know_all(person)
    )
    note_access(what="contact.export", object_type="contact", object_id=person.id, purpose="data_subject")
    response = make_response(json.dumps(kept, ensure_ascii=False, indent=2))
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = f"attachment; filename=nguoi-lien-he-{person.id}.json"
    return response


@contact_keepers
@web.commits
def delete_contact(contact_id: int) -> ResponseReturnValue:
    """Ask, then delete a person's data."""
    person = found_contact(contact_id)
    form = web.Form()
    if form.validate_on_submit():
        actions.delete_contact(contact=person, elsewhere=_may_know_all(person))
        flash(_("Đã xóa dữ liệu cá nhân. Các số liệu thống kê vẫn giữ nguyên."), "good")
        return web.redirect(url_for("businesses.contacts", business_id=person.business_id))
    return web.render(
        "businesses/delete_contact.html", form=form, contact=person, business=person.business,
        elsewhere=_may_know_all(person),
    )  # fmt: skip


def _may_know_all(person: Contact) -> bool:
    """Whether it is staff, or the person: anybody of a business writes down names, also a colleague's."""
    return current_user.is_staff or queries.is_own(person, current_user.id)


def _to(contact_id: int) -> ResponseReturnValue:
    return web.redirect(url_for("businesses.contact", contact_id=contact_id))
