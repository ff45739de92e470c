"""The desk's one list: what is in which view, in which order, found by which words."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from outreach import clock
from outreach.accounts.models import Role
from outreach.database import db
from outreach.desks.queries.desk import Wanted, counts, list_rows
from outreach.desks.rules import desk as rules
from outreach.helpdesk.models import Conversation
from outreach.receipts.models import Receipt
from tests import factories
from tests.helpdesk.test_speaking import asks, begun

HOUR = timedelta(hours=1)


def keys(view: str, user_id: int = 0, **asked: object) -> list[str]:
    db.session.flush()
    rows, total = list_rows(Wanted(view, user_id, **asked), offset=0, limit=50)  # type: ignore[arg-type]
    assert total == len(rows)
    return [row.key for row in rows]


def waiting(name: str, *, hours: int = 0, **values: object) -> Conversation:
    at = clock.now() - hours * HOUR
    conversation = begun(client_id=name, asked_at=at, **values)
    asks(conversation, name, sent_at=at, text=f"Câu hỏi {name}")
    return conversation


def receipt(business_id: int) -> Receipt:
    one = Receipt(
        public_id=f"r{business_id}", code="H01.2-26", code_key="H01.2-26", business_id=business_id,
        state="waiting", entered_at=clock.now() - 2 * HOUR,
    )  # fmt: skip
    db.session.add(one)
    db.session.flush()
    return one


def test_each_view_has_its_own(app: Flask) -> None:
    me = factories.user(Role.HELPDESK).id
    new, mine, late, aside, closed = (waiting(name) for name in ("new", "mine", "late", "aside", "closed"))
    mine.assigned_to_id = me
    late.due_at, late.assigned_to_id = clock.now() - HOUR, factories.user(Role.OFFICER).id
    aside.snoozed_until = clock.now() + HOUR
    closed.state, closed.waiting_since = "closed", None
    expected = {
        "new": {new}, "mine": {mine}, "waiting": {new, mine, late}, "overdue": {late},
        "open": {new, mine, late}, "snoozed": {aside}, "closed": {closed},
        "all": {new, mine, late, aside, closed},
    }  # fmt: skip
    assert set(expected) == set(rules.VIEWS)
    for view, conversations in expected.items():
        assert set(keys(view, me)) == {one.public_id for one in conversations}, view
    found = counts(me)
    assert found == {view: len(expected[view]) for view in rules.VIEWS if view not in rules.UNCOUNTED}


def test_overdue_ones_rise_then_who_waits_longest(app: Flask) -> None:
    short, long, late = waiting("short", hours=1), waiting("long", hours=5), waiting("late", hours=2)
    late.due_at = clock.now() - HOUR
    answered = waiting("answered", hours=9)
    answered.waiting_since = None
    assert keys("open") == [one.public_id for one in (late, long, short, answered)]


def test_what_is_put_aside_comes_back_when_its_time_comes(app: Flask) -> None:
    one = waiting("one")
    one.snoozed_until = clock.now() - timedelta(seconds=1)
    assert keys("new") == [one.public_id]


def test_receipts_stand_in_the_same_list(app: Flask) -> None:
    chat = waiting("chat", hours=1)
    code = receipt(factories.business().id)
    assert keys("new") == [code.public_id, chat.public_id]
    assert keys("mine") == []
    assert counts(0)["new"] == 2
    assert keys("new", words="h01.2") == [code.public_id]


@pytest.mark.parametrize("words", ["cau hoi", "CÂU HỎI", "hoi one"])
def test_words_are_found_without_diacritics(app: Flask, words: str) -> None:
    one = waiting("one")
    begun(client_id="silent")
    assert one.public_id in keys("all", words=words)
    assert keys("all", words="100%") == []


def test_filters_narrow(app: Flask) -> None:
    one, other = waiting("one"), waiting("other", channel="phone")
    receipt(factories.business().id)
    business = factories.business(zone=factories.zone())
    one.business_id = business.id
    assert keys("open", channel="phone") == [other.public_id]
    assert keys("open", zone_id=business.zone_id) == [one.public_id]
    assert keys("open", label_id=1) == []
    assert keys("open", procedure_id=1) == []


def test_two_statements_however_long_the_list(app: Flask, count_queries: Callable[[], int]) -> None:
    def cost() -> int:
        db.session.commit()
        count_queries()
        list_rows(Wanted("open", 1), offset=0, limit=50)
        counts(1)
        return count_queries()

    waiting("first")
    few = cost()
    for number in range(12):
        waiting(f"more {number}")
    assert cost() == few <= 4
