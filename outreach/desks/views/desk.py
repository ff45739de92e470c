"""The clerk's desk: the list, a conversation, and what is known about its business."""

from typing import Any

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import charts, clock, lists, web
from outreach.accounts import guards
from outreach.accounts import queries as accounts
from outreach.businesses.queries import list_zones
from outreach.catalogue import queries as catalogue
from outreach.desks import forms
from outreach.desks.queries import desk as queries
from outreach.desks.queries import known
from outreach.desks.queries.business import business_facts
from outreach.desks.queries.handover import open_dossiers
from outreach.desks.rules import desk as rules
from outreach.helpdesk import actions
from outreach.helpdesk import rules as helpdesk_rules
from outreach.helpdesk.chat import Reader, chat_of
from outreach.helpdesk.queries import Head, find_conversation
from outreach.helpdesk.views.opening import opened
from outreach.i18n import gettext as _
from outreach.rates import queries as rates
from outreach.rates.pictures import dots_of
from outreach.text import fold
from outreach.visits import queries as visits
from outreach.visits import rules as visit_rules
from outreach.zalo import queries as zalo
from outreach.zalo.rules.sending import STATES as SENDING_STATES

PER_PAGE = 30


@guards.counter
def desk() -> ResponseReturnValue:
    """All that waits, what is overdue first."""
    return web.render(
        "desks/desk.html", "desks/_desk_list.html", **listed(), rules=rules, just_closed=_just_closed()
    )


@guards.counter
def desk_conversation(conversation_key: str) -> ResponseReturnValue:
    """The same with a conversation open beside it; its look is recorded."""
    head, by = opened(conversation_key)
    return show(head, by)


@guards.counter
def desk_known(conversation_key: str) -> ResponseReturnValue:
    """What is known about the business, asked for once the conversation is on screen."""
    head, _by = opened(conversation_key)
    business_id = head.business_id
    facts = business_facts(business_id) if business_id else None
    return web.render(
        "desks/desk_known_page.html", "desks/_desk_known.html", head=head, business=facts,
        strip=_strip(business_id) if business_id else None,
        dossiers=open_dossiers(business_id)[: known.MOST] if business_id else (),
        reached=known.reached(business_id) if business_id else (),
        earlier=known.earlier(business_id, head.id) if business_id else (),
        promises=visits.open_promises_of([business_id]).get(business_id, []) if business_id else (),
        visit_rules=visit_rules, today=clock.today(), documents=_documents(head),
        checked=known.checked(head.id), fold=fold, states=helpdesk_rules.STATES,
        way=zalo.way(head.id) if head.channel == helpdesk_rules.ZALO else None, zalo_states=SENDING_STATES,
        back=url_for("desks.desk_conversation", conversation_key=conversation_key),
    )  # fmt: skip


@guards.counter
def desk_more(conversation_key: str) -> ResponseReturnValue:
    """What else can be done with it."""
    head, _by = opened(conversation_key)
    return web.render("desks/desk_more_page.html", "desks/_desk_more.html", **_more(head))


def show(head: Head, by: Reader, **refused: Any) -> Response:
    """The desk with a conversation open; `refused` brings a form that was, and so all that can be done."""
    page: dict[str, Any] = {
        "chat": chat_of(head, by), "head": head, "rules": helpdesk_rules, "labels": known.labels_of(head.id),
        "handovers": known.handovers_of(head.id), "today": clock.today(), "now": clock.now(),
        "asked": asked_args(), **(_more(head) | refused if refused else {}),
    }  # fmt: skip
    here = {} if web.wants_part() else listed()
    response = web.render("desks/desk_open_page.html", "desks/_desk_open.html", **{**here, **page})
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _more(head: Head) -> dict[str, Any]:
    """What the forms of a conversation offer."""
    return {
        "head": head, "labels": known.labels_of(head.id), "all_labels": known.all_labels(),
        "people": known.desk_people(), "handovers": known.handovers_of(head.id),
        "procedures": known.procedure_choices(), "offices": known.agencies(),
        "others": known.earlier(head.business_id, head.id) if head.business_id else (),
        "hand_form": forms.HandOverForm(None), "back_form": forms.HandBackForm(None),
        "asked": asked_args(), "desk_rules": rules,
    }  # fmt: skip


def listed() -> dict[str, Any]:
    """The list as it is asked for, with its counts and filters."""
    args = request.args
    wanted = queries.Wanted(
        lists.one_of(args, "view", rules.VIEWS) or "waiting", current_user.id,
        lists.number(args, "procedure"), lists.number(args, "zone"), lists.number(args, "label"),
        lists.one_of(args, "channel", helpdesk_rules.CHANNELS), lists.words(args),
    )  # fmt: skip
    asked = asked_args()
    if wanted.words:
        actions.note_search(words=wanted.words, by=current_user.id)
    pages = lists.paged(
        lambda *, offset, limit: queries.list_rows(wanted, offset=offset, limit=limit),
        args, size=PER_PAGE, address=lambda *, page: url_for("desks.desk", **asked, page=page),
    )  # fmt: skip
    return {
        "pages": pages, "counts": queries.counts(current_user.id), "wanted": wanted, "asked": asked,
        "now": clock.now(), "desk_rules": rules, "channels": helpdesk_rules.CHANNELS,
        "targets": helpdesk_rules.TARGETS, "zones": [(zone.id, zone.name) for zone in list_zones()],
        "all_procedures": known.procedure_choices(),
        "every_label": [(one.id, one.name) for one in known.all_labels()], "rehearses": accounts.is_demo(),
    }  # fmt: skip


def asked_args() -> dict[str, Any]:
    """What narrows the list, for links that keep it."""
    named = ("view", "procedure", "zone", "label", "channel", "q")
    return {name: value for name in named if (value := request.args.get(name))}


def _just_closed() -> str | None:
    """The conversation that was closed a moment ago, while it still is: one key opens it again."""
    key = lists.words(request.args, "closed")
    head = find_conversation(key) if key else None
    return head.public_id if head is not None and head.state == helpdesk_rules.CLOSED else None


def _strip(business_id: int) -> Any:
    register = rates.register()
    marks = rates.dots(business_id)
    if register is None or not marks:
        return None
    return charts.dot_strip(
        dots_of(marks), [], start=register.first, end=register.last, chart_id="known-strip", width=340,
        title=_("Hồ sơ theo ngày tiếp nhận"),
    )  # fmt: skip


def _documents(head: Head) -> list[str]:
    """The lines of the procedure's list of documents."""
    if head.procedure_id is None:
        return []
    lines = (fact.text for fact in catalogue.facts(head.procedure_id) if fact.kind == "document")
    return [text for text in lines if text]
