"""What the clerk chooses from, lists, and totals that agree with them."""

from datetime import date, timedelta
from typing import Any

import pytest

from outreach import clock
from outreach.counter import queries
from outreach.counter.queries import HelpFilter
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def test_businesses_helped_lately_come_first() -> None:
    today = clock.today()
    old, first, last = (factories.business(f"Công ty Đông {n}") for n in "ABC")
    factories.counter_help(old, helped_on=today - timedelta(days=90))
    factories.counter_help(first, helped_on=today)
    factories.counter_help(last, helped_on=today)
    assert [one.id for one in queries.recent_businesses(today)] == [last.id, first.id]
    assert [one.id for one in queries.find_businesses("cong ty dong", today)] == [last.id, first.id, old.id]


@pytest.mark.parametrize("term", ["0312345678", "dn-77", "anh sang"])
def test_a_business_is_found_by_tax_code_own_code_or_name_without_marks(term: str) -> None:
    meant = factories.business("Công ty Ánh Sáng", tax_code="0312345678", own_code="DN-77")
    factories.business()
    assert [one.id for one in queries.find_businesses(term, clock.today())] == [meant.id]


def test_a_business_that_is_gone_is_not_found() -> None:
    factories.business("Công ty Giải Thể", active=False)
    assert queries.find_businesses("giai the", clock.today()) == []


def test_the_businesss_usual_procedures_come_first() -> None:
    mine = factories.business()
    rare, usual, helped, never = (factories.procedure() for _ in range(4))
    for procedure, number in ((usual, 3), (rare, 1)):
        for _ in range(number):
            factories.dossier(mine, date(2026, 3, 5), procedure_id=procedure.id)
    factories.counter_help(procedure_id=helped.id)
    offered = queries.offered_procedures(mine.id, "")
    assert [(one.id, one.filed) for one in offered] == [(usual.id, 3), (rare.id, 1), (helped.id, 0)]
    assert [one.id for one in queries.offered_procedures(mine.id, never.name)] == [never.id]


def test_every_total_agrees_with_its_rows() -> None:
    mine, march = factories.business(), date(2026, 3, 1)
    factories.counter_help(mine, offered=True, account_created=True)
    factories.counter_help(mine, assistance="alone", dossier_code="H1", code_key="H1")
    factories.counter_help(assistance="filed_for", payment_helped=True, without_dossier=True)
    factories.counter_help(helped_on=date(2026, 4, 1))
    total = queries.totals(2026)[0]
    assert (total.month, total.helps, total.businesses) == (march, 3, 2)

    def rows(**wanted: Any) -> int:
        return queries.list_helps(HelpFilter(march, **wanted), offset=0, limit=10)[1]

    assert total.helps == rows()
    for kind in ("alone", "assisted", "filed_for"):
        assert getattr(total, kind) == rows(kind=kind) == 1
    for extra in ("account_created", "payment_helped", "offered"):
        assert getattr(total, extra) == rows(extra=extra) == 1
    assert total.to_complete == rows(state="to_complete") == 1
    assert rows(state="unmatched") == rows(state="without") == 1
    assert queries.months() == [date(2026, 4, 1), march]
    assert queries.totals(2025) == []


def test_what_is_to_be_completed_comes_oldest_first() -> None:
    new = factories.counter_help(helped_on=date(2026, 3, 9))
    old = factories.counter_help(helped_on=date(2026, 3, 2))
    rows, _total = queries.list_helps(HelpFilter(state="to_complete"), offset=0, limit=10)
    assert [row.id for row in rows] == [old.id, new.id]
