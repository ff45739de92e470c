"""What waits about Zalo: an account without consent, messages that need a word, people of no business."""

from datetime import timedelta

from flask import Flask

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.desks.queries import todo as queries
from outreach.desks.rules import todo as rules
from outreach.zalo.models import OfficialAccount
from tests import factories
from tests.client import CheckedClient, words_of
from tests.zalo.talking import answered, known


def test_each_line_is_counted(app: Flask, administrator: CheckedClient) -> None:
    at = clock.now() - timedelta(days=2)
    account = factories.add(OfficialAccount(id=1, state="consent_needed", fault_at=at))
    known(user="nobody's")
    of_business = known(72, user="somebody's", business_id=factories.business().id)
    answered(of_business, "dạ")
    answered(known(300, user="long ago", business_id=of_business.business_id), "dạ")
    db.session.commit()
    lines = {line.name: line for line in queries.lines(rules.kinds_for(Role.ADMINISTRATOR))}
    assert lines["zalo_account"] == queries.Line("zalo_account", 1, clock.local(at).date())
    assert [lines[f"zalo_{name}"].number for name in ("people", "confirm", "failed")] == [1, 1, 1]
    assert "zalo_unknown" not in lines
    page = administrator.get("/viec-can-lam")
    for words in ("Zalo cần kết nối lại", "chờ xác nhận tính phí", "chưa gắn doanh nghiệp"):
        assert words in words_of(page)
    account.state = "connected"
    db.session.commit()
    assert queries.lines(["zalo_account"]) == []


def test_only_administrators_are_told_of_the_account() -> None:
    assert "zalo_account" not in rules.kinds_for(Role.HELPDESK)
    assert "zalo_confirm" in rules.kinds_for(Role.HELPDESK)
    assert "zalo_confirm" not in rules.kinds_for(Role.LEADER)
