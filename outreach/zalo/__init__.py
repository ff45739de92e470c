"""Zalo: chats pasted in by hand, and the board's Official Account."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging
    from outreach.web.checks import csrf
    from outreach.zalo.routes import WEBHOOK, routes

    routes.attach(app)
    csrf.exempt(WEBHOOK)  # Zalo sends no token of ours: its signature is the leave to deliver
    merging.register("zalo_paste_lines", "zalo_pasted_people", "zalo_people")
