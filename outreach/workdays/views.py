"""Pages of working days."""

from datetime import date
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import clock, lists, web
from outreach.accounts import guards
from outreach.i18n import gettext as _
from outreach.i18n import ngettext, show_date
from outreach.workdays import actions, queries, rules
from outreach.workdays.forms import DaysForm, HoursForm


@guards.staff
def index() -> ResponseReturnValue:
    """The special days of a year, and a form to note more."""
    return web.render("workdays/index.html", form=DaysForm(), **_shown())


@guards.officers
@web.commits
def note() -> ResponseReturnValue:
    """Note days off, or days worked in exchange."""
    form = DaysForm()
    if form.validate_on_submit():
        first: date = form.first.data  # type: ignore[assignment]
        done = form.carry_out(
            actions.note_days, first=first, last=form.last.data, off=form.kind.data == "off",
            name=form.name.data, decided_by=form.decided_by.data or None, by=current_user.id,
        )  # fmt: skip
        if done is not None:
            flash(ngettext("Đã ghi %(num)s ngày.", "Đã ghi %(num)s ngày.", done), "good")
            return web.redirect(url_for("workdays.index", year=_near(first.year)))
    return web.render("workdays/index.html", form=form, **_shown())


@guards.officers
@web.commits
def note_fixed(year: int) -> ResponseReturnValue:
    """Note the holidays that fall on the same date every year."""
    year = _near(year)
    added = actions.note_fixed_days(year=year, by=current_user.id)
    if added:
        flash(ngettext("Đã ghi %(num)s ngày.", "Đã ghi %(num)s ngày.", added), "good")
    else:
        flash(_("Các ngày lễ cố định của năm này đã được ghi hoặc rơi vào cuối tuần."), "info")
    return web.redirect(url_for("workdays.index", year=year))


@guards.officers
@web.commits
def forget(day: str) -> ResponseReturnValue:
    """Let a day be what its weekday says; `day` is written YYYY-MM-DD."""
    meant = web.found(lists.day({"day": day}, "day"))
    if actions.forget_day(day=meant):
        flash(_("Đã bỏ ngày %(day)s khỏi danh sách.", day=show_date(meant)), "good")
    else:
        flash(_("Ngày này không còn trong danh sách."), "info")
    return web.redirect(url_for("workdays.index", year=_near(meant.year)))


@guards.staff
def hours() -> ResponseReturnValue:
    """When the board works, day by day."""
    return web.render("workdays/hours.html", form=HoursForm.of(queries.week()))


@guards.officers
@web.commits
def set_hours() -> ResponseReturnValue:
    """Say when the board works from now on."""
    form = HoursForm()
    if form.validate_on_submit():
        form.carry_out(actions.set_hours, week=form.week(), by=current_user.id)
        if not form.errors:
            flash(_("Đã ghi giờ làm việc. Hạn trả lời của các cuộc trao đổi tính theo giờ mới."), "good")
            return web.redirect(url_for("workdays.hours"))
    return web.render("workdays/hours.html", form=form)


def _near(year: int | None) -> int:
    """A year that a board plans for; this year for any other."""
    return year if year is not None and 2000 <= year <= clock.today().year + 5 else clock.today().year


def _shown() -> dict[str, Any]:
    year, special = _near(lists.number(request.args, "year")), queries.special_days()
    return {
        "year": year,
        "years": sorted({*(day.year for day in special), clock.today().year, clock.today().year + 1}),
        "rows": queries.list_days(year),
        "fixed": [day for day in rules.fixed_days(year) if not rules.is_weekend(day)],
        "today": clock.today(),
        "worked": rules.working_days(date(year - 1, 12, 31), date(year, 12, 31), special),
    }
