"""Whom to reach next, as the database counts it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from outreach import clock
from outreach.businesses.models import Consent, Contact
from outreach.database import db
from outreach.dossiers import measures
from outreach.dossiers.actions import recount
from outreach.dossiers.models import Dossier
from outreach.rates.queries import reach_next as reads
from outreach.rates.queries import register
from outreach.rates.rules.periods import Period
from outreach.rates.rules.reach_next import Candidate, Narrowed, Ranking
from tests import factories
from tests.rates.boards import dossiers, take_in

ALL = Narrowed()


def days() -> Period:
    """The register's days; there must be some."""
    found = register()
    assert found is not None
    return found


def ranked(narrowed: Narrowed = ALL) -> Ranking:
    """The order after a recount."""
    recount()
    return reads.ranking(days(), narrowed)


def by_id(ranking: Ranking) -> dict[int, Candidate]:
    return {one.counted.business_id: one for one in ranking.candidates}


def counts(ranking: Ranking) -> dict[int, tuple[int, int]]:
    return {id: (one.counted.online, one.counted.received) for id, one in by_id(ranking).items()}


def test_the_last_twelve_months_to_the_day(app: Flask) -> None:
    one, other = factories.business(), factories.business()
    dossiers(one, "2026-03-15", paper=1)  # the register's last day
    dossiers(one, "2025-03-15", paper=7)  # a day too early
    dossiers(one, "2025-03-16", online=1, paper=2)
    dossiers(one, "2025-08-01", online=3, unknown=1)
    dossiers(other, "2025-12-31", online=4)
    assert counts(ranked()) == {one.id: (4, 8)}
    assert ranked().businesses == 2


def test_offline_only_and_turned_away_dossiers_are_not_counted(app: Flask) -> None:
    one = factories.business()
    for day in ("2026-03-15", "2025-10-10"):  # from the dossiers themselves, and from the monthly counts
        dossiers(one, day, paper=1)
        dossiers(one, day, paper=5, online_possible=False)
        dossiers(one, day, paper=5, status="not_received")
    assert counts(ranked()) == {one.id: (0, 2)}


def test_inactive_businesses_and_dossiers_of_none_are_left_out(app: Flask) -> None:
    gone = factories.business(active=False)
    dossiers(gone, "2026-03-15", paper=3)
    dossiers(None, "2026-03-15", paper=3)
    ranking = ranked()
    assert ranking.candidates == ()
    assert ranking.businesses == 0
    assert reads.papers_of(days(), ALL).keys() == {gone.id}
    assert reads.named([gone.id]) == {}


def test_a_register_of_a_few_days_says_nothing_of_a_year(app: Flask) -> None:
    """Its days lie in one calendar month, whose other days must not be counted twice or at all."""
    one = factories.business()
    dossiers(one, "2026-03-05", paper=2)
    dossiers(one, "2026-03-14", online=1)
    ranking = ranked()
    assert counts(ranking) == {one.id: (1, 3)}
    assert ranking.scale is None
    assert ranking.candidates[0].expected is None


def test_a_register_of_months_is_stretched_to_twelve(app: Flask) -> None:
    one = factories.business()
    dossiers(one, "2026-03-05", paper=2)
    dossiers(one, "2025-12-06", paper=1)
    ranking = ranked()
    assert counts(ranking) == {one.id: (0, 3)}
    assert ranking.scale == 365 / 90
    assert ranking.candidates[0].expected == 365 / 30


def test_dossiers_of_the_future_are_not_counted(app: Flask) -> None:
    one = factories.business()
    today = clock.today()
    factories.dossier(one, today, "counter")
    factories.dossier(one, today + timedelta(days=1), "counter")
    factories.dossier(one, today - timedelta(days=200), "counter")
    assert counts(ranked()) == {one.id: (0, 2)}


def test_by_field_and_procedure(app: Flask) -> None:
    one, other = factories.business(), factories.business()
    permit = factories.procedure("Cấp giấy phép")
    dossiers(one, "2026-03-15", paper=2, procedure_id=permit.id, field="Lao động", field_folded="lao dong")
    dossiers(one, "2025-09-09", online=1, paper=1, field="Lao động", field_folded="lao dong")
    dossiers(other, "2026-01-01", paper=5, field="Đầu tư", field_folded="dau tu")
    dossiers(other, "2026-01-01", online=5, field="Môi trường", field_folded="moi truong")
    assert counts(ranked(Narrowed(field="lao dong"))) == {one.id: (1, 4)}
    assert counts(ranked(Narrowed(procedure_id=permit.id))) == {one.id: (0, 2)}
    assert counts(ranked(Narrowed(field="dau tu", procedure_id=permit.id))) == {}
    assert reads.paper_fields(days()) == [("dau tu", "Đầu tư"), ("lao dong", "Lao động")]
    assert reads.procedure_name(permit.id) == "Cấp giấy phép"
    assert reads.procedure_name(10**9) is None


def test_a_published_register_counts_the_same_both_ways(app: Flask) -> None:
    """The monthly counts with their cut ends against the dossiers one by one."""
    take_in("hau-giang")
    recount()
    db.session.commit()
    period = reads.period_of(days())
    plain = select(
        Dossier.business_id, func.count().filter(measures.is_online()), func.count()
    ).where(
        Dossier.business_id.is_not(None), measures.may_be_online(),
        measures.is_received_in(period.first, period.last),
    ).group_by(Dossier.business_id)  # fmt: skip
    expected = {id: (online, received) for id, online, received in db.session.execute(plain)}
    found = counts(reads.ranking(days(), ALL))
    assert len(found) > 20
    assert found == {id: tally for id, tally in expected.items() if tally[0] < tally[1]}


def test_last_training_and_last_contact(app: Flask) -> None:
    one, other, third = factories.business(), factories.business(), factories.business()
    for business in (one, other, third):
        dossiers(business, "2026-03-15", paper=1)
    first, again = (factories.intervention("training", date(2025, month, 5)) for month in (3, 6))
    visit = factories.intervention("visit", date(2025, 9, 5))
    factories.attendance(first, one)
    factories.attendance(again, one)
    factories.exposure(visit, one, exposed_on=date(2025, 9, 9))
    factories.exposure(visit, other)
    unknown_proof = factories.exposure(again, third, how="unknown")
    assert unknown_proof.exposed_on == date(2025, 6, 5)
    later = factories.intervention("visit", clock.today() + timedelta(days=5))
    factories.exposure(later, other)
    found = by_id(ranked())
    assert (found[one.id].trained_on, found[one.id].reached_on) == (date(2025, 6, 5), date(2025, 9, 9))
    assert (found[other.id].trained_on, found[other.id].reached_on) == (None, date(2025, 9, 5))
    assert (found[third.id].trained_on, found[third.id].reached_on) == (date(2025, 6, 5), date(2025, 6, 5))


def test_last_paper_dossiers(app: Flask) -> None:
    one = factories.business()
    permit = factories.procedure("Cấp giấy phép")
    dossiers(one, "2025-06-01", paper=2, procedure_id=permit.id)
    dossiers(one, "2026-03-15", unknown=1)
    dossiers(one, "2026-03-14", online=1)
    dossiers(one, "2024-06-01", paper=9)
    papers = reads.papers_of(reads.period_of(days()), ALL, [one.id])[one.id]
    assert [paper.received_on for paper in papers.last] == [date(2026, 3, 15), date(2025, 6, 1)]
    assert papers.top is not None
    assert (papers.top.procedure, papers.top_count) == ("Cấp giấy phép", 2)
    assert reads.papers_of(reads.period_of(days()), Narrowed(field="x"), [one.id]) == {}


def consent(of: Contact, given: bool, channel: str = "phone") -> None:
    factories.add(
        Consent(
            contact_id=of.id, channel=channel, given=given, how="spoken", wording="Câu hỏi",
            answered_on=clock.today(), at=clock.now(),
        )
    )  # fmt: skip


def test_only_people_who_agreed_to_calls_may_be_called(app: Flask) -> None:
    business = factories.business()

    def person(name: str, **values: Any) -> Contact:
        return factories.contact(business, name, **{"phone": "0912345678", **values})

    agreed, withdrew, again, left, other = (person(f"Người {i}") for i in range(5))
    person("Người chưa được hỏi")
    left.left_on = clock.today()
    without = person("Người không số", phone=None)
    for someone in (agreed, withdrew, again, left, without):
        consent(someone, True)
    consent(withdrew, False)
    consent(again, False)
    consent(again, True)
    consent(other, True, "zalo")
    found = reads.people_to_call([business.id])
    assert [one.id for one in found[business.id]] == [agreed.id, again.id]
    assert reads.people_to_call([]) == {}


def test_a_fixed_number_of_statements(app: Flask, count_queries: Callable[[], int]) -> None:
    asked = []
    for size in (2, 30):
        for _ in range(size):
            dossiers(factories.business(), "2026-03-15", online=1, paper=2)
        recount()
        count_queries()
        ranking = reads.ranking(days(), ALL)
        assert ranking.candidates
        asked.append(count_queries())
    assert asked == [3, 3]  # the register's days, the counts, and when each was reached
