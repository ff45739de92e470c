"""Whom a session invites, in which order, how each can be told, and what they answer."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role
from outreach.campaigns.actions import draw_lots
from outreach.database import db
from outreach.dossiers.actions import recount
from outreach.notices.models import Notice
from outreach.refusals import Refused
from outreach.trainings.actions import invitations, registering
from outreach.trainings.actions.registering import Contact
from outreach.trainings.models import Registration, Session, SessionInvitation
from outreach.trainings.queries import invitations as queries
from outreach.trainings.queries.invitations import Wanted
from outreach.trainings.rules.invitations import next_places, proposed_count
from outreach.trainings.rules.people import Person
from tests import factories
from tests.threads import at_once
from tests.trainings.inviting import invited, letters, person, says

pytestmark = pytest.mark.usefixtures("mail_set_up")


def test_places_are_taken_in_order() -> None:
    assert next_places([3, 1, 2, 5], [1], 2) == [2, 3]
    assert next_places([1, 2], [], 9) == [1, 2]
    assert next_places([1, 2], [], -1) == []


def test_the_seats_first_then_one_for_each_that_declined() -> None:
    assert proposed_count(3, []) == 3
    assert proposed_count(3, [False, False, False]) == 0
    assert proposed_count(3, [False, True, False]) == 1
    assert proposed_count(1, [False, False]) == 0


def test_inviting_is_a_row_a_notice_and_the_e_mails(app: Flask) -> None:
    first, second = factories.business(), factories.business()
    person(first, "a@mau.vn", "email")
    session = factories.session()
    by = factories.user()
    sent = invitations.invite(session=session, business_ids=[first.id, second.id], invited_by_id=by.id)
    assert sent == (2, 1)
    rows = db.session.scalars(select(SessionInvitation).order_by(SessionInvitation.business_id)).all()
    assert [row.business_id for row in rows] == [first.id, second.id]
    assert {row.invited_by_id for row in rows} == {by.id}
    for row in rows:
        notice = db.session.get_one(Notice, row.notice_id)
        assert (notice.business_id, notice.path) == (row.business_id, f"/moi/{row.public_id}")
        assert notice.until == clock.local(session.starts_at).date()
        assert len(row.public_id) >= 20
    assert [one.address for one in letters("invited")] == ["a@mau.vn"]


def test_inviting_again_changes_nothing(app: Flask) -> None:
    business = factories.business()
    session = factories.session()
    [own] = invited(session, business)
    assert invitations.invite(session=session, business_ids=[business.id], invited_by_id=None) == (0, 0)
    assert invited(session, business) == [own]
    assert len(db.session.scalars(select(Notice)).all()) == 1


def test_two_officers_at_once_invite_once(app: Flask) -> None:
    business = factories.business()
    person(business, "a@mau.vn", "email")
    session_id = factories.session().id
    business_id = business.id
    db.session.commit()

    def work() -> None:
        with app.app_context():
            session = db.session.get_one(Session, session_id)
            invitations.invite(session=session, business_ids=[business_id], invited_by_id=None)
            db.session.commit()

    at_once(*[work] * 3)
    assert len(db.session.scalars(select(SessionInvitation)).all()) == 1
    assert len(letters("invited")) == 1


def test_nobody_is_invited_to_what_is_over_or_off(app: Flask) -> None:
    past = factories.session(starts_at=clock.now() - timedelta(hours=4))
    off = factories.session(cancelled_at=clock.now())
    for session in (past, off):
        with pytest.raises(Refused):
            invited(session, factories.business())


def test_inactive_and_unknown_businesses_are_left_out(app: Flask) -> None:
    gone = factories.business(active=False)
    sent = invitations.invite(
        session=factories.session(), business_ids=[gone.id, 999_999], invited_by_id=None
    )
    assert sent == (0, 0)


def names(session: Session, wanted: Wanted) -> list[str]:
    return [row.name for row in queries.candidates(session, wanted, offset=0, limit=50)[0]]


def test_filters_of_the_business_list(app: Flask) -> None:
    zone = factories.zone()
    small = factories.business("An Nhỏ", employees=49, zone=zone)
    large = factories.business("Bình Lớn", employees=1000)
    middle = factories.business("Cường Vừa", employees=50)
    factories.business("Dũng Nghỉ", active=False)
    session = factories.session()
    for business, channels in ((small, ["counter"]), (large, ["online", "counter"]), (middle, ["online"])):
        for channel in channels:
            factories.dossier(business, date(2026, 3, 5), channel)
    silent = factories.business("Én Im")
    db.session.flush()
    recount(None)
    factories.attendance(session.intervention, small)
    assert names(session, Wanted()) == ["An Nhỏ", "Bình Lớn", "Cường Vừa", "Én Im"]
    assert names(session, Wanted(words="cuong")) == ["Cường Vừa"]
    assert names(session, Wanted(zone_id=zone.id)) == ["An Nhỏ"]
    assert names(session, Wanted(size="nho")) == ["An Nhỏ"]
    assert names(session, Wanted(size="vua")) == ["Cường Vừa"]
    assert names(session, Wanted(size="rat-lon")) == ["Bình Lớn"]
    assert names(session, Wanted(filing="paper")) == ["An Nhỏ"]
    assert names(session, Wanted(filing="some")) == ["Bình Lớn"]
    assert names(session, Wanted(filing="online")) == ["Cường Vừa"]
    assert names(session, Wanted(filing="silent")) == ["Én Im"]
    assert "An Nhỏ" not in names(session, Wanted(untrained=True))
    invited(session, silent)
    assert names(session, Wanted(filing="silent")) == []
    assert set(queries.candidate_ids(session, Wanted())) == {small.id, large.id, middle.id}


def drawn(count: int = 4, seats: int = 2) -> tuple[Session, list[int]]:
    """A session of an intervention whose list was drawn: the business ids in their order."""
    session = factories.session()
    for _ in range(count):
        factories.listed(session.intervention, factories.business())
    draw_lots(intervention=session.intervention, seats=seats, seed="1", witnesses=None, drawn_by_id=None)
    db.session.expire_all()
    return session, [row.business_id for row in queries.listed(session)]


def test_by_lot_in_its_order_and_no_other(app: Flask) -> None:
    session, order = drawn()
    with pytest.raises(Refused, match="bốc thăm"):
        invitations.invite(session=session, business_ids=[order[0], order[2]], invited_by_id=None)
    with pytest.raises(Refused, match="bốc thăm"):
        invitations.invite(session=session, business_ids=[order[1]], invited_by_id=None)
    invitations.invite(session=session, business_ids=order[:2], invited_by_id=None)
    assert [(row.business_id, row.place) for row in queries.invited(session.id)] == [
        (order[0], 1), (order[1], 2)
    ]  # fmt: skip
    invitations.invite(session=session, business_ids=[order[2]], invited_by_id=None)
    assert [row.business_id for row in queries.listed(session)] == [order[3]]


def test_those_of_a_drawn_list_are_no_candidates_of_a_filter(app: Flask) -> None:
    session, order = drawn()
    other = factories.business("Người Ngoài")
    assert names(session, Wanted()) == ["Người Ngoài"]
    assert queries.candidate_ids(session, Wanted()) == [other.id]
    assert len(order) == 4


def test_a_list_that_was_not_drawn_may_be_invited_as_one_likes(app: Flask) -> None:
    session = factories.session()
    listed = [factories.business() for _ in range(3)]
    for one in listed:
        factories.listed(session.intervention, one)
    invited(session, listed[2])
    assert {row.business_id for row in queries.listed(session)} == {listed[0].id, listed[1].id}
    assert queries.invited(session.id)[0].place is None


def test_how_each_can_be_told(app: Flask) -> None:
    agreed, silent, refused = factories.business(), factories.business(), factories.business()
    person(agreed, "a@mau.vn", "email", "zalo", "phone", phone="0912345678")
    person(agreed, None, "email", "zalo")  # agreed, but there is nothing to reach them by
    person(silent, "b@mau.vn", phone="0912345679")
    no = person(refused, "c@mau.vn", "email")
    says(no, "email", False)
    factories.user(Role.BUSINESS, of=agreed, password_hash="x")
    reach = queries.reach_of([agreed.id, silent.id, refused.id])
    assert reach[agreed.id] == (1, 1, 1, 1, 0)
    assert not reach[agreed.id].silent
    assert reach[silent.id] == (0, 0, 0, 0, 0)
    assert reach[silent.id].silent
    assert reach[refused.id] == (0, 0, 0, 0, 1)


def test_an_invitation_taken_back(app: Flask) -> None:
    business = factories.business()
    person(business, "a@mau.vn", "email")
    session = factories.session()
    [own] = invited(session, business)
    public_id, notice_id = own.public_id, own.notice_id
    invitations.withdraw_invitation(session=session, invitation=own)
    assert queries.get_invitation(public_id) is None
    assert db.session.get_one(Notice, notice_id).withdrawn_at is not None
    [again] = invited(session, business)
    assert again.public_id != public_id
    registering.register(session=session, business_id=business.id, seats=1, how="staff")
    with pytest.raises(Refused, match="đã đăng ký"):
        invitations.withdraw_invitation(session=session, invitation=again)


def test_yes_by_the_link_then_another_number_then_no_then_yes(app: Flask) -> None:
    session = factories.session(capacity=5)
    [own] = invited(session, factories.business())
    contact = Contact("Lan", "0912345678", "lan@mau.vn")
    registration = invitations.accept(
        session=session, invitation=own, seats=2, names=[Person("Lan"), Person("Hoa")], contact=contact
    )
    assert (registration.how, registration.state, registration.seats) == ("link", "registered", 2)
    invitations.accept(session=session, invitation=own, seats=3)
    names_kept = [one.name for one in queries.invited(session.id)]
    assert len(names_kept) == 1
    assert session.seats_taken == 3
    invitations.decline(session=session, invitation=own, because="bận kiểm toán")
    assert (session.seats_taken, own.declined_because) == (0, "bận kiểm toán")
    assert db.session.scalars(select(Registration.state)).one() == "cancelled"
    invitations.accept(session=session, invitation=own, seats=1)
    assert (session.seats_taken, own.declined_at, own.declined_because) == (1, None, None)


def test_names_given_before_stay_when_only_the_number_changes(app: Flask) -> None:
    from outreach.trainings.queries.people import named_people

    business = factories.business()
    session = factories.session()
    [own] = invited(session, business)
    invitations.accept(session=session, invitation=own, seats=2, names=[Person("Lan"), Person("Hoa")])
    invitations.accept(session=session, invitation=own, seats=3)
    assert sorted(str(one.name) for one in named_people(session.id, business.id)) == ["Hoa", "Lan"]


def test_no_after_it_began_is_too_late(app: Flask) -> None:
    session = factories.session()
    [own] = invited(session, factories.business())
    session.starts_at = clock.now() - timedelta(minutes=1)
    with pytest.raises(Refused):
        invitations.decline(session=session, invitation=own, because=None)


def test_what_became_of_the_e_mails(app: Flask) -> None:
    business = factories.business()
    person(business, "a@mau.vn", "email")
    session = factories.session()
    invited(session, business)
    assert queries.mail_states(session.id) == {business.id: [("waiting", None)]}
    [letter] = letters()
    letter.state, letter.fault = "failed", "550"
    assert queries.mail_states(session.id) == {business.id: [("failed", "550")]}
    db.session.delete(letter)
    db.session.flush()
    db.session.expire_all()
    assert queries.mail_states(session.id) == {business.id: [("sent", None)]}
