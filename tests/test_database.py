"""The database as the house wants it, on both kinds."""

import threading

import pytest
from flask import Flask
from flask_migrate import check as migrate_check
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from outreach.accounts.models import Setting
from outreach.database import conflict_name, db, record
from tests import factories


def test_models_and_migrations_agree(app: Flask) -> None:
    migrate_check()


def test_foreign_keys_are_enforced(app: Flask) -> None:
    with pytest.raises(IntegrityError):
        factories.business(zone_id=999_999)


def test_a_conflict_is_known_by_its_constraint(app: Flask) -> None:
    factories.business(tax_code="0101248141")
    with pytest.raises(IntegrityError) as caught:
        factories.business(tax_code="0101248141")
    assert conflict_name(caught.value) == "uq_businesses_tax_code"


def test_record_refuses_inside_an_open_write(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has one writer")
    db.session.add(Setting(key="a", value="1"))
    db.session.flush()
    with pytest.raises(RuntimeError), record():
        pass


def test_parallel_counters_lose_nothing(app: Flask) -> None:
    db.session.add(Setting(key="n", value="0"))
    db.session.commit()

    def add_fifty() -> None:
        with app.app_context():
            for _ in range(50):
                with record() as connection:
                    value = "CAST(CAST(value AS INTEGER) + 1 AS VARCHAR)"
                    connection.execute(text(f"UPDATE settings SET value = {value} WHERE key = 'n'"))

    threads = [threading.Thread(target=add_fifty) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    setting = db.session.get(Setting, "n")
    assert setting is not None
    assert setting.value == "200"
