"""A guide on one page of paper, with the code that leads back to it; as PDF once the worker made it."""

from flask import send_file, url_for
from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts import guards
from outreach.i18n import locale
from outreach.tutorials import pdf as pdfs
from outreach.tutorials import queries, sheets


@guards.everyone
def sheet(slug: str) -> ResponseReturnValue:
    """One page A4: what to have ready, the steps with who and on what, the code of the address."""
    version = web.found(queries.published(slug))
    address = web.whole_url(url_for("tutorials.show", slug=slug))
    return web.render("tutorials/sheet.html", **sheets.context(version, address, locale()))


@guards.everyone
def pdf(slug: str) -> ResponseReturnValue:
    """The same as a file, when there is one; else a page that says why not."""
    version = web.found(queries.published(slug))
    path = pdfs.path_of(version, locale())
    if path.exists():
        response = send_file(path, mimetype="application/pdf", download_name=f"{slug}.pdf", max_age=0)
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        return response
    context = sheets.context(version, None, locale())
    return web.render("tutorials/no_pdf.html", fault=pdfs.fault(), **context)
