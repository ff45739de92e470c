"""New names are compared by a process that the worker starts; a second look finds nothing to do."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import background, clock
from outreach.businesses import names_job
from outreach.businesses.actions.comparing import any_to_compare
from outreach.businesses.models import NameCandidate
from outreach.database import db
from tests import factories


@pytest.fixture(autouse=True)
def _rested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names_job, "_rests", {})


def named_alike() -> None:
    factories.business("Công ty TNHH Sao Mai Vàng")
    factories.business("Sao Mai Vàng Việt Nam", tax_code=None, provisional=True)
    db.session.commit()


def test_the_worker_has_new_names_compared(app: Flask) -> None:
    assert not names_job.compare_new_names()
    named_alike()
    assert names_job.compare_new_names()
    assert db.session.scalars(select(NameCandidate.reason)).all() == ["company_words"]
    db.session.rollback()
    assert not names_job.compare_new_names()


def test_a_process_that_does_not_come_through_is_not_started_at_once_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    def run(command: str, *, longest: timedelta) -> None:
        started.append(command)

    monkeypatch.setattr(background, "run_in_a_process", run)
    named_alike()
    assert [names_job.compare_new_names() for _ in range(3)] == [True, False, False]
    assert any_to_compare()
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert names_job.compare_new_names()
    assert started == ["compare-names"] * 2
