"""Writing down interventions and who they reached: nothing counts twice, and nothing is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from outreach import clock
from outreach.businesses.actions import merge_businesses
from outreach.businesses.models import Business
from outreach.businesses.rules import BusinessName
from outreach.campaigns import actions, queries, rules
from outreach.campaigns.models import Attendance, ExposureRecord, Intervention
from outreach.database import db
from outreach.refusals import Refused
from tests import factories

pytestmark = pytest.mark.usefixtures("app")

DAY = date(2026, 3, 5)
OCCASION = rules.Occasion(DAY)


def count(table: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def reach(intervention: Intervention, people: dict[int, int], **values: Any) -> actions.Change:
    """Record a list on the intervention's day."""
    by = values.pop("by", None)
    occasion = rules.Occasion(values.pop("day", intervention.held_on), **values)
    return actions.reach(intervention=intervention, people=people, occasion=occasion, recorded_by_id=by)


# ── one intervention ─────────────────────────────────────────────────────────────────────────────────────


def create(**values: Any) -> Intervention:
    """An intervention with the least that must be said."""
    return actions.create_intervention(
        **({"code": "TH-1", "type": "training", "title": "Tập huấn đợt 1", "held_on": DAY} | values)
    )


def test_an_intervention_is_found_by_words_without_marks() -> None:
    create()
    assert [row.code for row in queries.list_interventions(search="tap huan DOT")] == ["TH-1"]
    assert queries.list_interventions(search="tham") == []


def test_a_code_is_unique() -> None:
    create()
    with pytest.raises(IntegrityError):
        create()


def test_it_cannot_end_before_it_begins() -> None:
    with pytest.raises(Refused) as refusal:
        create(ends_on=DAY - timedelta(days=1))
    assert refusal.value.field == "ends_on"


def test_a_training_with_a_list_stays_a_training() -> None:
    training = factories.intervention("training")
    actions.update_intervention(intervention=training, type="visit")
    actions.update_intervention(intervention=training, type="training")
    factories.attendance(training, factories.business())
    with pytest.raises(Refused) as refusal:
        actions.update_intervention(intervention=training, type="visit")
    assert refusal.value.field == "type"
    assert training.type == "training"


def test_what_reached_somebody_is_not_deleted() -> None:
    visit = factories.intervention("visit")
    record = factories.exposure(visit, factories.business())
    with pytest.raises(Refused, match="1 doanh nghiệp"):
        actions.delete_intervention(intervention=visit)
    db.session.delete(record)
    actions.delete_intervention(intervention=visit)
    assert count(Intervention) == 0


# ── the list ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_tick_five_times_counts_once() -> None:
    training, business = factories.intervention(), factories.business()
    changes = [reach(training, {business.id: 2}) for _ in range(5)]
    assert [change.added for change in changes] == [1, 0, 0, 0, 0]
    assert queries.attended_summary(training.id).businesses == 1
    assert queries.attended_summary(training.id).people == 2


def test_people_are_set_not_added() -> None:
    training, business = factories.intervention(), factories.business()
    reach(training, {business.id: 2})
    change = reach(training, {business.id: 3})
    assert (change.added, change.changed) == (0, 1)
    assert queries.attended_summary(training.id).people == 3


def test_other_types_are_recorded_by_day_and_keep_no_people() -> None:
    visit, business = factories.intervention("visit"), factories.business()
    for day in (DAY, DAY, DAY + timedelta(days=1)):
        reach(visit, {business.id: 7}, day=day, how="visited")
    summary = queries.attended_summary(visit.id)
    assert (summary.businesses, summary.people, count(ExposureRecord)) == (1, None, 2)
    assert actions.unreach(intervention=visit, business_ids=[business.id], day=DAY) == 1
    assert count(ExposureRecord) == 1


def test_what_businesses_look_up_themselves_is_never_offered() -> None:
    tutorial, help_ = factories.intervention("tutorial"), factories.intervention("counter_help")
    business = factories.business()
    reach(tutorial, {business.id: 1}, how="completed", offered=True)
    reach(help_, {business.id: 1}, how="helped", offered=True)
    offered = {exposure.type: exposure.offered for exposure in queries.exposures()}
    assert offered == {"tutorial": False, "counter_help": True}


def test_taking_off_twice_is_taking_off_once() -> None:
    training, business = factories.intervention(), factories.business()
    reach(training, {business.id: 1})
    assert actions.unreach(intervention=training, business_ids=[business.id]) == 1
    assert actions.unreach(intervention=training, business_ids=[business.id]) == 0


def test_a_whole_list_is_saved_with_what_was_added_changed_and_removed() -> None:
    training = factories.intervention()
    stays, goes, new = (factories.business() for _ in range(3))
    reach(training, {stays.id: 1, goes.id: 1})
    change = actions.save_roll(
        intervention=training,
        people={stays.id: 4, new.id: 1},
        removed=[goes.id],
        occasion=OCCASION,
        recorded_by_id=None,
    )
    assert (change.added, change.changed, change.removed) == (1, 1, 1)
    assert {row.business_id: row.people for row in queries.reached_businesses(training.id)} == {
        stays.id: 4,
        new.id: 1,
    }


def test_undoing_takes_back_the_last_batch_and_nothing_else() -> None:
    training = factories.intervention()
    first, second, third = (factories.business() for _ in range(3))
    me, other = factories.user().id, factories.user().id
    reach(training, {first.id: 1}, by=me)
    last = reach(training, {second.id: 1}, by=me)
    reach(training, {third.id: 1}, by=other)
    batch = queries.last_batch(training, recorded_by_id=me, since=clock.now() - timedelta(hours=1))
    assert batch == queries.Batch(last.recorded_at, 1)

    def undo(by: int) -> int:
        return actions.undo_batch(intervention=training, recorded_at=last.recorded_at, recorded_by_id=by)

    assert (undo(other), undo(me), undo(me)) == (0, 1, 0)
    left = {row.business_id for row in queries.reached_businesses(training.id)}
    assert left == {first.id, third.id}


def test_nothing_old_is_offered_for_undoing() -> None:
    training = factories.intervention()
    me = factories.user().id
    reach(training, {factories.business().id: 1}, by=me)
    assert queries.last_batch(training, recorded_by_id=me, since=clock.now()) is None


def test_newcomers_of_a_pasted_list_become_provisional_businesses() -> None:
    training, known = factories.intervention(), factories.business()
    change = actions.record_list(
        intervention=training,
        people={known.id: 1},
        newcomers={BusinessName(name="Công ty TNHH Mới Toanh"): 2},
        occasion=OCCASION,
        recorded_by_id=None,
    )
    assert change.added == 2
    made = db.session.scalars(select(Business).where(Business.provisional)).one()
    assert made.name == "Công ty TNHH Mới Toanh"
    assert queries.attended_summary(training.id).people == 3


def test_two_records_of_one_business_become_one_attendance() -> None:
    training, visit = factories.intervention(), factories.intervention("visit")
    gone, kept = factories.business(), factories.business()
    reach(training, {gone.id: 1, kept.id: 2})
    reach(visit, {gone.id: 1}, how="visited")
    merge_businesses({gone.id: kept.id})
    assert [row.business_id for row in queries.reached_businesses(training.id)] == [kept.id]
    assert queries.attended_summary(training.id).people == 2
    assert [row.business_id for row in queries.reached_businesses(visit.id)] == [kept.id]


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────


def activity(code: str, type: str | None = "training", **values: Any) -> dict[str, Any]:
    """A row of an interventions file."""
    row = {"row": 2, "intervention_code": code, "type": type, "title": f"Hoạt động {code}", "held_on": DAY}
    return row | values


def touched(
    code: str, tax_code: str, day: date | None = DAY, how: str | None = "attended", row: int = 2
) -> Any:
    """A row of an exposures file."""
    return {"row": row, "intervention_code": code, "tax_code": tax_code, "exposed_on": day, "how": how}


def counts(taken: Any) -> tuple[int, int, int, int]:
    return taken.created, taken.updated, taken.unchanged, len(taken.refused)


def test_a_file_of_interventions_twice_changes_nothing() -> None:
    rows = [activity("A"), activity("B", "media", covers_all=True, cost_vnd=1_500_000)]
    assert counts(actions.take_in_interventions(rows)) == (2, 0, 0, 0)
    assert counts(actions.take_in_interventions(rows)) == (0, 0, 2, 0)
    assert {row.code: row.covers_all for row in queries.list_interventions()} == {"A": False, "B": True}


def test_a_missing_column_changes_nothing_and_an_empty_cell_clears() -> None:
    actions.take_in_interventions([activity("A", partners="Sở TTTT", cost_vnd=5)])
    row = activity("A", partners=None)
    del row["title"]
    assert counts(actions.take_in_interventions([row])) == (0, 1, 0, 0)
    found = db.session.scalars(select(Intervention)).one()
    assert (found.partners, found.cost_vnd, found.title) == (None, 5, "Hoạt động A")


def test_rows_without_type_or_day_are_refused_by_name() -> None:
    taken = actions.take_in_interventions(
        [
            activity("A", None),
            activity("B", held_on=None),
            activity("C", "bóng đá"),
            activity("D", title=None),
        ]
    )
    assert counts(taken) == (1, 0, 0, 3)
    assert [refusal[1] for refusal in taken.refused] == ["type", "held_on", "type"]
    assert queries.list_interventions()[0].title == "Tập huấn"


def test_a_moved_start_behind_the_end_drops_the_end() -> None:
    factories.intervention(code="A", held_on=DAY, ends_on=DAY + timedelta(days=1))
    actions.take_in_interventions([activity("A", held_on=DAY + timedelta(days=9))])
    assert db.session.scalars(select(Intervention)).one().ends_on is None


def test_an_imported_attended_of_a_training_is_its_attendance() -> None:
    training, business = factories.intervention(code="A", held_on=DAY), factories.business()
    reach(training, {business.id: 3})
    rows = [touched("A", business.tax_code or "")]
    assert counts(actions.take_in_exposures(rows)) == (0, 0, 1, 0)
    assert (count(Attendance), count(ExposureRecord)) == (1, 0)
    assert queries.attended_summary(training.id).people == 3


def test_a_file_of_exposures_twice_changes_nothing() -> None:
    actions.take_in_interventions([activity("A"), activity("B", "visit"), activity("C", "counter_help")])
    rows = [
        touched("A", "0777345281", row=2),
        touched("A", "0291097868", row=3),
        touched("A", "0291097868", DAY + timedelta(days=1), row=4),
        touched("A", "0777345281", how="đã nhận tài liệu", row=5),
        touched("B", "0777345281", None, None, row=6),
        touched("C", "0291097868", how="offered", row=7),
        touched("C", "0777345281", how=None, row=8),
    ]
    assert counts(actions.take_in_exposures(rows)) == (6, 0, 1, 0)
    assert counts(actions.take_in_exposures(rows)) == (0, 0, 7, 0)
    assert (count(Attendance), count(ExposureRecord)) == (2, 4)
    ticked = {e.business_id: e.offered for e in queries.exposures(type="counter_help")}
    assert sorted(ticked.values()) == [False, True]
    assert {e.exposed_on for e in queries.exposures(type="training")} == {DAY}


def test_exposures_may_come_before_their_intervention_and_business() -> None:
    rows = [
        touched("A", "0777345281", how="attended"),
        touched("A", "0291097868", DAY - timedelta(days=1), how=None, row=3),
        touched("B", "0777345281", how=None, row=4),
        touched("C", "0777345281", how=None, row=5),
        touched("D", "0777345281", how="offered", row=6),
    ]
    assert counts(actions.take_in_exposures(rows)) == (5, 0, 0, 0)
    assert all(row.provisional for row in queries.list_interventions())
    assert queries.list_interventions()[0].held_on == DAY - timedelta(days=1)
    taken = actions.take_in_interventions(
        [activity("A"), activity("B", "visit"), activity("C", "tutorial"), activity("D", "counter_help")]
    )
    assert counts(taken) == (0, 4, 0, 0)
    assert (count(Attendance), count(ExposureRecord)) == (2, 3)
    known = {(e.type, e.proof, e.offered) for e in queries.exposures()}
    assert known == {
        ("training", "attended", True),
        ("visit", "visited", True),
        ("tutorial", "completed", False),
        ("counter_help", "helped", True),
    }
    assert counts(actions.take_in_exposures(rows)) == (0, 0, 5, 0)
    assert counts(actions.take_in_interventions([activity("A"), activity("B", "visit")])) == (0, 0, 2, 0)


def test_both_orders_of_the_two_files_give_the_same_exposures() -> None:
    activities = [activity("A"), activity("B", "leaflet")]
    rows = [touched("A", "0777345281"), touched("B", "0777345281", how=None, row=3)]

    def seen() -> set[tuple[str, str, date, str]]:
        codes = {row.id: row.code for row in queries.list_interventions()}
        return {(codes[e.intervention_id], e.type, e.exposed_on, e.proof) for e in queries.exposures()}

    actions.take_in_interventions(activities)
    actions.take_in_exposures(rows)
    one = seen()
    db.session.rollback()
    assert queries.exposures() == []
    actions.take_in_exposures(rows)
    actions.take_in_interventions(activities)
    assert seen() == one


def test_a_row_without_a_day_needs_a_known_intervention() -> None:
    taken = actions.take_in_exposures([touched("A", "0777345281", None)])
    assert counts(taken) == (0, 0, 0, 1)
    assert taken.refused[0][:2] == (2, "exposed_on")
    assert (count(Intervention), count(Business)) == (0, 0)


def test_a_file_does_not_turn_a_list_into_another_kind() -> None:
    training = factories.intervention(code="A")
    factories.attendance(training, factories.business())
    taken = actions.take_in_interventions([activity("A", "visit")])
    assert counts(taken) == (0, 0, 0, 1)
    assert training.type == "training"


def test_completing_by_hand_moves_the_list_too() -> None:
    actions.take_in_exposures([touched("A", "0777345281")])
    found = db.session.scalars(select(Intervention)).one()
    actions.update_intervention(intervention=found, type="training", title="Tập huấn")
    assert (count(Attendance), count(ExposureRecord), found.provisional) == (1, 0, False)


def test_a_long_file_takes_few_statements(count_queries: Any) -> None:
    actions.take_in_interventions([activity("A")])

    def statements(size: int, offset: int) -> int:
        rows = [touched("A", f"{offset + n:010d}", row=n) for n in range(size)]
        count_queries()
        assert actions.take_in_exposures(rows).created == size
        return int(count_queries())

    assert statements(10, 100) == statements(900, 5000)
