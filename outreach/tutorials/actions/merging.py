"""What becomes of progress and questions when two records of one business become one."""

from collections.abc import Mapping

from sqlalchemy import bindparam, update

from outreach.businesses.actions import when_merged
from outreach.database import db
from outreach.tutorials.models import Completion, Start, StepReport, Tick


@when_merged
def move_learning(into: Mapping[int, int]) -> None:
    """Hand everything of the businesses that go to those that stay."""
    pairs = [{"gone": gone, "kept": kept} for gone, kept in into.items()]
    for table in (Start, Tick, Completion, StepReport):
        db.session.connection().execute(
            update(table).where(table.business_id == bindparam("gone")).values(business_id=bindparam("kept")),
            pairs,
        )
