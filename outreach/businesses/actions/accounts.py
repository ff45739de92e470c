"""What somebody says of a business's organisation account."""

from outreach import clock
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
