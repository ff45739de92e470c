"""What is forgotten on schedule: the phones of those who entered a code without an account."""

from datetime import timedelta

from sqlalchemy import update

from outreach import clock
from outreach.database import record
from outreach.receipts.models import Receipt

KEEP_PHONES = timedelta(days=90)  # after the code was seen, or said to be mistyped


def forget_phones() -> int:
    """Forget the phones of receipts that nobody has to be called about any more; how many."""
    with record() as connection:
        done = connection.execute(
            update(Receipt)
            .where(Receipt.phone.is_not(None), Receipt.state != "waiting")
            .where(Receipt.seen_at < clock.now() - KEEP_PHONES)
            .values(phone=None)
        )
    return done.rowcount
