"""The certainty receipt: a business enters the portal's code and sees when the board has seen the dossier."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging, personal
    from outreach.dossiers import dependants
    from outreach.i18n import lazy_gettext as _l
    from outreach.later import Later
    from outreach.outbox import consent
    from outreach.receipts.routes import routes

    routes.attach(app)
    consent.register("receipt", Later("outreach.receipts.letters:objection"))
    consent.register("result_news", Later("outreach.receipts.letters:objection"))
    merging.register("receipts")
    dependants.register("outreach.receipts.models:Receipt", _l("biên nhận của doanh nghiệp"))
    personal.register(
        "receipts",
        collect=Later("outreach.receipts.personal:collect"),
        erase=Later("outreach.receipts.personal:erase"),
    )
