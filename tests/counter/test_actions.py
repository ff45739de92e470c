"""Recording once, matching with the register, undoing, completing, merging."""

import secrets
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from outreach import clock
from outreach.businesses.actions import merge_businesses
from outreach.businesses.models import Business
from outreach.campaigns.models import ExposureRecord, Intervention
from outreach.counter import actions, job, queries, rules
from outreach.counter.models import CounterHelp
from outreach.database import db
from outreach.dossiers.actions import set_assistance, take_in_dossiers
from outreach.refusals import Refused
from tests import factories

CODE = "000.17.22.H56-261122-0001"
pytestmark = pytest.mark.usefixtures("app")


def helped(
    business: Business, kind: str = "assisted", client_id: str | None = None, **said: object
) -> CounterHelp:
    return actions.record_help(
        client_id=client_id or secrets.token_urlsafe(16), business_id=business.id,
        said=rules.Said(kind, **said),  # type: ignore[arg-type]
        by=factories.user().id,
    )  # fmt: skip


def exposures() -> list[ExposureRecord]:
    return list(db.session.scalars(select(ExposureRecord)))


# ── recording ────────────────────────────────────────────────────────────────────────────────────────────


def test_sent_five_times_counts_once() -> None:
    mine = factories.business()
    sent = [helped(mine, client_id="one form") for _ in range(5)]
    assert {help.id for help in sent} == {sent[0].id}
    assert db.session.scalar(select(func.count()).select_from(CounterHelp)) == 1
    assert len(exposures()) == 1


def test_a_form_used_again_for_something_else_is_not_swallowed() -> None:
    mine, procedure = factories.business(), factories.procedure()
    helped(mine, client_id="one form", procedure_id=procedure.id)
    for business, kind, said in (
        (mine, "alone", {"procedure_id": procedure.id}),
        (mine, "assisted", {"procedure_id": factories.procedure().id}),
        (mine, "assisted", {}),
        (factories.business(), "assisted", {"procedure_id": procedure.id}),
    ):
        with pytest.raises(Refused, match="một lần hỗ trợ khác"):
            helped(business, kind, client_id="one form", **said)
    assert db.session.scalar(select(func.count()).select_from(CounterHelp)) == 1


def test_sent_again_after_its_dossier_said_the_procedure_it_is_the_same_help() -> None:
    mine, procedure = factories.business(), factories.procedure()
    factories.dossier(mine, clock.today(), code=CODE, procedure_id=procedure.id)
    sent = [helped(mine, client_id="one form", code=CODE) for _ in range(2)]
    assert sent[0].procedure_id == procedure.id
    assert sent[0].id == sent[1].id


def test_a_months_helps_belong_to_one_intervention_made_on_first_use() -> None:
    first, second = helped(factories.business()), helped(factories.business())
    assert first.intervention_id == second.intervention_id
    month = db.session.get_one(Intervention, first.intervention_id)
    today = clock.today()
    assert (month.code, month.type) == (f"MC-{today:%Y-%m}", "counter_help")
    assert month.held_on == clock.month_of(today)
    assert month.ends_on == clock.add_months(month.held_on, 1) - timedelta(days=1)


@pytest.mark.parametrize("held_on", [date(2020, 1, 7), None])
def test_a_code_that_means_something_else_is_left_alone(held_on: date | None) -> None:
    today = clock.today()
    code = rules.month_code(today)
    other = factories.intervention(
        "counter_help" if held_on else "training", held_on or clock.month_of(today), code=code
    )
    month = db.session.get_one(Intervention, helped(factories.business()).intervention_id)
    assert month.id != other.id
    assert month.code == f"{code}-2"
    assert helped(factories.business()).intervention_id == month.id


@pytest.mark.parametrize("offered", [True, False])
def test_the_exposure_says_whether_staff_offered(offered: bool) -> None:
    helped(factories.business(), offered=offered)
    assert [(one.how, one.offered, one.exposed_on) for one in exposures()] == [
        ("helped", offered, clock.today())
    ]


def test_offered_once_a_day_is_offered() -> None:
    mine = factories.business()
    helped(mine, offered=True)
    helped(mine, offered=False)
    assert [one.offered for one in exposures()] == [True]


def test_what_is_not_there_is_refused() -> None:
    mine = factories.business()
    with pytest.raises(Refused):
        helped(mine, procedure_id=999_999)
    with pytest.raises(Refused):
        helped(mine, kind="somebody")
    with pytest.raises(Refused):
        helped(mine, code="không phải mã")
    db.session.expunge(mine)
    mine.id = 999_999
    with pytest.raises(Refused):
        helped(mine)
    assert exposures() == []


# ── matching ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_in_the_register_matches_at_once_and_says_how_it_was_filed() -> None:
    mine = factories.business()
    dossier = factories.dossier(
        mine, clock.today(), code=CODE, procedure_id=factories.procedure().id
    )  # fmt: skip
    help = helped(mine, "filed_for", code=" 000.17.22.h56 - 261122-0001 ")
    assert (help.dossier_id, help.told_dossier) == (dossier.id, True)
    assert help.matched_at is not None
    assert dossier.assistance == "filed_for"
    assert help.procedure_id == dossier.procedure_id


def test_what_somebody_has_said_of_a_dossier_stays() -> None:
    mine = factories.business()
    dossier = factories.dossier(mine, clock.today(), code=CODE)
    set_assistance(dossier, assistance="alone")
    help = helped(mine, "filed_for", code=CODE)
    assert (help.dossier_id, help.told_dossier, dossier.assistance) == (dossier.id, False, "alone")
    line = queries.get_line(help.id)
    assert line is not None
    assert line.dossier_says == "alone"
    actions.undo_help(help=help)
    assert dossier.assistance == "alone"


def test_a_dossier_of_another_business_is_not_the_one() -> None:
    dossier = factories.dossier(factories.business(), clock.today(), code=CODE)
    help = helped(factories.business(), code=CODE)
    assert help.dossier_id is None
    assert dossier.assistance is None


def test_a_dossier_that_comes_with_the_next_import_is_matched_by_the_job() -> None:
    mine = factories.business()
    help = helped(mine, code=CODE)
    assert help.dossier_id is None
    db.session.commit()
    job.match_when_changed()
    take_in_dossiers(
        [{"row": 2, "dossier_code": CODE, "tax_code": mine.tax_code, "received_on": clock.today()}]
    )
    db.session.commit()
    assert job.match_when_changed() == 1
    assert job.match_when_changed() == 0
    db.session.expire_all()
    matched = queries.get_line(help.id)
    assert matched is not None
    assert (matched.state, matched.dossier_says) == ("matched", "assisted")


def test_the_job_reads_little_when_nothing_has_changed(count_queries: Callable[[], int]) -> None:
    helped(factories.business(), code=CODE)
    db.session.commit()
    job.match_when_changed()
    count_queries()
    job.match_when_changed()
    assert count_queries() <= 2


# ── undoing ──────────────────────────────────────────────────────────────────────────────────────────────


def test_undone_within_the_day_nothing_is_left() -> None:
    mine = factories.business()
    dossier = factories.dossier(mine, clock.today(), code=CODE)
    actions.undo_help(help=helped(mine, code=CODE))
    assert dossier.assistance is None
    assert exposures() == []
    assert db.session.scalar(select(func.count()).select_from(CounterHelp)) == 0


def test_the_days_other_help_keeps_the_exposure() -> None:
    mine = factories.business()
    offered, asked = helped(mine, offered=True), helped(mine)
    actions.undo_help(help=offered)
    assert [one.offered for one in exposures()] == [False]
    actions.undo_help(help=asked)
    assert exposures() == []


def test_what_somebody_said_since_outlives_the_undo() -> None:
    mine = factories.business()
    dossier = factories.dossier(mine, clock.today(), code=CODE)
    help = helped(mine, "filed_for", code=CODE)
    set_assistance(dossier, assistance="alone")
    actions.undo_help(help=help)
    assert dossier.assistance == "alone"


def test_yesterdays_help_stays() -> None:
    help = helped(factories.business())
    help.helped_on = clock.today() - timedelta(days=1)
    with pytest.raises(Refused):
        actions.undo_help(help=help)


# ── completing ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_given_later_matches_at_once() -> None:
    mine = factories.business()
    help = helped(mine, "alone")
    dossier = factories.dossier(mine, clock.today(), code=CODE)
    actions.give_code(help=help, code=CODE)
    assert (help.dossier_id, dossier.assistance) == (dossier.id, "alone")
    with pytest.raises(Refused):
        actions.give_code(help=help, code="000.17.22.H56-261122-0002")
    with pytest.raises(Refused):
        actions.say_without_dossier(help=help)


def test_a_help_without_a_dossier_is_complete_until_a_code_comes() -> None:
    help = helped(factories.business())
    assert queries.count_to_complete() == 1
    actions.say_without_dossier(help=help)
    assert queries.count_to_complete() == 0
    actions.give_code(help=help, code=CODE)
    assert (help.without_dossier, help.dossier_code) == (False, CODE)
    with pytest.raises(Refused):
        actions.give_code(help=help, code="")


def test_merging_takes_helps_and_exposures_along() -> None:
    kept, gone = factories.business(), factories.business()
    help = helped(gone)
    merge_businesses({gone.id: kept.id})
    db.session.expire_all()
    assert help.business_id == kept.id
    assert [one.business_id for one in exposures()] == [kept.id]
