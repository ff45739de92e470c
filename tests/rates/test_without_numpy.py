"""Pages read what the worker computed: numpy would double what a server process needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import FileSystemBytecodeCache

from tests.conftest import SECRET

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.house
def test_no_page_of_staff_loads_numpy(tmp_path: Path, compiled_templates: FileSystemBytecodeCache) -> None:
    environment = {
        **os.environ, "SECRET_KEY": SECRET, "DATABASE_URL": f"sqlite:///{tmp_path / 'pages.db'}",
        "DATA_DIR": str(tmp_path / "files"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.rates.without_numpy", compiled_templates.directory],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    answer = json.loads(done.stdout)
    assert {"rates.before_after", "rates.figures", "rates.ledger", "desks.home"} <= set(answer["served"])
    assert len(answer["served"]) > 30
    assert answer["loaded"] == []
