"""Who of staff reads a question at a step: written down, and nobody who need not know it."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import AccessRecord
from outreach.database import db
from outreach.tutorials import actions
from outreach.tutorials.models import StepReport
from tests import factories
from tests.client import CheckedClient, words_of
from tests.tutorials import samples


def test_looks_at_questions_are_written_down_and_leaders_have_no_way_around_the_mask(
    helpdesk: CheckedClient, leader: CheckedClient, administrator: CheckedClient
) -> None:
    report = factories.step_report(samples.published(), factories.business())
    report.question = "Số em là 0912345678"
    db.session.commit()
    assert leader.get(f"/hoi/{report.public_id}").status_code == 404
    assert helpdesk.get(f"/hoi/{report.public_id}").status_code == 200
    assert helpdesk.get(f"/huong-dan/can-tra-loi/{report.id}").status_code == 200
    refused = helpdesk.post(f"/huong-dan/can-tra-loi/{report.id}", data={"answer": ""})
    assert refused.status_code == 422
    looks = select(AccessRecord.user_id).where(AccessRecord.what == "step_report.view")
    assert db.session.scalars(looks).all() == [helpdesk.user.id] * 3
    assert "Mở câu hỏi ở một bước" in words_of(administrator.get("/ban-ho-tro/luot-xem"))


def test_words_that_nobody_else_reads_are_forgotten_in_the_end(app: Flask) -> None:
    version, old = samples.published(), clock.now() - timedelta(days=731)
    made = {
        name: factories.step_report(version, asked_at=old, phone="0912345678", **values)
        for name, values in {
            "wrong": {"kind": "wrong", "state": "closed"}, "open": {},
            "shown": {"state": "answered", "shown": True},
            "lately": {"state": "answered", "answered_at": clock.now()},
        }.items()
    }  # fmt: skip
    db.session.commit()
    ids = {name: one.id for name, one in made.items()}
    db.session.remove()
    actions.forget_phones()
    assert {name for name, id in ids.items() if not db.session.get_one(StepReport, id).question} == {"wrong"}
