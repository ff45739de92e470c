"""Step-by-step guides for filing online: written in versions, followed step by step, reported when wrong."""

from flask import Flask

from outreach.later import Later


def init_app(app: Flask) -> None:
    """Attach the pages of this feature, and the ways to them from procedures and legal documents."""
    from outreach.businesses import merging, personal
    from outreach.catalogue import guides
    from outreach.documents import citations
    from outreach.tutorials.routes import routes

    routes.attach(app)
    guides.register("tutorials", Later("outreach.tutorials.ways:guides_of"))
    citations.register("tutorials", Later("outreach.tutorials.ways:citing"))
    personal.register(
        "questions",
        collect=Later("outreach.tutorials.personal:collect"),
        erase=Later("outreach.tutorials.personal:erase"),
    )
    merging.register("tutorial_starts", "tutorial_ticks", "tutorial_completions", "step_reports")
