"""What people say of names: where dossiers go, what the next register makes of it, and taking it back."""

from datetime import date
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from outreach.accounts.models import Role
from outreach.businesses import actions
from outreach.businesses.actions.comparing import any_to_compare, compare_names
from outreach.businesses.models import Business, BusinessAlias, NameCandidate, NameDecision
from outreach.businesses.queries import find_business
from outreach.businesses.rules import BusinessName
from outreach.campaigns.models import Attendance, ListedBusiness
from outreach.database import db
from outreach.dossiers.actions import matching
from outreach.dossiers.models import Dossier
from outreach.dossiers.queries import matching as queries
from outreach.refusals import Refused
from tests import factories
from tests.dossiers.matched import KNOWN, MISTYPED, named, officer_id, take, waiting_pair
from tests.dossiers.registering import assert_rollup_is_a_full_recount


@pytest.fixture(autouse=True)
def _database(app: Flask) -> None:
    """Every test here writes."""


def waiting(**wanted: bool) -> list[str]:
    return [one.name for one in queries.list_waiting_names(**wanted, offset=0, limit=50)[0]]  # type: ignore[arg-type]


def whose(code: str) -> str:
    found = db.session.scalars(select(Dossier).where(Dossier.code == code)).one()
    assert found.business is not None
    return found.business.name


class TestWaiting:
    def test_a_name_like_a_business_waits_with_it(self) -> None:
        waits, known = waiting_pair()
        rows, total = queries.list_waiting_names(offset=0, limit=10)
        assert (
            (total, [row.id for row in rows])
            == (1, [waits.id])
            == (queries.count_waiting_names(), [waits.id])
        )
        (row,) = rows
        assert (row.dossiers, row.first, row.sources, row.others) == (2, date(2024, 3, 5), ["main"], 0)
        (meant,) = row.candidates
        assert (meant.id, meant.code, meant.reason) == (known.id, known.tax_code, "typing")

    def test_a_name_like_nobody_asks_nothing(self) -> None:
        factories.business(KNOWN)
        take(("A-1", "Công ty CP Hoàng Hà Long"))
        assert waiting() == []

    def test_a_sure_name_does_not_wait(self) -> None:
        factories.business(KNOWN)
        take(("A-1", "CÔNG TY TNHH SAO MAI VÀNG"))
        assert (waiting(), whose("A-1")) == ([], KNOWN)

    def test_of_several_with_one_name_all_are_candidates(self) -> None:
        made = {factories.business(KNOWN).id, factories.business(KNOWN).id}
        take(("A-1", "Sao Mai Vàng"))
        (row,) = queries.list_waiting_names(offset=0, limit=10)[0]
        assert {meant.id for meant in row.candidates} == made
        assert {meant.reason for meant in row.candidates} == {"same_name"}

    def test_of_two_names_without_codes_the_later_is_asked_about(self) -> None:
        take(("A-1", KNOWN))
        take(("A-2", MISTYPED))
        assert waiting() == [MISTYPED]

    def test_a_business_that_comes_later_is_a_candidate_too(self) -> None:
        take(("A-1", MISTYPED))
        assert waiting() == []
        factories.business(KNOWN)
        db.session.commit()
        assert any_to_compare()
        assert compare_names() == 1
        assert (waiting(), any_to_compare()) == ([MISTYPED], False)

    def test_called_otherwise_it_is_compared_again(self) -> None:
        _waits, known = waiting_pair()
        same = {
            name: getattr(known, name) for name in ("tax_code", "own_code", "zone_id", "employees", "note")
        }
        actions.update_business(business=known, name="Công ty TNHH Biển Xanh", active=True, **same)
        db.session.commit()
        compare_names()
        assert waiting() == []

    def test_who_has_people_that_sign_in_is_known(self) -> None:
        waits, known = waiting_pair()
        factories.user(Role.BUSINESS, of=waits)
        assert waiting() == []
        with pytest.raises(Refused):
            matching.say_same(business=waits, into=known, by=officer_id())

    def test_comparing_again_finds_the_same(self) -> None:
        waiting_pair()
        before = db.session.execute(select(*NameCandidate.__table__.columns)).all()
        db.session.execute(update(Business).values(compared=False))
        db.session.commit()
        compare_names()
        assert db.session.execute(select(*NameCandidate.__table__.columns)).all() == before != []


class TestSame:
    def test_everything_goes_to_the_business(self) -> None:
        waits, known = waiting_pair()
        training = factories.intervention()
        factories.attendance(training, waits)
        decision = matching.say_same(business=waits, into=known, by=officer_id())
        assert (decision.dossiers, decision.others, decision.joined) == (2, 1, 0)
        assert [whose(code) for code in ("W-0", "W-1")] == [KNOWN, KNOWN]
        assert db.session.scalars(select(Attendance.business_id)).all() == [known.id]
        assert waiting() == []
        assert_rollup_is_a_full_recount()

    def test_the_next_register_is_not_asked_about(self) -> None:
        waits, known = waiting_pair()
        matching.say_same(business=waits, into=known, by=officer_id())
        db.session.commit()
        take(("N-1", "CTY TNHH  Sao Mia Vang."), ("W-0", MISTYPED), source="main")
        assert [whose("N-1"), whose("W-0")] == [KNOWN, KNOWN]
        assert db.session.scalar(select(func.count()).select_from(Business)) == 1

    def test_all_ways_in_which_it_was_written_are_remembered(self) -> None:
        first, second = factories.business(KNOWN), factories.business("Công ty CP Sao Mai Vàng")
        take(("A-1", "Sao Mai Vàng"), ("A-2", "Cty Sao Mai Vàng"))
        waits = db.session.scalars(select(Business).where(Business.provisional)).one()
        matching.say_same(business=waits, into=second, by=officer_id())
        db.session.commit()
        take(("B-1", "Cty Sao Mai Vàng"), ("B-2", "Sao Mai Vàng"))
        assert [whose(code) for code in ("B-1", "B-2")] == [second.name] * 2
        assert first.name == KNOWN

    @pytest.mark.parametrize("own", [True, False])
    def test_a_name_that_gave_way_comes_back_when_that_is_taken_back(self, own: bool) -> None:
        named = (KNOWN, "Công ty CP Sao Mai Vàng", "Công ty Khác Hẳn")
        _first, second, third = map(factories.business, named)
        take(("A-1", "Sao Mai Vàng"), ("A-2", "Cty Sao Mai Vàng"))
        waits = db.session.scalars(select(Business).where(Business.provisional)).one()
        by = officer_id()
        matching.say_same(business=waits, into=second, by=by)
        bears = factories.business("Cty Sao Mai Vàng", tax_code=None, provisional=True)
        db.session.commit()
        say = matching.say_own if own else partial(matching.say_same, into=third)
        decision = say(business=bears, by=by)
        meant = select(BusinessAlias.business_id).where(BusinessAlias.name_folded == "cty sao mai vang")
        assert db.session.scalar(meant) == (bears.id if own else third.id)
        matching.undo(decision)
        assert db.session.scalar(meant) == second.id

    def test_a_file_of_businesses_does_not_rename_whom_the_name_means(self) -> None:
        waits, known = waiting_pair()
        matching.say_same(business=waits, into=known, by=officer_id())
        taken = actions.take_in_businesses([{"row": 2, "name": MISTYPED, "employees": "40"}])
        assert (taken.created, taken.updated) == (0, 1)
        db.session.expire_all()
        assert (known.name, known.employees) == (KNOWN, 40)

    def test_whoever_is_named_so_elsewhere_is_meant_too(self) -> None:
        waits, known = waiting_pair()
        matching.say_same(business=waits, into=known, by=officer_id())
        assert find_business(name="cty tnhh sao mia vang") == known
        assert find_business(name=MISTYPED, tax_code="0101248141") is None, "another code is another business"
        ids = actions.resolve_businesses(
            [BusinessName(name=MISTYPED), BusinessName(known.tax_code, None, "X")]
        )
        assert set(ids.values()) == {known.id}

    def test_who_is_known_by_a_code_is_not_joined_here(self) -> None:
        one, other = factories.business(), factories.business()
        with pytest.raises(Refused):
            matching.say_same(business=one, into=other, by=officer_id())

    def test_nobody_is_the_same_as_itself(self) -> None:
        waits, _known = waiting_pair()
        with pytest.raises(Refused):
            matching.say_same(business=waits, into=waits, by=officer_id())

    def test_a_name_that_was_joined_takes_those_joined_with_it_along(self) -> None:
        known = factories.business(KNOWN)
        take(("A-1", "Sao Mia Vàng Xuân"))
        take(("A-2", "Sao Mia Vang Xuan Thu"))
        by = officer_id()
        middle = named("Sao Mia Vàng Xuân")
        matching.say_same(business=named("Sao Mia Vang Xuan Thu"), into=middle, by=by)
        matching.say_same(business=middle, into=known, by=by)
        db.session.commit()
        take(("B-2", "Sao Mia Vang Xuan Thu"))
        assert [whose(code) for code in ("A-1", "A-2", "B-2")] == [KNOWN] * 3


class TestOwnAndLater:
    def test_a_business_of_its_own_is_not_asked_about_again(self) -> None:
        waits, _known = waiting_pair()
        matching.say_own(business=waits, by=officer_id())
        db.session.commit()
        factories.business("Công ty TNHH Sao Mia Vàng Anh")
        take(("N-1", MISTYPED))
        assert (waiting(), whose("N-1")) == ([], MISTYPED)

    def test_a_file_that_knows_the_code_of_a_namesake_leaves_it_alone(self) -> None:
        factories.business(KNOWN, tax_code="0101248141")
        factories.business("Sao Mai Vàng", tax_code=None, provisional=True)
        db.session.commit()
        own = named("Sao Mai Vàng")
        matching.say_own(business=own, by=officer_id())
        actions.take_in_businesses([{"row": 2, "tax_code": "0101248141", "name": KNOWN}])
        assert db.session.scalar(select(func.count()).select_from(Business)) == 2

    def test_later_is_another_list(self) -> None:
        waits, known = waiting_pair()
        matching.say_later(business=waits, by=officer_id())
        assert (waiting(), waiting(later=True)) == ([], [MISTYPED])
        assert (queries.count_waiting_names(), queries.count_put_aside()) == (0, 1)
        matching.say_same(business=waits, into=known, by=officer_id())
        assert waiting(later=True) == []
        assert [one.verdict for one in queries.list_decided(offset=0, limit=9)[0]] == ["same"]


class TestUndoing:
    def test_what_was_moved_comes_back_and_the_name_waits_again(self) -> None:
        waits, known = waiting_pair()
        factories.dossier(known, date(2024, 3, 9))
        training = factories.intervention()
        factories.attendance(training, waits)
        decision = matching.say_same(business=waits, into=known, by=officer_id())
        db.session.commit()
        again = matching.undo(decision)
        db.session.commit()
        assert (again.name, again.provisional, again.tax_code) == (MISTYPED, True, None)
        assert [whose(code) for code in ("W-0", "W-1")] == [MISTYPED, MISTYPED]
        assert db.session.scalars(select(Attendance.business_id)).all() == [again.id]
        assert db.session.scalar(select(func.count()).where(Dossier.business_id == known.id)) == 1
        assert waiting() == [MISTYPED]
        assert db.session.scalars(select(BusinessAlias)).all() == []
        assert_rollup_is_a_full_recount()

    def test_what_came_by_the_name_since_comes_back_too(self) -> None:
        waits, known = waiting_pair()
        decision = matching.say_same(business=waits, into=known, by=officer_id())
        db.session.commit()
        take(("N-1", MISTYPED), ("N-2", KNOWN))
        matching.undo(db.session.get_one(NameDecision, decision.id))
        db.session.commit()
        assert [whose("N-1"), whose("N-2")] == [MISTYPED, KNOWN]
        assert_rollup_is_a_full_recount()

    def test_what_became_one_stays(self) -> None:
        waits, known = waiting_pair()
        training = factories.intervention()
        factories.attendance(training, waits)
        factories.attendance(training, known)
        decision = matching.say_same(business=waits, into=known, by=officer_id())
        assert (decision.others, decision.joined) == (0, 1)
        db.session.commit()
        matching.undo(decision)
        assert db.session.scalars(select(Attendance.business_id)).all() == [known.id]

    def test_listed_for_the_same_activity_the_own_place_stays(self) -> None:
        waits, known = waiting_pair()
        one, other = factories.intervention(), factories.intervention()
        for intervention in (one, other):
            factories.listed(intervention, waits)
        factories.listed(one, known)
        decision = matching.say_same(business=waits, into=known, by=officer_id())
        assert (decision.others, decision.joined) == (1, 1)
        again = matching.undo(decision)
        rows = db.session.execute(select(ListedBusiness.intervention_id, ListedBusiness.business_id)).all()
        assert {tuple(row) for row in rows} == {(one.id, known.id), (other.id, again.id)}

    def test_decisions_one_upon_the_other_are_undone_in_any_order(self) -> None:
        known = factories.business(KNOWN)
        take(("A-1", "Sao Mia Vàng Xuân"))
        take(("A-2", "Sao Mia Vang Xuan Thu"))
        by = officer_id()
        middle = named("Sao Mia Vàng Xuân")
        first = matching.say_same(business=named("Sao Mia Vang Xuan Thu"), into=middle, by=by)
        second = matching.say_same(business=middle, into=known, by=by)
        db.session.commit()
        for decision in (first, second):
            matching.undo(db.session.get_one(NameDecision, decision.id, populate_existing=True))
            db.session.commit()
        assert [whose("A-1"), whose("A-2")] == ["Sao Mia Vàng Xuân", "Sao Mia Vang Xuan Thu"]
        assert_rollup_is_a_full_recount()

    def test_own_and_later_wait_again(self) -> None:
        waits, _known = waiting_pair()
        for deed in (matching.say_own, matching.say_later):
            decision = deed(business=waits, by=officer_id())
            assert waiting() == []
            matching.undo(decision)
            assert waiting() == [MISTYPED]
