"""The demo board, on whatever day it is furnished, tells what the product is for."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.models import Consent
from outreach.campaigns.models import Intervention
from outreach.campaigns.queries import draw_of
from outreach.catalogue.models import DossierRedo
from outreach.database import db
from outreach.dossiers.models import Dossier, ImportRow, ImportRun, Outage
from outreach.dossiers.queries import outages_between
from outreach.practice.models import PracticeRun
from outreach.rates.effects.compute import entry_of
from outreach.rates.models import ReportedTotal
from outreach.rates.queries.inputs import effect_inputs
from outreach.rates.rules.ledger import Entry, Outcome, Verdict
from outreach.receipts.models import Receipt
from outreach.tutorials.models import Completion, StepReport
from outreach.tutorials.queries import under_way
from outreach.tutorials.queries.index import list_shown
from tests.demo.conftest import DAYS, Furnished


def entry(code: str) -> Entry:
    intervention = db.session.query(Intervention).filter_by(code=code).one()
    return entry_of(effect_inputs(), intervention.id, Outcome.ONLINE)


@pytest.mark.parametrize("today", DAYS)
def test_a_training_by_lot_speaks_and_a_hand_picked_one_is_refused(
    app: Flask, furnished: Furnished, today: date
) -> None:
    furnished(today)
    by_lot, hand_picked = entry("TH-01"), entry("TH-03")
    assert by_lot.by_lot
    assert by_lot.verdict is Verdict.UP
    assert hand_picked.verdict is Verdict.NO_FAIR_COMPARISON
    assert hand_picked.checks is not None
    assert not hand_picked.checks.passed


def test_the_lot_was_drawn_before_the_training_and_is_its_list(app: Flask, furnished: Furnished) -> None:
    furnished(date(2026, 11, 22))
    intervention = db.session.query(Intervention).filter_by(code="TH-01").one()
    drawn = draw_of(intervention.id)
    assert drawn is not None
    assert drawn.drawn_at.date() < intervention.held_on


def test_what_staff_note_by_hand_is_there_too(app: Flask, furnished: Furnished) -> None:
    today = date(2026, 11, 22)
    furnished(today)
    noted = outages_between(today - timedelta(days=365), today)
    assert [one.recorded_by for one in noted] == ["Phạm Văn Mẫu Tâm"] * 2
    (total,) = db.session.query(ReportedTotal).all()
    assert (total.received, total.online, total.online_first) == (301, 91, 2)


def test_every_room_of_the_demo_has_something_in_it(app: Flask, furnished: Furnished) -> None:
    furnished(date(2026, 11, 22))
    guides = list_shown(clock.today())
    assert len(guides) >= 15
    assert all(line.state == "published" and line.is_unchecked for line in guides)
    assert {report.state for report in db.session.query(StepReport)} == {"open", "answered"}
    assert db.session.query(Completion).count() == 2
    assert {receipt.state for receipt in db.session.query(Receipt)} == {"waiting", "seen"}
    assert db.session.query(PracticeRun).filter(PracticeRun.needs_help_since.is_not(None)).count() == 1
    assert db.session.query(Outage).count() > 0
    assert db.session.query(DossierRedo).count() > 10
    by_phone = db.session.query(Consent).filter_by(channel="phone", given=True)
    assert by_phone.count() == 1


def test_a_clerk_of_the_demo_is_in_the_middle_of_a_guide(app: Flask, furnished: Furnished) -> None:
    furnished(date(2026, 11, 22))
    clerk = db.session.query(User).filter_by(role=Role.BUSINESS).order_by(User.id).first()
    assert clerk is not None
    (at,) = under_way(clerk.id)
    assert at.slug == "cap-giay-phep-lao-dong"


@pytest.mark.parametrize("today", DAYS)
def test_the_register_came_by_files_that_say_what_was_known_then(
    app: Flask, furnished: Furnished, today: date
) -> None:
    furnished(today)
    runs = db.session.query(ImportRun).order_by(ImportRun.id).all()
    assert len(runs) == 7
    assert all(run.state == "done" and run.rejected == 0 for run in runs)
    assert sum(run.created for run in runs) == db.session.query(Dossier).count()
    assert sum(run.updated for run in runs[1:]) > 20
    assert [run.uploaded_at for run in runs] == sorted(run.uploaded_at for run in runs)
    finished = db.session.query(func.max(Dossier.finished_on)).scalar()
    assert finished <= today
    one = db.session.query(ImportRow).filter_by(did="update").first()
    assert (one.status, one.finished_on) == ("processing", None)
    assert one.former_import_id is not None
