"""Zalo: chats pasted in by hand, and the board's Official Account."""

from flask import Flask

from outreach.later import Later

# Signals know a receiver by its identity: one, however many applications are made.
SEND_ALONG = Later("outreach.zalo.listening:send_along")
COLLECT, ERASE = Later("outreach.zalo.personal:collect"), Later("outreach.zalo.personal:erase")


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging, personal
    from outreach.helpdesk import signals
    from outreach.web.checks import csrf
    from outreach.zalo.routes import WEBHOOK, routes

    routes.attach(app)
    signals.said.connect(SEND_ALONG)
    csrf.exempt(WEBHOOK)  # Zalo sends no token of ours: its signature is the leave to deliver
    personal.register("zalo", collect=COLLECT, erase=ERASE)
    merging.register("zalo_paste_lines", "zalo_pasted_people", "zalo_people")
