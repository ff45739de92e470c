"""What a run does to a signed-in person's guides: ticks along the way, practised at the end."""

from collections.abc import Collection

from outreach.tutorials import actions as tutorials
from outreach.tutorials import queries


def tick_along(
    version: queries.Version, keys: Collection[str], *, user_id: int, business_id: int | None
) -> None:
    """Tick the steps of the guide beside a run that the run has done; drafts keep no ticks."""
    if version.is_draft:
        return
    ticked = queries.ticked_keys(user_id, version.tutorial_id)
    for step in version.steps:
        if step.key in keys and step.key not in ticked:
            tutorials.tick(
                user_id=user_id, business_id=business_id, tutorial_id=version.tutorial_id,
                version_id=version.id, step_key=step.key, how="practised",
            )  # fmt: skip


def complete_practised(procedure_id: int, *, user_id: int, business_id: int | None) -> None:
    """Who has gone through the practice portal to the result has finished the procedure's guides."""
    for line in queries.of_procedure(procedure_id):
        version = queries.published(line.slug)
        if version is not None and not version.is_draft:
            tutorials.complete(
                user_id=user_id, business_id=business_id, tutorial_id=version.tutorial_id,
                version_id=version.id, how="practised",
            )  # fmt: skip
