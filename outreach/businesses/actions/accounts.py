"""What somebody says of a business's organisation account."""

from collections.abc import Mapping

from sqlalchemy import update

from outreach import clock
from outreach.businesses.actions.merging import when_merged
from outreach.businesses.models import AccountStatement, Business
from outreach.database import db


def state_account(*, business: Business, has_account: bool, by: int) -> AccountStatement:
    """Write down whether the business has one, as said today; earlier statements stay."""
    statement = AccountStatement(
        business_id=business.id, has_account=has_account, said_on=clock.today(),
        recorded_at=clock.now(), recorded_by_id=by,
    )  # fmt: skip
    db.session.add(statement)
    db.session.flush()
    return statement


@when_merged
def _move_statements(into: Mapping[int, int]) -> None:
    """What was said of a business that turned out to be another one was said of that one."""
    for one, kept in into.items():
        db.session.execute(
            update(AccountStatement).where(AccountStatement.business_id == one).values(business_id=kept)
        )
