"""Charts and the wall mark the latest activities; the rest stand in their list, with the way there."""

from datetime import timedelta

from flask import Flask

from outreach import clock
from outreach.campaigns import queries as campaigns
from outreach.database import db
from outreach.rates.pictures import MARKED, latest, occasions
from outreach.rates.rules.periods import Period
from tests import factories
from tests.client import CheckedClient, words_of


def held(number: int) -> None:
    for turn in range(number):
        factories.intervention(title=f"Buổi {turn}", held_on=clock.today() - timedelta(days=number - turn))
    db.session.commit()


def test_the_latest_are_marked_and_the_others_counted(app: Flask) -> None:
    held(MARKED + 3)
    today = clock.today()
    with app.test_request_context():
        ticks, earlier = latest(campaigns.ticks(today - timedelta(days=60), today))
        found = occasions(Period(today - timedelta(days=60), today))
    assert [tick.label for tick in ticks] == [f"Buổi {turn}" for turn in range(3, MARKED + 3)]
    assert earlier == 3
    assert found.earlier == 3


def test_the_wall_leads_to_those_without_a_mark(officer: CheckedClient) -> None:
    factories.dossier(factories.business(), clock.today())
    held(MARKED + 3)
    page = officer.get("/toan-canh")
    assert page.text.count("data-day=") == MARKED
    assert "và 3 hoạt động trước đó" in words_of(page)
    assert 'href="/hoat-dong">và 3' in page.text
