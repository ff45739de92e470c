"""The WSGI entry point; `flask …` finds it by itself. `flask serve` sets WORKER=inside."""

import os

from outreach import create_app
from outreach.jobs import work_inside

app = create_app()
if os.environ.pop("WORKER", "") == "inside":  # not for the subprocesses of imports
    work_inside(app)
