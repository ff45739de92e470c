"""Files that came, files that should come, and forms that report sums."""

import itertools
from datetime import date
from typing import Any

from outreach import clock
from outreach.dossiers.models import ExpectedFile, ImportRun
from outreach.rates.models import ReportedFigure, SummaryForm
from tests import factories

_numbers = itertools.count(1)


def expected_file(kind: str = "dossiers", **values: Any) -> ExpectedFile:
    """A file that should come by the 5th of the month after."""
    values = {"source": f"nguon-{next(_numbers)}", "due_on_day": 5, "since": date(2020, 1, 1), **values}
    return factories.add(ExpectedFile(kind=kind, recorded_at=clock.now(), **values))


def import_run(kind: str = "dossiers", **values: Any) -> ImportRun:
    """A file that was taken in."""
    number = next(_numbers)
    values = {
        "public_id": f"tep-{number}", "source": "main", "filename": f"so-{number}.csv", "state": "done",
        "sha256": f"{number:064}", "uploaded_at": clock.now(), "finished_at": clock.now(), **values,
    }  # fmt: skip
    return factories.add(ImportRun(kind=kind, **values))


def summary(
    first: date, last: date, *, source: str | None = None, import_id: int | None = None, **said: int
) -> SummaryForm:
    """What a form reports of a period: measure → amount, of one unit."""
    at, source = clock.now(), source or f"bieu-{next(_numbers)}"
    form = factories.add(
        SummaryForm(source=source, first=first, last=last, import_id=import_id, recorded_at=at)
    )
    for measure, amount in {"received_in_period": 10, **said}.items():
        factories.add(
            ReportedFigure(
                form_id=form.id, key="unit", grain="unit", unit="Ban Quản lý", place=1, total=False,
                measure=measure, amount=amount, import_id=import_id, recorded_at=at,
            )
        )  # fmt: skip
    return form
