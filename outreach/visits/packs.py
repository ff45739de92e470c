"""The packs of a route on paper: what their page needs, and the same as one PDF."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import current_app, render_template, url_for
from markupsafe import Markup

from outreach import clock, web
from outreach.database import db
from outreach.identifiers import spell_phone
from outreach.tutorials import sheets
from outreach.visits.models import VisitDay
from outreach.visits.queries import Pack
from outreach.visits.rules import BARRIERS, map_link

FONTS = "vendor/fonts/be-vietnam-pro-{}-{}.woff2"


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
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    page = render_template("visits/packs_pdf.html", day=day, **context(packs))
    db.session.rollback()  # only read; what follows takes a while
    fonts = FontConfiguration()  # given twice, or our fonts are silently not used
    fetcher, base = _own_files(), _static().as_uri() + "/"
    style = CSS(string=_style(), font_config=fonts, url_fetcher=fetcher, base_url=base)
    drawn = HTML(string=page, url_fetcher=fetcher, base_url=base)
    return bytes(drawn.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"))


def _style() -> str:
    """The page's own style; two families, because two subsets under one name garble Vietnamese here."""
    faces = "".join(
        f'@font-face {{ font-family: "BVP-{subset}"; font-weight: {weight}; '
        f'src: url("{FONTS.format(subset, weight)}"); }}\n'
        for subset in ("latin", "vietnamese")
        for weight in (400, 600)
    )
    family = 'html { font-family: "BVP-latin", "BVP-vietnamese"; font-size: 10.5pt }\n'
    return faces + family + (_static() / "css/pack.css").read_text(encoding="utf-8")


def _own_files() -> Any:
    """Gives WeasyPrint our fonts and no other file or host."""
    from weasyprint.urls import URLFetcher

    allowed = _static().as_uri() + "/"

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(allowed) or ".." in url or "%" in url:
                raise ValueError("not one of our files")
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=["file"])


def _static() -> Path:
    return Path(str(current_app.static_folder))
