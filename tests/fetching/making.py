"""Sources of registers, and tries to fetch them."""

import itertools
from datetime import timedelta
from typing import Any

from outreach import clock
from outreach.dossiers.models import ImportRun
from outreach.fetching.models import FetchTry, RegisterSource
from tests import factories

_numbers = itertools.count(1)
ADDRESS = "https://so.mau.vn/xuat/ho-so.csv"


def source(**values: Any) -> RegisterSource:
    """One that is asked daily at six; next tomorrow."""
    at = clock.now()
    usual = {
        "name": f"Một cửa mẫu {next(_numbers)}", "kind": "dossiers", "system": "main", "address": ADDRESS,
        "every": "day", "day": 1, "hour": 6, "active": True, "by_itself": False, "most_refused": 2,
        "quiet_days": 7, "created_at": at, "next_at": at + timedelta(days=1), "failures": 0,
        "quiet_at": at + timedelta(days=7),
    }  # fmt: skip
    made: RegisterSource = factories.add(RegisterSource(**{**usual, **values}))
    return made


def tried(of: RegisterSource, outcome: str | None = "unchanged", **values: Any) -> FetchTry:
    """A try that is over, unless its outcome is None."""
    at = clock.now()
    usual = {"started_at": at, "finished_at": at if outcome else None, "outcome": outcome, "status": 200}
    made: FetchTry = factories.add(FetchTry(source_id=of.id, **{**usual, **values}))
    return made


def fetched(run: ImportRun) -> RegisterSource:
    """A source that an import came from."""
    made = source(new_at=clock.now())
    tried(made, "waiting", import_id=run.id, size=1234)
    return made
