"""Invitations that people carry: texts to paste into Zalo, and letters on paper."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup

from outreach import clock, lists, web
from outreach.accounts.actions import note_access
from outreach.accounts.guards import counter
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.identifiers import mask_phone, spell_phone
from outreach.trainings import mail_texts, papers
from outreach.trainings.actions import invitations as actions
from outreach.trainings.queries import invitations as queries
from outreach.trainings.queries.invitations import Invited
from outreach.trainings.queries.mails import Person, people_of
from outreach.trainings.rules.invitations import LETTERS_A_FILE
from outreach.trainings.views.invitations import of_session
from outreach.trainings.views.reading import facts, session_of
from outreach.tutorials.sheets import code

PURPOSE = "invitation"


class Pasted(NamedTuple):
    """A business, the people of it who agreed to Zalo, and the text for them."""

    row: Invited
    people: list[Person]
    text: str


class Letter(NamedTuple):
    """A printed invitation with its own link, also as a drawing to be scanned."""

    row: Invited
    address: str
    code: Markup


@counter
def zalo(session_key: str) -> ResponseReturnValue:
    """A text for each business of which somebody agreed to Zalo; that they were looked at is written down."""
    session = session_of(session_key)
    rows = _waiting(session.id)
    people = people_of([row.business_id for row in rows])
    found = []
    for row in rows:
        agreed = [one for one in people.get(row.business_id, []) if one.by_zalo and one.phone]
        if agreed:
            found.append(Pasted(row, agreed, mail_texts.to_paste(session, row.name, row.public_id)))
    for one in (one for pasted in found for one in pasted.people):
        note_access(what="contact.view", object_type="contact", object_id=one.contact_id, purpose=PURPOSE)
    return web.render(
        "trainings/zalo.html", found=found, left_out=len(rows) - len(found), spell_phone=spell_phone,
        mask_phone=mask_phone, **facts(session),
    )  # fmt: skip


@counter
@web.commits
def mark_copied(session_key: str, invitation_key: str) -> ResponseReturnValue:
    """The text was copied; the button that copies says so by itself, without script a person does."""
    session = session_of(session_key)
    invitation = of_session(session, invitation_key)
    actions.mark_copied(invitation=invitation)
    if web.from_htmx():
        return web.render("trainings/copied.html", invitation=invitation)
    return web.redirect(
        url_for("trainings.zalo", session_key=session.public_id, _anchor=f"text-{invitation.public_id}")
    )


@counter
def letters(session_key: str) -> ResponseReturnValue:
    """The letters of a part as one file, one business a page; ?con-lai=1: only those not printed yet."""
    session = session_of(session_key)
    rows = _part(session.id, request.args)[:LETTERS_A_FILE]
    if request.args.get("con-lai") == "1":
        rows = [row for row in rows if row.printed_at is None]
    if not rows:
        flash(_("Không còn giấy mời nào để in: ai cũng đã trả lời, hoặc đã in cả."), "info")
        return web.redirect(url_for("trainings.invited", session_key=session.public_id))
    drawn = [_letter(row) for row in rows]
    with force_locale("vi"):  # a letter of the board is written in Vietnamese, whoever prints it
        page = render_template(
            "trainings/letters_pdf.html", letters=drawn, texts=mail_texts, today=clock.today(),
            board_name=current_app.config["BOARD_NAME"], hotline=current_app.config["HOTLINE"],
            **facts(session),
        )  # fmt: skip
    return papers.send(page, "letter.css", f"giay-moi-{session.public_id}.pdf")


@counter
@web.commits
def mark_printed(session_key: str) -> ResponseReturnValue:
    """The letters of a part came out of the printer."""
    session = session_of(session_key)
    ids = [row.public_id for row in _part(session.id, request.form)]
    actions.mark_printed(session=session, public_ids=ids)
    flash(
        ngettext("Đã ghi là đã in %(num)s giấy mời.", "Đã ghi là đã in %(num)s giấy mời.", len(ids)), "good"
    )
    return web.redirect(url_for("trainings.invited", session_key=session.public_id))


def _waiting(session_id: int) -> list[Invited]:
    """Those invited who have not answered."""
    return [row for row in queries.invited(session_id) if row.waits]


def _part(session_id: int, asked: Mapping[str, str]) -> list[Invited]:
    """Of these, those from the invitation ?tu= to ?den=; all of them without."""
    first, last = lists.number(asked, "tu") or 0, lists.number(asked, "den")
    return [row for row in _waiting(session_id) if first <= row.id and (last is None or row.id <= last)]


def _letter(row: Invited) -> Letter:
    address: Any = mail_texts.invitation_address(row.public_id)
    return Letter(row, address, code(address))
