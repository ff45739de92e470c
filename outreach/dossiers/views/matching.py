"""Names that registers give without a code: one tap each says whom they mean, and can be taken back."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import lists, web
from outreach.accounts import guards
from outreach.accounts.actions import note_access
from outreach.businesses import queries as businesses
from outreach.businesses.models import Business, NameDecision
from outreach.businesses.rules.likeness import REASONS
from outreach.dossiers.actions import matching as actions
from outreach.dossiers.queries import matching as queries
from outreach.i18n import gettext as _
from outreach.i18n import ngettext, show_number

PER_PAGE = 10
LATER = "later"


@guards.officers
def import_names() -> ResponseReturnValue:
    """The names that wait, each with whom it may mean; those put aside in a list of their own."""
    return _list(request.args, lists.number(request.args, "last"))


@guards.officers
def import_name(name_id: int) -> ResponseReturnValue:
    """One name, to look for a business that nobody proposed."""
    waiting = web.found(queries.find_waiting_name(name_id) if name_id < lists.LARGEST else None)
    words = lists.words(request.args)
    found = queries.search_meant(words, except_id=name_id)
    return web.render(
        "dossiers/name.html", "dossiers/_name_found.html",
        waiting=waiting, words=words, found=found, reasons=REASONS, back=_asked(request.args),
    )  # fmt: skip


@guards.officers
@web.commits
def import_name_same(name_id: int) -> ResponseReturnValue:
    """It means the business that was chosen."""
    into = businesses.get_business(lists.number(request.form, "into") or 0)
    return _say(name_id, partial(actions.say_same, into=into) if into else None)


@guards.officers
@web.commits
def import_name_own(name_id: int) -> ResponseReturnValue:
    """It means a business of its own."""
    return _say(name_id, actions.say_own)


@guards.officers
@web.commits
def import_name_later(name_id: int) -> ResponseReturnValue:
    """Nobody knows yet."""
    return _say(name_id, actions.say_later)


@guards.officers
def import_names_decided() -> ResponseReturnValue:
    """What was said of names, by whom, and what it moved."""
    words = lists.words(request.args)
    pages = lists.paged(
        partial(queries.list_decided, words=words), request.args, size=PER_PAGE * 3,
        address=partial(url_for, "dossiers.import_names_decided", q=words or None),
    )  # fmt: skip
    return web.render(
        "dossiers/names_decided.html", "dossiers/_decided_list.html", pages=pages, words=words, **_counts()
    )


@guards.officers
@web.commits
def import_name_undo(decision_id: int) -> ResponseReturnValue:
    """Take back what was said of a name."""
    decision = queries.get_decision(decision_id) if decision_id < lists.LARGEST else None
    form, told, tone = web.Form(), _("Tên này đã được hoàn tác rồi."), "info"
    if decision is not None and form.validate_on_submit():
        told, tone = _undone(form, decision)
    if web.wants_part() and request.form.get("from") != "decided":
        return _list(request.form, None, undone=(told, tone))
    flash(told, tone)
    if request.form.get("from") == "decided":
        return web.redirect(url_for("dossiers.import_names_decided"))
    return web.redirect(url_for("dossiers.import_names", **_asked(request.form)))


def _undone(form: web.Form, decision: NameDecision) -> tuple[str, str]:
    """What became of it, in sentences, and their tone."""
    name, verdict, codes = decision.name, decision.verdict, actions.codes_since(decision)
    note_access(what=f"name.undo.{verdict}", object_type="business", object_id=decision.business_id)
    business = form.carry_out(actions.undo, decision=decision)
    if business is None:
        return " ".join(map(str, form.form_errors)), "warn"
    if verdict != actions.SAME:
        return _("Đã hoàn tác: %(name)s chờ đối chiếu lại.", name=name), "good"
    count = queries.count_dossiers(business.id)
    said = ngettext(
        "Đã hoàn tác: %(name)s chờ đối chiếu lại, cùng %(count)s hồ sơ.",
        "Đã hoàn tác: %(name)s chờ đối chiếu lại, cùng %(count)s hồ sơ.",
        count, name=name, count=show_number(count),
    )  # fmt: skip
    stay = [_("Mã số %(code)s được ghi cho doanh nghiệp kia sau khi ghép và ở lại đó; Anh/Chị xem lại "
              "nếu đó là mã của %(name)s.", code=code, name=name) for code in codes]  # fmt: skip
    return " ".join([said, *stay]), "warn" if stay else "good"


def _say(name_id: int, deed: Any) -> ResponseReturnValue:
    """Carry out what somebody says of a name; what waits comes next, with the way back."""
    form, last = web.Form(), None
    business = businesses.get_business(name_id) if name_id < lists.LARGEST else None
    if deed is None or business is None:
        flash(_("Tên này vừa được người khác đối chiếu, hoặc doanh nghiệp đã chọn không còn."), "info")
    elif form.validate_on_submit():
        last = _done(form, business, deed)
    asked = _asked(request.form)
    if last and web.wants_part():
        return _list(asked, last)
    return web.redirect(url_for("dossiers.import_names", **asked, last=last))


def _done(form: web.Form, business: Business, deed: Any) -> int | None:
    decision = form.carry_out(deed, business=business, by=current_user.id)
    if decision is None:
        flash(" ".join(map(str, form.form_errors)), "warn")
        return None
    note_access(what=f"name.{decision.verdict}", object_type="business", object_id=decision.business_id)
    return int(decision.id)


def _list(
    args: Mapping[str, Any], last: int | None, *, undone: tuple[str, str] | None = None
) -> ResponseReturnValue:
    asked = _asked(args)
    later, words = asked["state"] == LATER, asked["q"] or ""
    pages = lists.paged(
        partial(queries.list_waiting_names, later=later, words=words), {"page": str(asked["page"] or 1)},
        size=PER_PAGE, address=partial(url_for, "dossiers.import_names", state=asked["state"], q=asked["q"]),
    )  # fmt: skip
    uncompared = 0 if later or words else queries.count_uncompared_names()
    return web.render(
        "dossiers/names.html", "dossiers/_name_list.html",
        pages=pages, asked=asked, back=asked, reasons=REASONS, later=later, **_counts(),
        last=queries.find_decided(last) if last else None, undone=undone, uncompared=uncompared,
    )  # fmt: skip


def _asked(args: Mapping[str, Any]) -> dict[str, Any]:
    """Which list, which words and which page; None where nothing is asked."""
    page = lists.number({"page": str(args.get("page") or "")}, "page")
    return {
        "state": lists.one_of(args, "state", (LATER,)), "q": lists.words({"q": args.get("q") or ""}) or None,
        "page": page if page and page > 1 else None,
    }  # fmt: skip


def _counts() -> dict[str, int]:
    return {"waiting_count": queries.count_waiting_names(), "aside_count": queries.count_put_aside()}
