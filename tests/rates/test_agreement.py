"""Summary forms at a glance beside the register."""

from datetime import date
from typing import Any

from flask import Flask

from outreach.database import db
from outreach.rates.models import ReportedFigure, SummaryForm
from outreach.rates.queries.agreement import Agreement, agreements
from tests import factories
from tests.dossiers import making

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
DAY = date(2026, 10, 7)


def looked(*sources: str, limit: int = 12) -> list[Agreement]:
    db.session.commit()
    return agreements(sources, since=date(2026, 1, 1), until=date(2026, 12, 31), limit=limit)


def figure(form: SummaryForm, measure: str, amount: int, **values: Any) -> None:
    said = {"grain": "unit", "place": 1, "total": False, "unit": "Sở", **values}
    factories.add(
        ReportedFigure(
            form_id=form.id, key=f"{said['unit']} {said['grain']}", measure=measure, amount=amount,
            recorded_at=form.recorded_at, **said,
        )
    )  # fmt: skip


def test_a_row_that_heads_others_is_their_sum(app: Flask) -> None:
    form = making.summary(FIRST, LAST, received_in_period=10, received_online=4)
    figure(form, "received_in_period", 15, unit="Sở, ban, ngành")
    figure(form, "received_in_period", 5, unit="Sở Hai", part="Sở, ban, ngành")
    figure(form, "received_in_period", 10, unit="Sở Ba", part="Sở, ban, ngành")
    (one,) = looked("main")
    assert one.received == 25, "10 of a unit of its own, 5 and 10 of the group, whose own 15 are these"


def test_the_rows_are_added_up_without_the_sums_among_them(app: Flask) -> None:
    form = making.summary(FIRST, LAST, received_in_period=10, received_online=4)
    figure(form, "received_in_period", 5, unit="Sở Hai")
    figure(form, "received_in_period", 15, unit="Tổng số", total=True)
    figure(form, "received_in_period", 14, grain="field", unit=None)
    for number in range(16):
        factories.dossier(None, DAY, channel="online" if number < 4 else "counter")
    factories.dossier(None, DAY, status="not_received")
    (one,) = looked("main")
    assert (one.received, one.online, one.counted, one.counted_online) == (15, 4, 16, 4)
    assert one.differs


def test_what_follows_from_the_channels_counts_as_said(app: Flask) -> None:
    form = making.summary(FIRST, LAST)
    db.session.execute(ReportedFigure.__table__.delete())
    figure(form, "received_online", 2)
    figure(form, "received_direct_and_postal", 1)
    for _ in range(3):
        factories.dossier(None, DAY, channel="online")
    (one,) = looked("main")
    assert (one.received, one.online, one.counted, one.counted_online) == (3, 2, 3, 3)
    assert one.differs


def test_a_form_of_sums_alone_says_the_largest(app: Flask) -> None:
    form = making.summary(FIRST, LAST)
    db.session.execute(ReportedFigure.__table__.delete())
    figure(form, "received_in_period", 2, unit="A. Cấp tỉnh", total=True)
    figure(form, "received_in_period", 3, unit="Tổng số", total=True)
    for _ in range(3):
        factories.dossier(None, DAY)
    assert [(one.received, one.differs) for one in looked()] == [(3, False)]


def test_a_form_is_compared_with_its_own_source_where_the_register_has_it(app: Flask) -> None:
    form = making.summary(FIRST, LAST, received_in_period=1)
    factories.dossier(None, DAY, source=form.source)
    factories.dossier(None, DAY, source="main")
    assert [one.counted for one in looked("main")] == [2]
    assert [one.counted for one in looked("main", form.source)] == [1]


def test_what_the_register_does_not_have_is_not_zero(app: Flask) -> None:
    making.summary(FIRST, LAST)
    factories.dossier(None, date(2026, 9, 30))
    (one,) = looked("main")
    assert (one.counted, one.counted_online, one.differs) == (None, None, False)
    assert looked("main", limit=0) == []


def test_the_latest_forms_of_the_days_come_first(app: Flask) -> None:
    for month in (8, 10, 9):
        making.summary(date(2026, month, 1), date(2026, month, 28))
    making.summary(date(2025, 10, 1), date(2025, 10, 31))
    assert [one.period.first.month for one in looked()] == [10, 9, 8]
    assert [one.period.first.month for one in looked(limit=2)] == [10, 9]
