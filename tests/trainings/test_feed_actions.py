"""Private calendars, until they are revoked."""

import pytest
from flask import Flask

from outreach.refusals import Refused
from outreach.trainings.actions import feeds
from outreach.trainings.queries import feeds as feed_queries
from outreach.trainings.queries import sessions as session_queries
from tests import factories
from tests.trainings.acting import take_part


class TestFeeds:
    def test_it_works_until_it_is_revoked(self, app: Flask) -> None:
        user = factories.user()
        secret = feeds.create_feed(user_id=user.id)
        assert feed_queries.whose_feed(secret) is user
        (feed,) = feed_queries.feeds_of(user.id)
        feeds.revoke_feed(feed=feed)
        assert feed_queries.whose_feed(secret) is None

    def test_not_endlessly_many(self, app: Flask) -> None:
        user = factories.user()
        for _ in range(feeds.MOST):
            feeds.create_feed(user_id=user.id)
        with pytest.raises(Refused):
            feeds.create_feed(user_id=user.id)

    def test_a_business_sees_what_it_registered_for(self, app: Flask) -> None:
        mine, other = factories.session(), factories.session()
        registration = take_part(mine)
        take_part(other)
        assert list(session_queries.of_calendar(registration.business_id)) == [mine]
        assert len(session_queries.of_calendar(None)) == 2
