"""A plan as the document it is: to print from the browser, and as PDF once the worker drew it."""

from flask import render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup

from outreach import web
from outreach.accounts.guards import staff
from outreach.campaigns import plan_sheets
from outreach.campaigns.queries import plans as queries


@staff
def plan_paper(plan_id: int) -> ResponseReturnValue:
    """A4, as Decree 30/2020 lays documents out."""
    plan = web.found(queries.get(plan_id))
    with force_locale("vi"):  # a document of the board, whoever reads it
        body = Markup(render_template("campaigns/plans/paper_body.html", **plan_sheets.context(plan)))  # noqa: S704
    return web.render("campaigns/plans/paper.html", plan=plan, body=body)


@staff
def plan_pdf(plan_id: int) -> ResponseReturnValue:
    """The same as a file, or a page that says when there will be one."""
    plan = web.found(queries.get(plan_id))
    with force_locale("vi"):
        path = plan_sheets.pdf_of(plan)
    if path is None:
        again = url_for("campaigns.plan_pdf", plan_id=plan_id)
        return web.render("campaigns/plans/no_pdf.html", plan=plan, fault=plan_sheets.fault(), again=again)
    response = send_file(path, mimetype="application/pdf", download_name=f"ke-hoach-{plan_id}.pdf", max_age=0)
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response
