"""The demo's conversations."""

from datetime import date

import pytest
from flask import Flask

from outreach import clock
from outreach.database import db
from outreach.helpdesk.models import Conversation, Message
from tests.demo.conftest import DAYS, Furnished


@pytest.mark.parametrize("today", [clock.today(), *DAYS[1:2]])
def test_some_wait_some_are_answered_and_nothing_is_in_the_future(
    app: Flask, furnished: Furnished, today: date
) -> None:
    furnished(today)
    talks = db.session.query(Conversation).all()
    assert len(talks) >= 9
    assert {one.waiting_since is None for one in talks} == {True, False}
    assert {one.step_report_id is None for one in talks} == {True, False}
    assert {one.business_id is None for one in talks} == {True, False}
    assert all(one.asked_at < clock.now() for one in talks)
    assert all(one.sent_at <= clock.now() for one in db.session.query(Message))
