"""Staff invite businesses, see who can be told how, and what each answered."""

from functools import partial
from typing import Any, NamedTuple

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts.guards import officers, staff
from outreach.accounts.letters import can_be_sent
from outreach.businesses.queries import list_zones
from outreach.campaigns import clashing
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.outbox.rules import STATES as MAIL_STATES
from outreach.rates import queries as rates
from outreach.rates.queries.reach_next import first_to_reach
from outreach.trainings import rules as session_rules
from outreach.trainings.actions import invitations as actions
from outreach.trainings.forms.invitations import InviteForm
from outreach.trainings.models import Session, SessionInvitation
from outreach.trainings.queries import invitations as queries
from outreach.trainings.queries.invitations import Candidate, Wanted
from outreach.trainings.rules import invitations as rules
from outreach.trainings.views.reading import facts, session_of

PER_PAGE = 30
REACH_SIZES = (10, 20, 50, 100)
PATH = "trainings.invite"


class Offered(NamedTuple):
    """The businesses that a page offers to invite, and which of them are ticked at first."""

    rows: list[Candidate]
    ticked: list[int]
    pages: Any = None


@staff
def invited(session_key: str) -> ResponseReturnValue:
    """Who is invited, how each was told, what became of it."""
    session = session_of(session_key)
    rows = queries.invited(session.id)
    parts = rules.parts_of([(row.id, row.printed_at is not None) for row in rows if row.waits])
    return web.render(
        "trainings/invited.html", rows=rows, mails=queries.mail_states(session.id), rules=session_rules,
        reach=queries.reach_of([row.business_id for row in rows]), mail_states=MAIL_STATES,
        set_up=can_be_sent(), parts=parts, **facts(session),
    )  # fmt: skip


@officers
@web.commits
def invite(session_key: str) -> ResponseReturnValue:
    """Choose businesses (by filter, whom to reach next, the intervention's list) and invite them."""
    session = session_of(session_key)
    zones = {zone.id: zone.name for zone in list_zones()}
    source = lists.one_of(request.args, "nguon", rules.SOURCES) or rules.FILTERS
    wanted = _wanted(zones)
    form, warned = InviteForm(), None
    if form.validate_on_submit():
        everyone = form.all_found.data and source == rules.FILTERS
        chosen = queries.candidate_ids(session, wanted) if everyone else form.chosen()
        if not chosen:
            form.refuse(_("Anh/Chị đánh dấu ít nhất một doanh nghiệp."))
        elif not (warned := _warned(form, session, chosen)):
            sent = form.carry_out(
                actions.invite, session=session, business_ids=chosen, invited_by_id=current_user.id
            )
            if sent is not None:
                flash(_said(sent), "good")
                return web.redirect(url_for("trainings.invited", session_key=session.public_id))
    return _page(session, form, source, wanted, zones, warned)


def _warned(form: InviteForm, session: Session, business_ids: list[int]) -> clashing.Warned | None:
    """Those of the businesses that are meant for something else that week, when nobody has been told yet."""
    title = session.intervention.title
    when = clashing.on_day(session.intervention_id, title, session.starts_at, session.ends_at)
    return clashing.unseen(form, when, business_ids)


@officers
@web.commits
def withdraw_invitation(session_key: str, invitation_key: str) -> ResponseReturnValue:
    """Take an invitation back."""
    session = session_of(session_key)
    invitation = of_session(session, invitation_key)
    form = web.Form()
    form.carry_out(actions.withdraw_invitation, session=session, invitation=invitation)
    if form.form_errors:
        flash(" ".join(map(str, form.form_errors)), "bad")
    else:
        flash(_("Đã rút lời mời; thông báo trên cổng và thư chưa gửi cũng được rút."), "good")
    return web.redirect(url_for("trainings.invited", session_key=session.public_id))


def of_session(session: Session, invitation_key: str) -> SessionInvitation:
    """The invitation, when it is one of this session."""
    invitation = web.found(queries.get_invitation(invitation_key))
    return web.found(invitation if invitation.session_id == session.id else None)


def _page(
    session: Session, form: InviteForm, source: str, wanted: Wanted, zones: dict[int, str],
    warned: clashing.Warned | None,
) -> ResponseReturnValue:  # fmt: skip
    lot = queries.lot_of(session)
    offered = _offered(session, source, wanted, lot)
    here = partial(url_for, PATH, session_key=session.public_id)
    return web.render(
        "trainings/invite.html", "trainings/_invite_list.html",
        form=form, source=source, wanted=wanted, zones=zones, lot=lot, offered=offered, rules=rules,
        ticked=form.chosen() if form.is_submitted() else offered.ticked, here=here(**_asked(source, wanted)),
        address=here(), reach=queries.reach_of([row.business_id for row in offered.rows]),
        set_up=can_be_sent(), count=_count(), size_counts=[(size, size) for size in REACH_SIZES],
        size_pairs=[(key, size[0]) for key, size in rules.SIZES.items()], warned=warned,
        **facts(session),
    )  # fmt: skip


def _offered(session: Session, source: str, wanted: Wanted, lot: queries.Lot | None) -> Offered:
    if source == rules.FILTERS:
        pages = lists.paged(
            partial(queries.candidates, session, wanted), request.args, size=PER_PAGE,
            address=partial(url_for, PATH, session_key=session.public_id, **_asked(source, wanted)),
        )  # fmt: skip
        return Offered(list(pages.rows), [], pages)
    if source == rules.REACH:
        return _to_reach(session)
    rows = queries.listed(session)
    if lot is None:
        return Offered(rows, [row.business_id for row in rows])
    declined = [row.declined_at is not None for row in queries.invited(session.id) if row.place is not None]
    places = [row.place for row in rows if row.place is not None]
    next_ones = rules.next_places(places, [], rules.proposed_count(lot.seats, declined))
    return Offered(rows, [row.business_id for row in rows if row.place in next_ones])


def _to_reach(session: Session) -> Offered:
    """The first of whom to reach next, in that order; or those that the page about it handed over."""
    handed = [number for text in request.args.getlist("doanh-nghiep")[:500]
              if (number := lists.number({"id": text}, "id"))]  # fmt: skip
    register = rates.register()
    if handed:
        order = handed
    elif register is None:
        order = []
    else:
        order = [named.id for _one, named in first_to_reach(register, _count())]
    found = {row.business_id: row for row in queries.among(session, order)}
    rows = [found[id] for id in order if id in found]
    return Offered(rows, [row.business_id for row in rows])


def _count() -> int:
    asked = lists.number(request.args, "so") or REACH_SIZES[1]
    return asked if asked in REACH_SIZES else REACH_SIZES[1]


def _wanted(zones: dict[int, str]) -> Wanted:
    asked = request.args
    zone = lists.number(asked, "zone")
    return Wanted(
        words=lists.words(asked), zone_id=zone if zone in zones else None,
        size=lists.one_of(asked, "size", rules.SIZES), filing=lists.one_of(asked, "filing", rules.FILING),
        untrained=asked.get("untrained") == "1",
    )  # fmt: skip


def _asked(source: str, wanted: Wanted) -> dict[str, Any]:
    """The same page again."""
    return {
        "nguon": source if source != rules.FILTERS else None, "q": wanted.words or None,
        "zone": wanted.zone_id, "size": wanted.size, "filing": wanted.filing,
        "untrained": "1" if wanted.untrained else None,
        "so": request.args.get("so") if source == rules.REACH else None,
        "doanh-nghiep": request.args.getlist("doanh-nghiep") or None,
    }  # fmt: skip


def _said(sent: actions.Sent) -> str:
    told = ngettext(
        "Đã mời %(num)s doanh nghiệp: thông báo đã lên cổng.",
        "Đã mời %(num)s doanh nghiệp: thông báo đã lên cổng.",
        sent.businesses,
    )
    mails = ngettext("%(num)s e-mail được xếp để gửi.", "%(num)s e-mail được xếp để gửi.", sent.mails)
    return f"{told} {mails}"
