"""Whether the portal can do its work."""

from sqlalchemy import text

from outreach.database import reading


def ask_database() -> None:
    """Return when the database answers; raise what it raises when it does not."""
    with reading() as connection:
        connection.execute(text("SELECT 1"))
