"""Sessions of the fictional board: one that is over, with who came and what they said, and one to come."""

import random
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update

from outreach import clock
from outreach.businesses.models import Business
from outreach.campaigns.actions import create_intervention
from outreach.campaigns.models import Attendance, Intervention
from outreach.database import db
from outreach.trainings.actions import certificates, registering, sessions, surveys
from outreach.trainings.models import Participant, Registration, Session, SurveyAnswer
from outreach.trainings.rules.people import Person

SEED = 1407
PAST, COMING = "TH-04", "TH-06"
HALL = "Hội trường Ban Quản lý, 01 đường Mẫu"
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
GIVEN = (
    "An",
    "Bình",
    "Châu",
    "Dung",
    "Giang",
    "Hạnh",
    "Khuê",
    "Linh",
    "Minh",
    "Ngọc",
    "Phương",
    "Quỳnh",
    "Sơn",
    "Tuấn",
    "Uyên",
    "Vy",
    "Ánh",
    "Đức",
)
JOBS = ("Kế toán trưởng", "Nhân viên hành chính", "Trưởng phòng nhân sự", "Cán bộ môi trường", "Phiên dịch")
OFFICES = (
    ("Phòng Quản lý lao động", "Chuyên viên"),
    ("Phòng Quản lý lao động", "Phó trưởng phòng"),
    ("Sở Nội vụ tỉnh Mẫu", "Chuyên viên"),
)
WISHES = (
    "Muốn có thêm ví dụ về giấy phép gia hạn.",
    "Phòng hơi chật, mạng Wi-Fi chậm lúc nộp thử.",
    "Cần bản tiếng Trung của bài hướng dẫn cho giám đốc.",
)
LEVELS = ("very_satisfied",) * 6 + ("satisfied",) * 7 + ("not_satisfied",)
ALONE = ("yes",) * 6 + ("with_help",) * 6 + ("no",) * 2
CAPACITY = 14


def hold(today: date) -> None:
    """Both sessions; attendance of the past one stays what the story says."""
    chance = random.Random(SEED)
    _held(chance)
    _to_come(chance, today)


def _held(chance: random.Random) -> None:
    intervention = db.session.query(Intervention).filter_by(code=PAST).one()
    session = _session(intervention, intervention.held_on, capacity=60)
    came = db.session.execute(
        select(Attendance.business_id, Attendance.people)
        .where(Attendance.intervention_id == intervention.id)
        .order_by(Attendance.business_id)
    ).all()
    for business_id, people in came:
        _registered(chance, session, business_id, people)
    # Ticked here, not by the deed: the attendance stands in the story, and its day may be any day.
    db.session.execute(
        update(Participant)
        .where(Participant.session_id == session.id)
        .values(checked_in_at=session.starts_at)
    )
    for business in _others({one for one, _people in came}, 3):
        _registered(chance, session, business.id, 1)
    for unit, job in OFFICES:
        guest = Participant(session_id=session.id, unit=unit, checked_in_at=session.starts_at)
        registering.name_person(guest, _person(chance, job))
        db.session.add(guest)
    db.session.flush()
    certificates.issue(session=session, by=None)
    _answered(session)


def _answered(session: Session) -> None:
    links = surveys.new_links(session=session)
    for number, (link, level, alone) in enumerate(zip(links, LEVELS, ALONE, strict=False)):
        missing = WISHES[number] if number < len(WISHES) else None
        surveys.answer(participant=link.participant, level=level, can_file_alone=alone, missing=missing)
    day = clock.local(session.ends_at).date()
    own = SurveyAnswer.session_id == session.id
    db.session.execute(update(SurveyAnswer).where(own).values(answered_on=day))


def _to_come(chance: random.Random, today: date) -> None:
    day = today + timedelta(days=9)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    intervention = create_intervention(
        code=COMING, type="training", title="Tập huấn ký số và thanh toán trực tuyến", held_on=day, place=HALL,
        partners="Ngân hàng Mẫu – Chi nhánh tỉnh", cost_planned_vnd=12_000_000,
    )  # fmt: skip
    session = _session(intervention, day, capacity=CAPACITY)
    session.closes_on = day - timedelta(days=1)
    for number, business in enumerate(_others(set(), 9)):
        seats = (2, 1, 3, 2, 1, 3, 2, 2, 1)[number]
        registration = _registered(chance, session, business.id, seats)
        registration.how = "portal"
        at = clock.now() - timedelta(hours=60 - number * 6)
        registration.registered_at = at
        if registration.waiting_since:
            registration.waiting_since = at
    sessions.add_material(
        session=session, title="Hướng dẫn thanh toán trực tuyến", url="/huong-dan/thanh-toan-truc-tuyen"
    )
    db.session.flush()


def _session(intervention: Intervention, day: date, capacity: int) -> Session:
    begins = datetime.combine(day, time(8, 30), clock.LOCAL)
    return sessions.create_session(
        intervention=intervention, starts_at=begins, ends_at=begins + timedelta(hours=3), place=HALL,
        capacity=capacity, seats_per_business=3, trainers="Phòng Quản lý lao động; tổ hỗ trợ trực tuyến",
        notes="Mang theo máy tính và tài khoản định danh của doanh nghiệp.", created_by_id=None,
    )  # fmt: skip


def _registered(chance: random.Random, session: Session, business_id: int, seats: int) -> Registration:
    people = [_person(chance, chance.choice(JOBS)) for _seat in range(seats)]
    return registering.register(
        session=session, business_id=business_id, seats=seats, names=people, how="staff",
        contact=registering.Contact(people[0].name, people[0].phone),
    )  # fmt: skip


def _others(came: set[int], number: int) -> list[Business]:
    statement = select(Business).where(Business.active, ~Business.provisional, Business.id.not_in(came))
    return list(db.session.scalars(statement.order_by(Business.id).limit(number)))


def _person(chance: random.Random, job: str) -> Person:
    name = f"{chance.choice(SURNAMES)} Mẫu {chance.choice(GIVEN)}"
    return Person(name, job, f"09000{chance.randrange(10_000, 99_999)}")
