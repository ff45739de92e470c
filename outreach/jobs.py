"""What runs on schedule, and the one worker that runs it.

Jobs live here, work lives in tables: each run selects what is due and not done, claims it, does it, marks it.
So a crash, a clock change or a second worker lose and double nothing.
"""

import fcntl
import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask
from sqlalchemy import text

from outreach.database import db, write_back

ADVISORY_LOCK = 7_203_114  # any number, the same in every worker
TAKE_OVER_SECONDS = 3


class Job(NamedTuple):
    """One thing to look after every so often."""

    name: str
    every_seconds: int
    run: Callable[[], Any]


def jobs() -> tuple[Job, ...]:
    """All jobs of the portal."""
    from outreach.accounts.actions import sweep
    from outreach.businesses.names_job import compare_new_names
    from outreach.campaigns.actions.evidence import sweep_evidence
    from outreach.campaigns.actions.forgetting import forget_askers, forget_photos
    from outreach.campaigns.plan_sheets import refresh as refresh_plans
    from outreach.counter.job import match_when_changed as match_helps
    from outreach.dossiers.importing import run_due_imports, sweep_uploads
    from outreach.dossiers.late_files_job import look_after_files
    from outreach.fetching.actions import sweep as sweep_tries
    from outreach.fetching.due_job import fetch_due
    from outreach.helpdesk.actions import purge as purge_conversations
    from outreach.helpdesk.actions import sweep_files as sweep_messages
    from outreach.leaflets.pdf import refresh as refresh_leaflets
    from outreach.notices.actions import sweep as sweep_notices
    from outreach.outbox.actions import sweep as sweep_outbox
    from outreach.outbox.sending import send_mail
    from outreach.practice.actions import sweep as sweep_practice
    from outreach.rates.actions import refresh_ledger
    from outreach.receipts.actions import forget_phones as forget_phones_of_receipts
    from outreach.receipts.job import match_when_changed
    from outreach.receipts.news_job import tell_when_changed
    from outreach.trainings.actions.forgetting import forget_contacts, forget_names
    from outreach.trainings.reminders_job import write_due as write_reminders
    from outreach.tutorials.actions import forget_phones as forget_phones_of_questions
    from outreach.tutorials.actions.pictures import sweep_pictures
    from outreach.tutorials.pdf import refresh as refresh_sheets
    from outreach.visits.actions.forgetting import forget_met
    from outreach.visits.job import remind_owners
    from outreach.zalo.actions.sweeping import sweep as sweep_zalo
    from outreach.zalo.fetching_job import fetch_files
    from outreach.zalo.job import hear_events
    from outreach.zalo.looking_up_job import look_up
    from outreach.zalo.sending_job import send_messages
    from outreach.zalo.tokens import keep_fresh

    return (
        Job("log", 10, write_back),
        Job("imports", 2, run_due_imports),
        Job("registers", 5, fetch_due),
        Job("names", 5, compare_new_names),
        Job("mail", 5, send_mail),
        Job("Zalo events", 2, hear_events),
        Job("Zalo answers", 2, send_messages),
        Job("Zalo files", 10, fetch_files),
        Job("Zalo names", 60, look_up),
        Job("Zalo tokens", 60, keep_fresh),
        Job("ledger", 10, refresh_ledger),
        Job("reminders", 60, write_reminders),
        Job("receipts", 10, match_when_changed),
        Job("result news", 60, tell_when_changed),
        Job("counter helps", 10, match_helps),
        Job("sheets", 30, refresh_sheets),
        Job("leaflets", 5, refresh_leaflets),
        Job("plans", 5, refresh_plans),
        Job("promises", 300, remind_owners),
        Job("monthly files", 60, look_after_files),
        Job("sweep uploads", 3600, sweep_uploads),
        Job("sweep evidence", 3600, sweep_evidence),
        Job("sweep messages", 3600, sweep_messages),
        Job("purge conversations", 3600, purge_conversations),
        Job("sweep accounts", 3600, sweep),
        Job("sweep mail", 3600, sweep_outbox),
        Job("sweep practice", 600, sweep_practice),
        Job("sweep pictures", 3600, sweep_pictures),
        Job("sweep tries", 3600, sweep_tries),
        Job("sweep notices", 3600, sweep_notices),
        Job("sweep sessions", 3600, forget_contacts),
        Job("forget names", 3600, forget_names),
        Job("forget whom visits met", 3600, forget_met),
        Job("forget who asked", 3600, forget_askers),
        Job("forget photos", 3600, forget_photos),
        Job("sweep questions", 3600, forget_phones_of_questions),
        Job("sweep Zalo", 3600, sweep_zalo),
        Job("sweep receipts", 3600, forget_phones_of_receipts),
    )


def work(app: Flask) -> bool:
    """Run the jobs in this process until told to stop; False at once when another worker already does."""
    scheduler = BlockingScheduler(timezone="UTC")
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: scheduler.shutdown(wait=False))
    return _run(app, scheduler)


def work_inside(app: Flask) -> Thread:
    """Run the jobs in a thread of the server, and take over within seconds when another worker ends.

    The work itself (imports, the ledger) runs in subprocesses; a thread saves the 70 MB of a third process.
    """

    def keep_trying() -> None:
        pause = Event()
        while not _run(app, BlockingScheduler(timezone="UTC")):
            pause.wait(TAKE_OVER_SECONDS)

    thread = Thread(target=keep_trying, name="worker", daemon=True)
    thread.start()
    return thread


def _run(app: Flask, scheduler: BlockingScheduler) -> bool:
    with app.app_context(), only_worker(app) as mine:
        if not mine:
            return False
        # A run that is still at work makes the next one wait: no news to anybody.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        for job in jobs():
            scheduler.add_job(
                _in_context(app, job), "interval", seconds=job.every_seconds, id=job.name,
                coalesce=True, max_instances=1, misfire_grace_time=None,
            )  # fmt: skip
        scheduler.start()
    return True


@contextmanager
def only_worker(app: Flask) -> Iterator[bool]:
    """Whether this process may be the worker: a file lock beside SQLite, an advisory lock in PostgreSQL."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            taken = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
            connection.commit()
            yield bool(taken)
        return
    path = Path(app.config["DATA_DIR"]) / "worker.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        lock.write(str(os.getpid()))
        lock.flush()
        yield True


def _in_context(app: Flask, job: Job) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            try:
                job.run()
            except Exception:
                # The next run tries again; one job's fault must not end the worker.
                app.logger.exception("job %s failed", job.name)
                db.session.rollback()

    return run
