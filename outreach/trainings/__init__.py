"""Sessions that people come to: invitations, registrations, check-in, surveys, certificates."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Attach the pages of this feature."""
    from outreach.businesses import merging, personal
    from outreach.later import Later
    from outreach.outbox import consent
    from outreach.trainings.routes import routes

    routes.attach(app)
    consent.on_leaving(Later("outreach.trainings.actions.mails:forget_address"))
    consent.register("session", Later("outreach.trainings.queries.mails:objection"))
    personal.register(
        "trainings",
        collect=Later("outreach.trainings.personal:collect"),
        erase=Later("outreach.trainings.personal:erase"),
    )
    merging.register(
        "registrations", "participants", "session_invitations", "session_mails",
        by=Later("outreach.trainings.actions.merging:move_sessions"),
    )  # fmt: skip
