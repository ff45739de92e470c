"""Telling a business something, and forgetting it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.notices import actions, queries
from outreach.notices.models import Notice, NoticeSeen
from tests import factories
from tests.threads import at_once


def titles(business_id: int, user_id: int) -> list[str]:
    return [row.title for row in queries.list_notices(business_id, user_id, offset=0, limit=50)[0]]


def test_a_notice_reaches_one_business_and_counts_until_it_is_seen(app: Flask) -> None:
    mine, other = factories.user(Role.BUSINESS), factories.user(Role.BUSINESS)
    assert mine.business_id is not None
    assert other.business_id is not None
    colleague = factories.user(Role.BUSINESS, of=mine.business)
    notice = actions.notify(business_id=mine.business_id, title="Giấy mời", path="/moi/abc")
    db.session.commit()
    assert titles(mine.business_id, mine.id) == ["Giấy mời"]
    assert titles(other.business_id, other.id) == []
    assert queries.unseen(mine.business_id, mine.id) == 1
    notice_id, mine_id = notice.id, mine.id
    db.session.commit()
    actions.mark_seen([notice_id, notice_id], mine_id)
    actions.mark_seen([notice_id], mine_id)
    actions.mark_seen([], mine.id)
    assert queries.unseen(mine.business_id, mine.id) == 0
    assert queries.unseen(mine.business_id, colleague.id) == 1, "each person sees for themselves"


def test_what_is_withdrawn_or_over_is_found_no_more(app: Flask) -> None:
    person = factories.user(Role.BUSINESS)
    assert person.business_id is not None
    today = clock.today()
    withdrawn = actions.notify(business_id=person.business_id, title="rút lại")
    actions.notify(business_id=person.business_id, title="hôm qua", until=today - timedelta(days=1))
    actions.notify(business_id=person.business_id, title="hôm nay", until=today)
    actions.withdraw(notice=withdrawn)
    at = withdrawn.withdrawn_at
    actions.withdraw(notice=withdrawn)
    assert withdrawn.withdrawn_at == at
    assert titles(person.business_id, person.id) == ["hôm nay"]
    assert queries.unseen(person.business_id, person.id) == 1
    assert queries.get_notice(withdrawn.id, person.business_id) is None


@pytest.mark.parametrize("path", ["https://evil.vn", "//evil.vn", "moi/abc"])
def test_a_notice_leads_nowhere_else(app: Flask, path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        actions.notify(business_id=factories.business().id, title="a", path=path)


def test_seen_in_two_tabs_at_once_is_seen_once(app: Flask) -> None:
    person = factories.user(Role.BUSINESS)
    assert person.business_id is not None
    ids = [actions.notify(business_id=person.business_id, title=str(n)).id for n in range(5)]
    db.session.commit()
    user_id = person.id

    def see() -> None:
        with app.app_context():
            actions.mark_seen(ids, user_id)

    at_once(*[see] * 4)
    assert len(db.session.scalars(select(NoticeSeen)).all()) == 5


def test_the_sweep_forgets_what_is_long_over(app: Flask) -> None:
    business = factories.business()
    now, today = clock.now(), clock.today()
    kept = [actions.notify(business_id=business.id, title="mới").id]
    kept.append(actions.notify(business_id=business.id, title="x", until=today - timedelta(days=30)).id)
    actions.notify(business_id=business.id, title="cũ").created_at = now - timedelta(days=366)
    actions.notify(business_id=business.id, title="hết", until=today - timedelta(days=90))
    actions.notify(business_id=business.id, title="rút").withdrawn_at = now - timedelta(days=61)
    db.session.commit()
    assert actions.sweep() == 3
    assert sorted(db.session.scalars(select(Notice.id))) == kept
