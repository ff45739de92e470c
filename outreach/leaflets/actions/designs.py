"""Designing a leaflet: proposed from a published tutorial, shortened by hand."""

import secrets

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import exists, select

from outreach import clock
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.leaflets import rules
from outreach.leaflets.models import Leaflet, LeafletBatch
from outreach.leaflets.queries import Source
from outreach.refusals import Refused
from outreach.tutorials import queries as tutorials

KEY_BYTES = 12
PORTAL_LINE = "1800\u00a01096"  # of the national portal


def create_leaflet(*, source: Source, language: str = "vi", by: int | None) -> Leaflet:
    """A leaflet with the words proposed for a published version; one not printed yet is given again.

    So a button pressed twice makes one.
    """
    if language == "en" and not source.has_english:
        raise Refused(_("Bài này chưa có bản tiếng Anh."))
    printed = exists().where(LeafletBatch.leaflet_id == Leaflet.id)
    same = (Leaflet.version_id == source.version_id, Leaflet.language == language, ~printed)
    known = db.session.scalars(select(Leaflet).where(*same).order_by(Leaflet.id)).first()
    if known is not None:
        return known
    content = tutorials.content_of(source.version_id)
    assert content is not None
    words = rules.propose(content, language, _whom_to_ask(language))
    at = clock.now()
    leaflet = Leaflet(
        public_id=secrets.token_urlsafe(KEY_BYTES), version_id=source.version_id, language=language,
        title=words.title, opening=words.opening, ready=list(words.ready), steps=list(words.steps),
        closing=words.closing, created_at=at, changed_at=at, created_by_id=by,
    )  # fmt: skip
    db.session.add(leaflet)
    db.session.flush()
    return leaflet


def save_words(*, leaflet: Leaflet, words: rules.Words) -> None:
    """Other words; batches that were ordered keep theirs."""
    if len(words.steps) > rules.MOST_STEPS:
        raise Refused(_("Nhiều nhất %(most)s bước.", most=rules.MOST_STEPS), "steps")
    if len(words.ready) > rules.MOST_READY:
        raise Refused(_("Nhiều nhất %(most)s dòng.", most=rules.MOST_READY), "ready")
    leaflet.title, leaflet.opening, leaflet.closing = words.title, words.opening, words.closing
    leaflet.ready, leaflet.steps = list(words.ready), list(words.steps)
    leaflet.changed_at = clock.now()
    db.session.flush()


def delete_leaflet(*, leaflet: Leaflet) -> None:
    """Throw a design away; refused when copies of it were ordered."""
    if db.session.scalar(select(exists().where(LeafletBatch.leaflet_id == leaflet.id))):
        raise Refused(_("Tờ rơi này đã đặt in nên không xóa được."))
    db.session.delete(leaflet)
    db.session.flush()


def _whom_to_ask(language: str) -> str:
    """In the leaflet's language, whoever designs it."""
    board = str(current_app.config["BOARD_NAME"])
    hotline = str(current_app.config["HOTLINE"]).replace(" ", "\u00a0")  # a number stays on one line
    with force_locale(language):
        ours = _("Hỏi %(board)s: %(hotline)s.", board=board, hotline=hotline) if hotline else f"{board}."
        return f"{ours} " + _("Tổng đài Cổng Dịch vụ công: %(number)s.", number=PORTAL_LINE)
