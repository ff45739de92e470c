"""Views and tables are loaded late: little at the start, and nothing missing when a feature stands alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule

from outreach.businesses import merging
from outreach.database import db
from outreach.later import Later

ROOT = Path(__file__).parent.parent
FEATURES = sorted(path.parent.name for path in (ROOT / "outreach").glob("*/models*") if path.stem == "models")
# Each feature in a process of its own, after the start: its tables must find those they point to.
ALONE = """
import importlib, os, sys
from outreach import create_app
from outreach.database import db
from sqlalchemy.orm import configure_mappers
create_app()
for feature in sys.argv[1:]:
    if os.fork() == 0:
        importlib.import_module(f"outreach.{feature}.models")
        configure_mappers()
        [key.column for table in db.metadata.tables.values() for key in table.foreign_keys]
        os._exit(0)
    assert os.wait()[1] == 0, feature
print("fine")
"""
# While one thread asks for people, others read features for the first time, all taking turns.
AT_ONCE = """
import importlib, os, sys, threading
from sqlalchemy import select
from sqlalchemy.orm import configure_mappers
from outreach import create_app
from outreach.database import db, upgrade

def asks():
    from outreach.accounts.models import User
    with app.app_context():
        while not over:
            db.session.scalars(select(User).limit(1)).all()
            db.session.rollback()

def reads(feature):
    importlib.import_module(f"outreach.{feature}.models")

app = create_app()
with app.app_context():
    upgrade(app)
    db.engine.dispose()
sys.setswitchinterval(1e-6)
for _ in range(3):
    if os.fork() == 0:
        over = False
        readers = [threading.Thread(target=reads, args=(one,)) for one in sys.argv[1:]]
        threads = [threading.Thread(target=asks), *readers]
        [one.start() for one in threads]
        [one.join() for one in readers]
        over = True
        threads[0].join()
        configure_mappers()
        os._exit(0)
    assert os.wait()[1] == 0
print("fine")
"""
STARTED = "import sys, wsgi; print(*(name for name in sys.modules if name.startswith('outreach.')))"
# Granian starts its workers from a click command of its own.
SERVED = f"import click\nwith click.Context(click.Command('granian')).scope():\n    {STARTED}"


def run(code: str, *arguments: str, folder: Path) -> str:
    environment = {
        **os.environ, "SECRET_KEY": "k" * 40, "DATABASE_URL": f"sqlite:///{folder}/a.db",
        "DATA_DIR": str(folder / "files"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.house
@pytest.mark.parametrize("start", [STARTED, SERVED], ids=["alone", "by a server's command"])
def test_a_start_loads_no_feature(tmp_path: Path, start: str) -> None:
    loaded = set(run(start, folder=tmp_path).split())
    late = {"actions", "forms", "queries", "views"}
    rooms = {name for name in loaded if late & set(name.split(".")[2:3])}
    assert {name.split(".")[1] for name in rooms} <= {"accounts", "web"}, sorted(rooms)


@pytest.mark.house
def test_each_features_tables_find_those_they_point_to(tmp_path: Path) -> None:
    assert len(FEATURES) >= 9
    assert run(ALONE, *FEATURES, folder=tmp_path).strip() == "fine"


def test_a_feature_may_be_read_while_another_thread_asks_the_database(tmp_path: Path) -> None:
    late = [name for name in FEATURES if name not in ("accounts", "businesses", "outbox")]
    assert run(AT_ONCE, *late, folder=tmp_path).strip().endswith("fine")


def test_links_are_those_of_a_plain_rule(app: Flask) -> None:
    values = {"int": 7, "default": "a b/é", "string": "ờ", "path": "a/b c"}
    for rule in app.url_map.iter_rules():
        given = {name: values.get(type(c).__name__.lower(), 7) for name, c in rule._converters.items()}
        plain = Rule(rule.rule, endpoint=rule.endpoint, methods=rule.methods)
        plain.bind(app.url_map, rebind=True)
        for asked in (given, {**given, "q": "giấy phép", "page": 2}):
            assert rule.build(dict(asked)) == plain.build(dict(asked)), rule.rule
        assert "_compile_builder" in vars(Rule), "what LateRule puts off is gone from Werkzeug"


def test_when_businesses_are_merged_somebody_moves_each_table_about_them(app: Flask) -> None:
    about = {
        key.parent.table.name
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.target_fullname == "businesses.id"
    }
    assert about - {"users"} == merging.tables(), "nobody may sign in for the one that goes; all else moves"


class TestLater:
    def test_it_is_the_function(self) -> None:
        assert Later("textwrap:dedent")("  a") == "a"

    @pytest.mark.parametrize("name", ["textwrap:nothing", "no_such_module:dedent"])
    def test_a_name_of_nothing_is_an_error(self, name: str) -> None:
        with pytest.raises((AttributeError, ImportError)):
            Later(name)()
