"""What the process that others are forked from has read: each of them begins at once.

It opens no database and starts no thread, so nothing is shared with those that are killed but what was read.
"""

import os
import threading

from config import Config
from outreach import create_app
from outreach.database import load_tables
from outreach.dossiers import importing  # noqa: F401 - read, so that whoever is forked need not
from outreach.fetching import fetch_job  # noqa: F401
from outreach.outbox import sending  # noqa: F401
from outreach.rates import actions  # noqa: F401
from outreach.zalo import job, sending_job  # noqa: F401
from outreach.zalo.views import webhook  # noqa: F401
from tests.rates import ledgers  # noqa: F401

PROCESS = os.getpid()

create_app(Config(secret_key="k" * 40, database_url=f"sqlite:///{os.devnull}"))
load_tables()
assert threading.active_count() == 1, "a thread would not be there in those that are forked"
