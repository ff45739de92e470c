"""A guide's figures for staff: starts, completions, where people stop, stuck for every hundred starts."""

from flask.typing import ResponseReturnValue

from outreach import web
from outreach.accounts import guards
from outreach.tutorials import queries, rules
from outreach.tutorials.views.words import words


@guards.staff
def statistics(slug: str) -> ResponseReturnValue:
    """Of a guide that anybody has read, version by version and step by step."""
    tutorial = web.found(queries.get_tutorial(slug))
    versions = queries.by_version(tutorial.id)
    return web.render(
        "tutorials/statistics.html", slug=slug, version=queries.published(slug), versions=versions,
        steps=queries.by_step(tutorial.id), people=queries.people_who_ticked(tutorial.id),
        lately=queries.stuck_lately(tutorial.id), states=rules.STATES, fewest=rules.FEWEST_STARTS,
        per_hundred=rules.per_hundred, **words(),
    )  # fmt: skip
