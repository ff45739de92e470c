"""What was decided stays decided: a campaign that is done, and the leader's yes to what was on the page."""

import re

import pytest
from flask import Flask

from outreach import clock
from outreach.campaigns.models import Evidence
from outreach.database import db
from tests import factories
from tests.client import CheckedClient, words_of

pytestmark = pytest.mark.usefixtures("app")


def test_a_done_campaign_keeps_its_proofs_and_takes_in_nothing_new(officer: CheckedClient) -> None:
    campaign = factories.campaign(done_at=clock.now())
    intervention = factories.intervention(campaign_id=campaign.id)
    proof = factories.evidence(intervention)
    late = factories.intervention(title="Đến sau")
    db.session.commit()
    answer = officer.post(f"/bang-chung/{proof.public_id}/xoa")
    assert answer.status_code == 422
    assert "đã hoàn thành" in words_of(answer)
    answer = officer.post(f"/chien-dich/{campaign.id}/gan", data={"intervention": str(late.id)})
    assert answer.status_code == 422
    assert "mở lại trước" in words_of(answer)
    db.session.expire_all()
    assert db.session.query(Evidence).count() == 1
    assert late.campaign_id is None
    assert officer.post(f"/chien-dich/{campaign.id}/mo-lai").status_code == 303
    assert officer.post(f"/bang-chung/{proof.public_id}/xoa").status_code == 303
    assert db.session.query(Evidence).count() == 0


def test_the_leader_approves_what_was_on_the_page(
    app: Flask, officer: CheckedClient, leader: CheckedClient
) -> None:
    plan = factories.plan()
    db.session.commit()
    home = f"/ke-hoach/{plan.id}"

    def button() -> str:
        [found] = re.findall(rf'action="({home}/duyet[^"]*)"', leader.get(home).text)
        return str(found)

    officer.post(f"{home}/trinh")
    read = button()
    officer.post(f"{home}/rut")
    officer.post(f"{home}/trinh")
    leader.post(read)
    db.session.refresh(plan)
    assert plan.state == "submitted", "changed since it was read"
    leader.post(button())
    db.session.refresh(plan)
    assert plan.state == "approved"
