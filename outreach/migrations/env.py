"""Runs the migrations on the application's database.

Batch changes copy a table and drop the old one; with foreign keys on, SQLite would delete the children of
every row (ON DELETE CASCADE). So they are off while migrating, and checked afterwards.
"""

from alembic import context
from flask import current_app

from outreach.database import load_tables

target = current_app.extensions["migrate"].db


def run_migrations() -> None:
    """Upgrade or downgrade inside one transaction per migration, on both databases."""
    with target.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=load_tables(),
            render_as_batch=True,
            transactional_ddl=True,
            transaction_per_migration=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.rollback()  # PRAGMA does nothing inside a transaction
        if sqlite:
            broken = connection.connection.dbapi_connection.execute("PRAGMA foreign_key_check").fetchall()
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")
            if broken:
                raise RuntimeError(f"rows without the row they point to after migrating: {broken[:5]}")


if context.is_offline_mode():
    raise SystemExit("Migrations need a database; the SQL-only mode is not supported.")
run_migrations()
