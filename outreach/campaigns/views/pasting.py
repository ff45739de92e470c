"""A list from elsewhere, pasted or as a file: first what was recognised, then recording it."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from flask_login import current_user

from outreach import web
from outreach.accounts.guards import officers
from outreach.campaigns import actions, queries, rules
from outreach.campaigns.forms import PasteForm, UploadForm
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules.attendees import ATTENDEES, lines_of
from outreach.campaigns.rules.matching import Match, Matcher
from outreach.campaigns.rules.wording import wording
from outreach.campaigns.views.roll import list_url, tally
from outreach.i18n import gettext as _
from outreach.sheets.cells import FileFault
from outreach.sheets.parsing import Refusal, read_and_parse


@officers
@web.commits
def paste(intervention_id: int) -> ResponseReturnValue:
    """Paste a list, look at what it means, record it."""
    intervention = web.found(queries.get_intervention(intervention_id))
    form = PasteForm(intervention)
    if not form.validate_on_submit():
        return web.render("campaigns/paste.html", form=form, **_around(intervention))
    matches = Matcher(queries.known_businesses()).match(form.lines())
    if form.confirm.data and form.decided(matches):
        people, newcomers = form.people(matches)
        change = form.carry_out(
            actions.record_list, intervention=intervention, people=people, newcomers=newcomers,
            occasion=form.occasion(), recorded_by_id=current_user.id,
        )  # fmt: skip
        if change is not None:
            flash(_("Đã ghi thêm %(number)s doanh nghiệp từ danh sách.", number=change.added), "good")
            return web.redirect(list_url(intervention, form.chosen_day()))
    return _preview(intervention, form, matches)


@officers
def upload(intervention_id: int) -> ResponseReturnValue:
    """Read a file and show what it means; recording it is the pasted list's second step."""
    intervention = web.found(queries.get_intervention(intervention_id))
    form = UploadForm(intervention)
    refusals: Sequence[Refusal] = ()
    if form.validate_on_submit():
        lines, refusals = _read(form, intervention.code)
        if form.readable(lines):
            pasted = PasteForm(intervention, form.chosen_day(), formdata=None)
            pasted.take(form, "\n".join(lines))
            matches = Matcher(queries.known_businesses()).match(pasted.lines())
            return _preview(intervention, pasted, matches, refusals)
    return web.render("campaigns/upload.html", form=form, refusals=refusals, **_around(intervention))


def _read(form: UploadForm, code: str) -> tuple[list[str], Sequence[Refusal]]:
    file = form.file.data
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list"
        file.save(path)
        try:
            return lines_of(read_and_parse(path, ATTENDEES, filename=file.filename), code)
        except FileFault as fault:
            form.refuse(str(fault), "file")
            return [], ()


def _preview(
    intervention: Intervention, form: PasteForm, matches: Sequence[Match], refusals: Sequence[Refusal] = ()
) -> ResponseReturnValue:
    sure = [match for match in matches if match.business]
    open_lines = list({match.key: match for match in matches if not match.business}.values())
    candidates = {known.id for match in open_lines for known in match.candidates}
    return web.render(
        "campaigns/preview.html", form=form, refusals=refusals, sure=sure,
        doubtful=[match for match in open_lines if match.candidates],
        unknown=[match for match in open_lines if not match.candidates],
        zones=queries.zones_of(candidates), recorded=_recorded(intervention, form), **_around(intervention),
    )  # fmt: skip


def _recorded(intervention: Intervention, form: PasteForm) -> dict[int, int | None]:
    """Who is on the list already, with how many people."""
    rows = queries.reached_businesses(intervention.id)
    training = intervention.type == rules.TRAINING
    return {row.business_id: row.people for row in rows if training or row.day == form.chosen_day()}


def _around(intervention: Intervention) -> dict[str, Any]:
    return tally(intervention) | {
        "list_url": list_url(intervention),
        "words": wording(intervention.type),
        "training": intervention.type == rules.TRAINING,
    }
