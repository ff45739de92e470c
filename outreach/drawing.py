"""Pages drawn as PDF by WeasyPrint, from our own fonts and drawings alone.

WeasyPrint needs the system's Pango; where that is missing, drawing raises OSError.
"""

from pathlib import Path
from typing import Any

from flask import current_app

FONTS = "vendor/fonts/be-vietnam-pro-{}-{}.woff2"


def draw_page(page: str, style: str) -> bytes:
    """The PDF of any page of ours in the style static/css/`style` and the portal's letters."""
    return draw(page, _style(style))


def draw(page: str, style: str) -> bytes:
    """The PDF of any page of ours; `style` is CSS, with the fonts it names, by addresses below static/."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fetcher, base = own_files(), static_folder().as_uri() + "/"
    fonts = FontConfiguration()  # given twice, or our fonts are silently not used
    css = CSS(string=style, font_config=fonts, url_fetcher=fetcher, base_url=base)
    drawn = HTML(string=page, url_fetcher=fetcher, base_url=base)
    return bytes(drawn.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"))


def own_files() -> Any:
    """Gives WeasyPrint our fonts and drawings; people's texts reach no other file and no other host."""
    from weasyprint.urls import URLFetcher

    allowed = static_folder().as_uri() + "/"

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(allowed) or ".." in url or "%" in url:
                raise ValueError("not one of our files")
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=["file"])


def static_folder() -> Path:
    """Where our styles, fonts and drawings lie."""
    return Path(str(current_app.static_folder))


def _style(name: str) -> str:
    """A page's own style; two families, because two subsets under one name garble Vietnamese here."""
    faces = "".join(
        f'@font-face {{ font-family: "BVP-{subset}"; font-weight: {weight}; '
        f'src: url("{FONTS.format(subset, weight)}"); }}\n'
        for subset in ("latin", "vietnamese")
        for weight in (400, 600)
    )
    family = (
        'html { font-family: "BVP-latin", "BVP-vietnamese"; font-size: 10.5pt }\n'
        "b, strong, h1, h2, h3 { font-weight: 600 }\n"
    )
    return faces + family + (static_folder() / "css" / name).read_text(encoding="utf-8")
