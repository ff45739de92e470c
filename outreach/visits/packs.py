"""The packs of a route on paper: what their page needs, and the same as one PDF."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, url_for
from markupsafe import Markup

from outreach import clock, drawing, web
from outreach.database import db
from outreach.identifiers import spell_phone
from outreach.tutorials import sheets
from outreach.visits.models import VisitDay
from outreach.visits.queries import Pack
from outreach.visits.rules import BARRIERS, map_link


def context(packs: Sequence[Pack]) -> dict[str, Any]:
    """What the templates of the packs need."""
    return {
        "packs": packs, "today": clock.today(), "spell_phone": spell_phone, "map_link": map_link,
        "guide_address": guide_address, "code": code, "barrier_words": list(BARRIERS.values()),
    }  # fmt: skip


def guide_address(slug: str) -> str:
    """The whole address of a guide."""
    return web.whole_url(url_for("tutorials.show", slug=slug))


def code(address: str) -> Markup:
    """The QR code of an address."""
    return sheets.code(address)


def draw(day: VisitDay, packs: Sequence[Pack]) -> bytes:
    """One PDF, a page A4 for each business; OSError where the system's Pango is missing.

    It is drawn while the page waits (about a second for ten): people's names are not to lie in a folder.
    """
    page = render_template("visits/packs_pdf.html", day=day, **context(packs))
    db.session.rollback()  # only read; what follows takes a while
    return drawing.draw_page(page, "pack.css")
