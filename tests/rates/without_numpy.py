"""Serves every page that staff may open, in a process of its own, and says which heavy modules that loaded.

`python -m tests.rates.without_numpy FOLDER`, with DATABASE_URL of an empty place; prints a JSON object. The
folder keeps what templates compile to.
"""

import json
import sys

from jinja2 import FileSystemBytecodeCache

from outreach import clock
from outreach.accounts.models import Role
from outreach.campaigns.models import Attendance
from outreach.database import db, upgrade
from outreach.rates.models import LedgerEntry, LedgerRun
from outreach.rates.rules.ledger import (
    Checks,
    Entry,
    Estimate,
    Headline,
    JointEffect,
    LotTest,
    Outcome,
    ProfilePoint,
    Unusable,
    Verdict,
)  # fmt: skip
from tests import factories, furnished, world
from tests.client import CheckedClient
from wsgi import app

ESTIMATE = Estimate(0.2, 0.05, 0.1, 0.3, 19.0, 240, 20, 14.2)


def entry(intervention_id: int | None, business_id: int) -> Entry:
    """An entry with every part that a page may show."""
    return Entry(
        intervention_id, "training", Outcome.ONLINE, Verdict.UP, 20, 250, repeats=(business_id,),
        unusable=(Unusable(business_id, "no_earlier", 3),), share_before=0.4,
        headline=Headline(0.2, 0.1, 0.3, 48.0, 24.0, 72.0), by_dossier=ESTIMATE, by_business=ESTIMATE,
        matched=ESTIMATE, checks=Checks(True, (0.01, -0.02), True, (0.0, -0.1, 0.1)),
        profile=tuple(ProfilePoint(n, 0.5, 0.4, 0.0, 0.2, 20) for n in range(-12, 12)), smallest_change=0.14,
        joint=(JointEffect("training", 0.2, 0.1, 0.3, 240),), lot=LotTest(999, 3), stands_out=True,
    )  # fmt: skip


def serve() -> list[str]:
    """The endpoints served to an officer over a world in which everything occurs."""
    made = world.build()
    furnished.furnish(made)
    reached = db.session.query(Attendance).first()
    assert reached is not None
    own = entry(reached.intervention_id, reached.business_id)
    at = clock.now()
    for table in (LedgerEntry, LedgerRun):  # the world may hold some of its own
        db.session.query(table).delete()
    db.session.add(
        LedgerEntry(
            subject=f"intervention:{own.intervention_id}", intervention_id=own.intervention_id, type=own.type,
            outcome=own.outcome, verdict=own.verdict, entry=own.as_json(), computed_at=at,
        )
    )  # fmt: skip
    db.session.add(
        LedgerRun(revision=1, fingerprint="x", state="done", claimed_by="x:1", started_at=at, finished_at=at)
    )
    person = factories.user(Role.OFFICER)
    db.session.commit()
    client = CheckedClient(app)
    client.sign_in(person)
    served = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            with app.test_request_context():
                url = app.url_for(rule.endpoint, **{name: made.own[name] for name in rule.arguments})
            with client.get(url) as response:
                if response.status_code == 200:
                    served.append(rule.endpoint)
    return served


if __name__ == "__main__":
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(sys.argv[1])
    with app.app_context():
        upgrade(app)
        answer = {"served": serve(), "loaded": [name for name in ("numpy", "scipy") if name in sys.modules]}
    sys.stdout.write(json.dumps(answer))
