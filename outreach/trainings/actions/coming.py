"""Who came: ticks, people who were not expected, fast entry. Each sets a state, so repeating it adds nobody.

The attendance of the intervention follows: at trainings its people add up over all sessions, elsewhere a
business counts on the day of the session. People of offices count for no business.
"""

from collections.abc import Collection

from sqlalchemy import func, select

from outreach import clock
from outreach.campaigns import actions as campaigns
from outreach.campaigns import rules as campaign_rules
from outreach.database import db
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.revisions import REACHED, touch
from outreach.text import squeeze
from outreach.trainings import rules
from outreach.trainings.actions.certificates import revoke
from outreach.trainings.actions.registering import name_person
from outreach.trainings.models import Certificate, Participant, Session
from outreach.trainings.rules.people import Person


def set_present(
    *, session: Session, participant: Participant, present: bool, by: int | None, name: str | None = None
) -> None:
    """Tick somebody, or take the tick away; with a `name` a seat without one is given it."""
    _begin(session)
    _hold(participant)
    if present and participant.checked_in_at is None:
        participant.checked_in_at, participant.checked_in_by_id = clock.now(), by
    elif not present:
        _untick(participant)
    if name and squeeze(name) and participant.name is None:
        name_person(participant, Person(squeeze(name)))
    db.session.flush()
    if participant.business_id is not None:
        recount(session, {participant.business_id}, by)


def add_person(
    *,
    session: Session,
    person: Person | None,
    business_id: int | None = None,
    unit: str | None = None,
    client_id: str | None = None,
    by: int | None,
) -> Participant:
    """Somebody nobody expected is here: of a business, or of an office (`unit`), which is no exposure.

    `client_id` is made by the page: sent again with it, the person is the one who was added then. Refused
    when it names somebody else now, as for whoever goes back in the browser.
    """
    _begin(session)
    if client_id:
        statement = select(Participant).where(
            Participant.session_id == session.id, Participant.client_id == client_id
        )
        known = db.session.scalars(statement).one_or_none()
        if known is not None:
            return _same(known, person, business_id, unit)
    if business_id is None and not unit:
        raise Refused(_("Anh/Chị chọn doanh nghiệp hoặc ghi tên cơ quan."), "unit")
    added = _new(session, business_id, by)
    added.unit, added.client_id = None if business_id is not None else unit, client_id or None
    name_person(added, person)
    db.session.add(added)
    db.session.flush()
    if business_id is not None:
        recount(session, {business_id}, by)
    return added


def remove_person(*, session: Session, participant: Participant, by: int | None) -> None:
    """Take somebody off again who was added here; whoever sits on a registration's seat is only unticked."""
    if participant.registration_id is not None:
        set_present(session=session, participant=participant, present=False, by=by)
        return
    _begin(session)
    _hold(participant)
    business_id = participant.business_id
    _untick(participant)
    db.session.delete(participant)
    db.session.flush()
    if business_id is not None:
        recount(session, {business_id}, by)


def enter_people(
    *, session: Session, business_id: int, people: int, named: Collection[int] | None = None, by: int | None
) -> int:
    """From the sheet that was signed: so many of a business came; 0: nobody. How many it were before.

    `named` are those of its people with a name who came; None: all of them, as far as they go.
    """
    _begin(session)
    if not 0 <= people <= rules.MOST_PEOPLE:
        raise Refused(_("Số người từ 0 đến %(most)s.", most=rules.MOST_PEOPLE), "people")
    expected = _of_business(session, business_id)
    before = sum(one.checked_in_at is not None for one in expected)
    known = [one for one in expected if one.name]
    come = [one for one in known if named is None or one.id in named]
    if named is None and people and people < len(come):
        raise Refused(_("Ít người hơn danh sách: Anh/Chị bỏ chọn người không đến."), "people")
    if people < len(come) and people:
        raise Refused(_("Số người ít hơn số tên được chọn."), "people")
    seats = [*come, *(one for one in expected if not one.name)][:people]
    seats += [_new(session, business_id, by) for _number in range(people - len(seats))]
    db.session.add_all(seats)
    for one in expected:
        if one not in seats:
            _untick(one)
            if one.registration_id is None and not one.name:
                db.session.delete(one)
    for one in seats:
        if one.checked_in_at is None:
            one.checked_in_at, one.checked_in_by_id = clock.now(), by
    db.session.flush()
    recount(session, {business_id}, by)
    return before


def _begin(session: Session) -> None:
    """One deed about who came at a time, so that the count it leaves is the count of what is there."""
    touch(REACHED)
    db.session.refresh(session)  # whoever called it off just now was first
    if session.cancelled_at is not None:
        raise Refused(_("Buổi này đã hủy nên không điểm danh được."))
    if clock.local(session.starts_at).date() > clock.today():
        raise Refused(_("Buổi này chưa diễn ra; Anh/Chị điểm danh từ ngày tổ chức."))


def _same(
    known: Participant, person: Person | None, business_id: int | None, unit: str | None
) -> Participant:
    name = squeeze(person.name) if person else None
    of = (business_id, None if business_id is not None else unit)
    if (known.business_id, known.unit) != of or (name and name != known.name):
        raise Refused(_("Trang này vừa thêm một người khác. Nếu đây là người nữa, Anh/Chị bấm lại."), "name")
    return known


def _hold(participant: Participant) -> None:
    """The row as it is now; Refused when the business has cancelled, or somebody took it off, just now."""
    row = select(Participant).where(Participant.id == participant.id).with_for_update()
    if db.session.scalars(row.execution_options(populate_existing=True)).one_or_none() is None:
        raise Refused(_("Người này vừa được bỏ khỏi danh sách; Anh/Chị tải lại trang."))


def _untick(participant: Participant) -> None:
    """Was not there after all: a certificate that says so is no longer valid."""
    participant.checked_in_at = participant.checked_in_by_id = None
    certified = select(Certificate).where(Certificate.participant_id == participant.id)
    for certificate in db.session.scalars(certified):
        revoke(certificate=certificate)


def _new(session: Session, business_id: int | None, by: int | None) -> Participant:
    """Somebody who is here without a seat of a registration."""
    return Participant(
        session_id=session.id, business_id=business_id, checked_in_at=clock.now(), checked_in_by_id=by
    )


def _of_business(session: Session, business_id: int) -> list[Participant]:
    statement = select(Participant).where(
        Participant.session_id == session.id, Participant.business_id == business_id
    )
    return list(db.session.scalars(statement.order_by(Participant.id)))


def recount(session: Session, business_ids: Collection[int], by: int | None) -> None:
    """Set the attendance of these businesses to who is ticked now."""
    intervention, day = session.intervention, clock.local(session.starts_at).date()
    of_day = [session.id]
    if intervention.type == campaign_rules.TRAINING:
        of_day = list(
            db.session.scalars(select(Session.id).where(Session.intervention_id == intervention.id))
        )
    statement = (
        select(Participant.business_id, func.count())
        .where(
            Participant.session_id.in_(of_day),
            Participant.business_id.in_(list(business_ids)),
            Participant.checked_in_at.is_not(None),
        )
        .group_by(Participant.business_id)
    )
    people = {id: number for id, number in db.session.execute(statement) if id is not None}
    gone = [id for id in business_ids if id not in people]
    if gone:
        campaigns.unreach(intervention=intervention, business_ids=gone, day=day)
    if people:
        campaigns.reach(
            intervention=intervention, people=people, recorded_by_id=by,
            occasion=campaign_rules.Occasion(day, "attended", offered=True),
        )  # fmt: skip
