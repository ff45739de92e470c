"""Boards of a given size for measuring, in a database of their own."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import insert

from config import Config
from outreach import clock, create_app
from outreach.accounts import rules as account_rules
from outreach.accounts.models import SignInSession, User
from outreach.businesses.models import Business, Zone
from outreach.database import db, upgrade
from outreach.dossiers import actions as dossier_actions
from outreach.dossiers.models import Dossier
from outreach.text import business_key, business_sort_key, fold, fold_words, sort_key
from outreach.tutorials import actions as tutorials
from outreach.tutorials import queries as tutorial_queries
from outreach.tutorials.queries import editing

SECRET = "a secret of the benches, long enough to be one"
TOKEN = "the token of the benches"


@contextmanager
def board(businesses: int, dossiers_each: int = 24) -> Iterator[Flask]:
    """The application over a board of that size, a signed-in officer, and two years of dossiers."""
    with TemporaryDirectory() as folder:
        app = create_app(
            Config(
                secret_key=SECRET,
                database_url=f"sqlite:///{folder}/bench.db",
                data_dir=Path(folder) / "files",
            )
        )
        with app.app_context():
            upgrade(app)
            _fill(businesses, dossiers_each)
            yield app
            db.session.remove()
            db.engine.dispose()


def _fill(count: int, dossiers_each: int) -> None:
    chance = random.Random(1)
    zones = [f"KCN Mẫu số {i}" for i in range(4)]
    with db.engine.begin() as connection:
        connection.execute(
            insert(Zone),
            [
                {"id": i, "name": z, "name_folded": fold_words(z), "name_sort": sort_key(z)}
                for i, z in enumerate(zones, 1)
            ],
        )
        names = [f"Công ty TNHH Đo lường Mẫu {i:04}" for i in range(1, count + 1)]
        connection.execute(
            insert(Business),
            [
                {
                    "id": i, "tax_code": f"{9_900_000_000 + i}", "name": n, "name_folded": fold(n),
                    "name_key": business_key(n), "name_sort": business_sort_key(n), "zone_id": i % 4 + 1,
                    "employees": chance.randrange(10, 3000),
                }
                for i, n in enumerate(names, 1)
            ],
        )  # fmt: skip
        today = clock.today()
        connection.execute(
            insert(Dossier),
            [
                {
                    "code": f"B-{i}-{j}", "business_id": i, "received_on": _day(chance, today),
                    "filing_channel": chance.choice(("online", "counter")), "status": "returned",
                }
                for i in range(1, count + 1)
                for j in range(dossiers_each)
            ],
        )  # fmt: skip
        at = clock.now()
        connection.execute(
            insert(User).values(
                id=1,
                role="officer",
                name="Người Đo",
                name_sort="",
                name_folded="",
                email="do@example.vn",
                created_at=at,
            )
        )
        connection.execute(
            insert(SignInSession).values(
                token_hash=account_rules.token_hash(TOKEN), user_id=1, created_at=at, last_seen_at=at,
                network="127.0.0.0/24", browser="bench",
            )
        )  # fmt: skip
    dossier_actions.recount(None)
    _publish_a_guide(today)
    db.session.commit()


def _publish_a_guide(today: date) -> None:
    """The longest of the shipped tutorials, as if an officer had checked it."""
    tutorials.load_content()
    slug = "cap-giay-phep-lao-dong"
    content = tutorials.read_shipped(tutorials.SHIPPED / f"{slug}.md").content
    tutorial = tutorial_queries.get_tutorial(slug)
    assert tutorial is not None
    line = tutorial_queries.versions(tutorial.id)[0]
    version = editing.find_version(tutorial.id, line.number)
    assert version is not None
    checked = replace(content, checked_on=today)
    tutorials.save_version(version, edition=version.edition, content=checked)
    tutorials.review(version, edition=version.edition, by=None)
    tutorials.publish(version, by=None)


def _day(chance: random.Random, today: date) -> date:
    return today - timedelta(days=chance.randrange(720))
