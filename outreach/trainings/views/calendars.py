"""A session as a calendar file, and private addresses that somebody's own calendar fetches."""

from flask import Response, flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts.guards import everyone, signed_in
from outreach.i18n import gettext as _
from outreach.trainings import mail_calendar
from outreach.trainings.actions import feeds as actions
from outreach.trainings.queries import feeds as queries
from outreach.trainings.queries import sessions as session_queries
from outreach.trainings.views.reading import session_of

CALENDAR = "text/calendar; charset=utf-8"


@signed_in
def session_file(session_key: str) -> ResponseReturnValue:
    """One session as a file that calendars open."""
    session = session_of(session_key)
    headers = {"Content-Disposition": f'attachment; filename="buoi-{session.public_id}.ics"'}
    return Response(mail_calendar.write(session), content_type=CALENDAR, headers=headers)


@signed_in
@web.commits
def feeds() -> ResponseReturnValue:
    """One's private addresses; a new one is shown once."""
    form = web.Form()
    secret = None
    if form.validate_on_submit():
        secret = form.carry_out(actions.create_feed, user_id=current_user.id)
    address = web.whole_url(url_for("trainings.feed", feed_secret=secret)) if secret else None
    return web.render(
        "trainings/feeds.html", form=form, feeds=queries.feeds_of(current_user.id), address=address
    )


@signed_in
@web.commits
def revoke_feed(feed_id: int) -> ResponseReturnValue:
    """An address of one's own leads nowhere any more."""
    actions.revoke_feed(feed=web.found(queries.get_feed(current_user.id, feed_id)))
    flash(_("Địa chỉ lịch này không còn dùng được."), "good")
    return web.redirect(url_for("trainings.feeds"))


@everyone
def feed(feed_secret: str) -> ResponseReturnValue:
    """The sessions of whoever the address belongs to, for a program that cannot sign in."""
    user = web.found(queries.whose_feed(feed_secret))
    found = session_queries.of_calendar(user.business_id)
    response = Response(mail_calendar.write_many(found), content_type=CALENDAR)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
