"""Views and tables are loaded late: little at the start, and nothing missing when a feature stands alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from outreach.later import Later

ROOT = Path(__file__).parent.parent
FEATURES = sorted(path.parent.name for path in (ROOT / "outreach").glob("*/models.py"))
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
STARTED = "import sys, wsgi; print(*(name for name in sys.modules if name.startswith('outreach.')))"


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
def test_a_start_loads_no_feature(tmp_path: Path) -> None:
    loaded = set(run(STARTED, folder=tmp_path).split())
    late = {"actions", "forms", "queries", "views"}
    features = [name for name in loaded if name.split(".")[2:3] and name.split(".")[2] in late]
    assert {name.split(".")[1] for name in features} <= {"accounts", "outbox"}, sorted(features)


@pytest.mark.house
def test_each_features_tables_find_those_they_point_to(tmp_path: Path) -> None:
    assert len(FEATURES) >= 9
    assert run(ALONE, *FEATURES, folder=tmp_path).strip() == "fine"


class TestLater:
    def test_it_is_the_function(self) -> None:
        assert Later("textwrap:dedent")("  a") == "a"

    @pytest.mark.parametrize("name", ["textwrap:nothing", "no_such_module:dedent"])
    def test_a_name_of_nothing_is_an_error(self, name: str) -> None:
        with pytest.raises((AttributeError, ImportError)):
            Later(name)()
