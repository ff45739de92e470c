"""The survey of those present: slips with links for staff, the three questions, what was said."""

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts.guards import everyone, officers, staff
from outreach.small_cells import FEWEST
from outreach.trainings import rules
from outreach.trainings.actions import mails
from outreach.trainings.actions import surveys as actions
from outreach.trainings.forms.people import SurveyForm
from outreach.trainings.queries import people as queries
from outreach.trainings.views.reading import facts, session_of
from outreach.tutorials.sheets import code


@staff
def survey(session_key: str) -> ResponseReturnValue:
    """What those present said, as far as it may be shown."""
    session = session_of(session_key)
    return web.render(
        "trainings/survey.html", said=queries.survey(session.id), came=queries.came(session.id),
        rules=rules, fewest=FEWEST, **facts(session),
    )  # fmt: skip


@officers
@web.commits
def survey_slips(session_key: str) -> ResponseReturnValue:
    """New links for all present who have not answered, to be printed or sent at once: shown only here.

    The first ones also go to the businesses by e-mail; later ones would only take the place of those.
    """
    session = session_of(session_key)
    first = not queries.survey(session.id).asked
    slips = []
    by_business: dict[int, list[str]] = {}
    for link in actions.new_links(session=session):
        address = web.whole_url(url_for("trainings.answer_survey", survey_key=link.secret))
        slips.append((link.participant, address, code(address)))
        if link.participant.business_id is not None:
            by_business.setdefault(link.participant.business_id, []).append(address)
    mailed = mails.write_mails(session, "thanks", survey_links=by_business) if first and by_business else 0
    return web.render("trainings/survey_slips.html", slips=slips, mailed=mailed, **facts(session))


@everyone
@web.commits
def answer_survey(survey_key: str) -> ResponseReturnValue:
    """Three questions behind a link that works once."""
    participant = web.found(queries.find_by_survey_key(survey_key))
    form = SurveyForm()
    if participant.survey_used:
        return _private(web.render("trainings/survey_done.html"))
    if form.validate_on_submit():
        actions.answer(participant=participant, **form.values())
        return web.redirect(url_for("trainings.answer_survey", survey_key=survey_key))
    session = queries.session_of(participant)
    return _private(web.render("trainings/survey_answer.html", form=form, **facts(session)))


def _private(page: Response) -> Response:
    """The address is a key: search engines leave it alone."""
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page
