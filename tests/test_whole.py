"""Between two tests nothing is left, and what is put back is as it was."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from outreach.businesses.models import Business
from outreach.database import Base, db
from tests import factories
from tests.kept_world import KeptWorld
from tests.whole import WholeDatabase
from tests.world import World


def rows() -> dict[str, list[str]]:
    """What each table holds; no transaction stays open."""
    held = {
        table.name: sorted(str(row) for row in db.session.execute(select(table)))
        for table in Base.metadata.sorted_tables
    }
    db.session.rollback()
    return held


def test_emptied_no_table_holds_a_row(
    app: Flask, small_world: Callable[[], World], whole: WholeDatabase
) -> None:
    small_world()
    assert sum(map(len, rows().values())) > 50
    whole.empty()
    assert not any(rows().values())


def test_what_is_put_back_is_as_it_was(app: Flask, database_url: str) -> None:
    database = WholeDatabase(database_url)
    try:
        kept = factories.business("Ở lại")
        factories.contact(kept)
        db.session.commit()
        before = rows()
        database.keep()
        factories.business("Đến sau")
        kept.name = "Khác"
        factories.user()
        db.session.commit()
        assert rows() != before
        database.put_back()
        assert rows() == before
        factories.business()  # and numbers go on after it
        db.session.commit()
        assert db.session.scalar(select(func.count()).select_from(Business)) == 2
    finally:
        database.close()


def test_the_world_comes_back_with_its_people_and_files(
    app: Flask, small_world: Callable[[], World], kept_world: KeptWorld
) -> None:
    kept_world.built = None  # a new one: one that is too old by the second time is built anew
    made = small_world()
    before, name = rows(), made.clerk.name
    files = {path for path in Path(app.config["DATA_DIR"]).rglob("*") if path.is_file()}
    assert files
    made.clerk.name = "Khác"
    factories.business()
    db.session.commit()
    for path in files:
        path.unlink()
    again = small_world()
    assert again.clerk.name == name
    assert all(path.is_file() for path in files)
    assert rows() == before
