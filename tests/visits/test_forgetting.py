"""Old visits, trainings and dialogues lose names and photos; what was counted and proved stays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock, jobs
from outreach.campaigns.actions.evidence import sweep_evidence
from outreach.campaigns.actions.forgetting import forget_askers, forget_photos
from outreach.campaigns.files import PROOFS
from outreach.campaigns.models import Evidence, Question
from outreach.database import db
from outreach.trainings.actions import registering
from outreach.trainings.actions.certificates import issue
from outreach.trainings.actions.forgetting import forget_names
from outreach.trainings.models import Certificate, Participant
from outreach.trainings.queries.people import came
from outreach.trainings.rules.people import Person
from outreach.visits.actions.forgetting import forget_met
from outreach.visits.models import VisitStop
from tests import factories
from tests.client import CheckedClient, words_of

NAMES, PHOTOS = 36, 24  # months, as config.py says


def months_ago(months: int, days: int) -> date:
    """So many days before (or, negative, after) the day that is kept no longer."""
    return clock.add_months(clock.today(), -months) - timedelta(days=days)


def test_names_of_old_trainings_go_and_the_counts_stay(app: Flask) -> None:
    sessions = []
    for days in (2, -2):
        at = datetime.combine(months_ago(NAMES, days), time(3), UTC)
        session = factories.session()
        people = [Person("Lê Mẫu", "kế toán", None), Person("Trần Mẫu")]
        registering.register(
            session=session, business_id=factories.business().id, seats=2, how="staff", names=people
        )
        for one in db.session.scalars(select(Participant).filter_by(session_id=session.id)):
            one.checked_in_at = at
        session.starts_at, session.ends_at = at, at + timedelta(hours=3)
        db.session.flush()
        issue(session=session, by=None)
        sessions.append(session)
    db.session.commit()
    counted = [came(session.id) for session in sessions]
    db.session.commit()
    assert [forget_names(), forget_names()] == [2, 0]
    found = [
        db.session.execute(
            select(Participant.name, Participant.name_folded, Participant.job)
            .filter_by(session_id=session.id)
            .order_by(Participant.id)
        ).all()
        for session in sessions
    ]
    assert found[0] == [(None, None, None)] * 2
    assert [row.name for row in found[1]] == ["Lê Mẫu", "Trần Mẫu"]
    assert [came(session.id) for session in sessions] == counted
    kept = db.session.scalars(select(Certificate.name).order_by(Certificate.id)).all()
    assert sorted(kept) == ["Lê Mẫu", "Lê Mẫu", "Trần Mẫu", "Trần Mẫu"], "they are there to be verified"


def test_whom_visits_met_and_who_asked_go(app: Flask) -> None:
    for days in (2, -2):
        day = factories.visit_day(months_ago(NAMES, days))
        factories.visit_stop(day, met="Chị Hoa", note="Chưa có chữ ký số", outcome="visited")
        asked = factories.intervention("dialogue", held_on=months_ago(NAMES, days))
        for answered in (None, asked.held_on):
            factories.question(asked, asked_by="Anh Bình", answered_on=answered)
    db.session.commit()
    assert [forget_met(), forget_met()] == [1, 0]
    assert [forget_askers(), forget_askers()] == [1, 0]
    assert db.session.scalars(select(VisitStop.met).order_by(VisitStop.id)).all() == [None, "Chị Hoa"]
    assert set(db.session.scalars(select(VisitStop.note))) == {"Chưa có chữ ký số"}
    open_ = select(Question.asked_by).where(Question.answered_on.is_(None))
    assert db.session.scalars(open_).all() == ["Anh Bình"] * 2, "who waits for an answer is still known"


def test_photos_of_old_visits_go_and_still_prove_them(
    app: Flask, officer: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    business, pages = factories.business("Công ty Mẫu Ảnh"), []
    for days in (2, -2):
        visit = factories.intervention("visit", held_on=months_ago(PHOTOS, days))
        for of in (business.id, None):
            factories.evidence(
                visit, business_id=of, stored_as=PROOFS.keep(b"RIFF").name, file_name="chi-hoa.webp",
                mime="image/webp", size=4, title="chi-hoa",
            )  # fmt: skip
        pages.append(f"/hoat-dong/{visit.id}/bang-chung")
    db.session.commit()
    assert [forget_photos(), forget_photos()] == [1, 0]
    rows = db.session.scalars(select(Evidence).order_by(Evidence.id)).all()
    assert [bool(PROOFS.path_of(row.stored_as)) for row in rows] == [False, True, True, True]
    old, recent = (words_of(officer.get(page)) for page in pages)
    assert "Ảnh đã xóa khi hết thời hạn lưu" in old
    assert "Ảnh đã xóa" not in recent
    assert old.count("chi-hoa.webp") == 1, "a photo that shows no business is no business's"
    assert officer.get(f"/bang-chung/{rows[0].public_id}").status_code == 404
    assert "Ảnh đã xóa" in words_of(officer.get(f"/bang-chung/{rows[0].public_id}/xoa"))
    db.session.commit()
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=2))
    assert sweep_evidence() == 1, "the file itself goes with the sweep"


def test_administrators_read_how_long_it_is_kept(
    app: Flask, administrator: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "KEEP_PHOTOS_MONTHS", 7)
    page = words_of(administrator.get("/ban-ho-tro/luu-giu"))
    assert f"{NAMES} tháng sau buổi đó" in page
    assert "7 tháng sau ngày thăm" in page
    assert {"forget names", "forget photos", "forget who asked", "forget whom visits met"} <= {
        job.name for job in jobs.jobs()
    }
