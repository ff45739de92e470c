"""The WSGI entry point; `flask …` finds it by itself. `flask serve` sets WORKER=inside."""

import gc
import os

gc.disable()  # loading makes no garbage: looking for it costs a tenth of the start

from outreach import create_app, web  # noqa: E402 - after the collector is off
from outreach.helpdesk.live import ending  # noqa: E402

app = create_app()
web.keep_compiled_templates(app)
gc.freeze()  # nor does what is loaded: looking through it again held all threads for a tenth of a second
gc.enable()
ending.listen()
if os.environ.pop("WORKER", "") == "inside":  # not for the subprocesses of imports
    from outreach.jobs import work_inside

    work_inside(app)
