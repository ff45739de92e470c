"""What is kept about one person, wherever it is: handed over or erased when that person asks for it."""

from flask import flash, json, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.businesses import queries
from outreach.businesses.actions.erasing import collect_person, erase_person
from outreach.i18n import gettext as _
from outreach.identifiers import mask_phone, phone_of

SHORTEST = 3  # characters: nobody lists everybody


@guards.administrators
def persons() -> ResponseReturnValue:
    """Find somebody by phone or name; a phone alone finds strangers, too."""
    words = lists.words(request.args)
    found = queries.find_subjects(words) if len(words) >= SHORTEST else []
    return web.render(
        "businesses/persons.html", words=words, found=found, stranger=phone_of(words), mask_phone=mask_phone,
        shortest=SHORTEST, kinds=queries,
    )  # fmt: skip


@guards.administrators
def person_data(person_kind: str, person_key: str) -> ResponseReturnValue:
    """Everything kept about somebody, to hand over to that person."""
    subject = web.found(queries.find_subject(person_kind, person_key))
    kept = collect_person(subject=subject)
    note_access(
        what="person.export", object_type="business", purpose="data_subject",
        object_id=subject.business.id if subject.business else None,
    )  # fmt: skip
    response = make_response(json.dumps(kept, ensure_ascii=False, indent=2))
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = "attachment; filename=du-lieu-ca-nhan.json"
    return response


@guards.administrators
@web.commits
def person_erase(person_kind: str, person_key: str) -> ResponseReturnValue:
    """Ask, then take somebody out of everything."""
    subject = web.found(queries.find_subject(person_kind, person_key))
    form = web.Form()
    if form.validate_on_submit() and form.carry_out(erase_person, subject=subject, by=current_user.id):
        flash(_("Đã xóa dữ liệu cá nhân. Các số liệu thống kê vẫn giữ nguyên."), "good")
        return web.redirect(url_for("businesses.persons"))
    counts = {name: len(rows) for name, rows in collect_person(subject=subject).items()}
    return web.render(
        "businesses/person_erase.html", form=form, subject=subject, counts=counts, kind=person_kind,
        key=person_key,
    )  # fmt: skip
