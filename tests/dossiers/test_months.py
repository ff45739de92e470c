"""The months of the monthly counts: the same ones that the dossiers' days have, and what keeps them."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite

from config import Config
from outreach import clock, create_app
from outreach.database import attach_migrations, db
from outreach.dossiers import measures
from outreach.dossiers.models import Dossier, Month, MonthlyCount, counted_month
from tests import factories
from tests.dossiers.registering import assert_rollup_is_a_full_recount, rollup, row, take

DAYS = [
    date(2000, 2, 29), date(2019, 12, 31), date(2020, 1, 1), date(2020, 1, 31), date(2024, 2, 29),
    date(2024, 12, 1), date(2099, 12, 31),
]  # fmt: skip
MONTHS = [clock.add_months(date(1999, 12, 1), number) for number in range(0, 1_300, 7)]


def test_a_month_of_sqlite_is_a_number_that_orders_as_its_days() -> None:
    kept = [Month().process_bind_param(month, sqlite.dialect()) for month in MONTHS]
    assert all(isinstance(number, int) for number in kept)
    assert kept == sorted(kept)
    assert [Month().process_result_value(number, sqlite.dialect()) for number in kept] == MONTHS
    assert {b - a for a, b in pairwise(kept)} == {7}


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=["sqlite", "postgresql"])
def test_any_day_stands_for_its_month(dialect: object) -> None:
    one, other = (Month().process_bind_param(day, dialect) for day in (date(2024, 2, 1), date(2024, 2, 29)))  # type: ignore[arg-type]
    assert one == other
    assert Month().process_bind_param(None, dialect) is None  # type: ignore[arg-type]
    assert Month().process_result_value(None, dialect) is None  # type: ignore[arg-type]


def test_days_and_counts_name_the_same_months(app: Flask) -> None:
    business = factories.business()
    for day in DAYS:
        factories.dossier(business, day, "online")
    columns = (
        Dossier.received_on,
        counted_month(Dossier.received_on),
        measures.month_of(Dossier.received_on),
    )
    rows = db.session.execute(select(*columns).order_by(Dossier.received_on)).all()
    assert [tuple(one) for one in rows] == [(one, clock.month_of(one), clock.month_of(one)) for one in DAYS]


def test_counts_are_found_by_their_months(app: Flask) -> None:
    take(*(row(f"A-{day}", received_on=day, tax_code="0101243150", applicant="An") for day in DAYS))
    assert_rollup_is_a_full_recount()
    month = MonthlyCount.month
    assert db.session.execute(select(func.min(month), func.max(month))).one() == (
        date(2000, 2, 1), date(2099, 12, 1),
    )  # fmt: skip
    january = select(MonthlyCount.received).where(month.between(date(2020, 1, 1), date(2020, 1, 31)))
    assert db.session.scalars(january).all() == [2]
    chosen = select(month).where(month.in_([date(2024, 2, 1), date(2024, 3, 1)]))
    assert db.session.scalars(chosen).all() == [date(2024, 2, 1)]


def test_months_kept_as_days_become_numbers_and_days_again(tmp_path: Path) -> None:
    """Released databases of SQLite have them as texts."""
    settings = Config(
        secret_key="k" * 40, database_url=f"sqlite:///{tmp_path / 'old.db'}", data_dir=tmp_path / "files",
        board_name="Ban",
    )  # fmt: skip
    app = create_app(settings)
    with app.app_context():
        attach_migrations(app)
        upgrade(revision="0010")
        business = factories.business()
        db.session.commit()
        old = {"one": business.id, "january": "2020-01-01", "december": "2023-12-01"}
        db.session.execute(
            text(
                "INSERT INTO monthly_counts VALUES (:one, :january, 5, 3, 2, 1, 4, 2), "
                "(:one, :december, 1, 1, 0, 0, 1, 1)"
            ),
            old,
        )
        db.session.commit()
        upgrade()
        kept = {
            (business.id, date(2020, 1, 1), 5, 3, 2, 1, 4, 2),
            (business.id, date(2023, 12, 1), 1, 1, 0, 0, 1, 1),
        }
        assert rollup() == kept
        db.session.commit()
        downgrade(revision="0010")
        months = db.session.scalars(text("SELECT month FROM monthly_counts ORDER BY month")).all()
        assert months == ["2020-01-01", "2023-12-01"]
        db.session.commit()
        upgrade()
        assert rollup() == kept
        with pytest.raises(Exception, match="UNIQUE"):
            db.session.execute(
                insert(MonthlyCount).values(
                    business_id=business.id, month=date(2020, 1, 9), received=1, online=0, filed_for=0,
                    filed_for_online=0, possible=1, possible_online=0,
                )
            )  # fmt: skip
        db.session.rollback()
        db.engine.dispose()
