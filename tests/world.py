"""A small world with everything twice: once the signed-in clerk's own, once another business's."""

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Invitation, PasswordRequest, Role, SignInSession, User
from outreach.accounts.rules import token_hash
from outreach.businesses.models import Business
from outreach.campaigns.files import PROOFS
from outreach.campaigns.models import PlanBasis
from outreach.database import db
from outreach.dossiers.importing import UPLOADS
from outreach.dossiers.models import ImportRun
from outreach.notices.actions import notify
from outreach.outbox import leaving
from outreach.outbox.actions import queue_email
from outreach.rates.models import ReportedFigure, ReportedTotal, SummaryForm
from outreach.trainings.models import (
    CalendarFeed,
    Certificate,
    Material,
    Participant,
    Registration,
    Session,
    SessionInvitation,
)
from outreach.trainings.rules.certificates import new_code
from outreach.tutorials.models import TutorialVersion
from outreach.zalo.models import ZaloSending
from tests import factories
from tests.answers import making as answers
from tests.dossiers import making as registers
from tests.dossiers import matched
from tests.fetching.making import fetched
from tests.helpdesk import chats
from tests.leaflets import making as leaflets
from tests.tutorials import samples
from tests.zalo import talking as zalo

_numbers = itertools.count(1)


@dataclass
class World:
    """Path arguments by name: of the clerk's own things, and of another business's."""

    clerk: User
    own: dict[str, Any] = field(default_factory=dict)
    foreign: dict[str, Any] = field(default_factory=dict)


def build() -> World:
    """Flush one of everything into the session."""
    mine, theirs = factories.business(), factories.business()
    clerk = factories.user(Role.BUSINESS, of=mine)
    other = factories.user(Role.BUSINESS, of=theirs)
    world = World(clerk)
    shared = _shared(clerk, mine, theirs)
    world.own = {**shared, **_of(mine, clerk)}
    world.foreign = {**shared, **_of(theirs, other)}
    session = factories.session(starts_at=clock.now() - timedelta(minutes=1), notes="Mang theo máy tính")
    for business, things in ((mine, world.own), (theirs, world.foreign)):
        things.update(trained(session, business, world.clerk if business is mine else other))
        things.update(told(session, business))
    for person, things in ((clerk, world.own), (other, world.foreign)):
        things.update(_asked(person, shared["version"]))
        things.update(_talked(person))
    return world


def _of(business: Business, person: User) -> dict[str, Any]:
    at = clock.now()
    contact = factories.contact(business)
    dossier = factories.dossier(business, date(2026, 3, 5), procedure_id=factories.procedure().id)
    session = factories.add(
        SignInSession(
            token_hash=token_hash(f"s{person.id}"), user_id=person.id, created_at=at, last_seen_at=at,
            network="10.0.0.0/24", browser="anderswo",
        )
    )  # fmt: skip
    request = factories.add(PasswordRequest(user_id=person.id, asked_at=at))
    receipt = factories.receipt(business, user_id=person.id)
    proof = factories.evidence(
        factories.intervention("visit"), business_id=business.id, stored_as=PROOFS.keep(b"RIFF").name,
        file_name="tham.webp", mime="image/webp", size=4,
    )  # fmt: skip
    day = factories.visit_day()
    return {
        "receipt_id": receipt.public_id, "evidence_id": proof.public_id,
        "visit_id": day.public_id, "stop_id": factories.visit_stop(day, business).public_id,
        "promise_id": factories.promise(business).id, "help_id": factories.counter_help(business).id,
        "barrier_code": "S132",
        "business_id": business.id, "contact_id": contact.id,
        "dossier_id": dossier.id, "user_id": person.id,
        "person_kind": "lien-he", "person_key": str(contact.id),
        "session_id": session.id, "request_id": request.id, "channel": "phone",
    }  # fmt: skip


def trained(session: Session, business: Business, person: User) -> dict[str, Any]:
    """A session with a registration of the business, somebody present, a certificate, a survey's link."""
    number = next(_numbers)
    at, secret = clock.now(), f"survey {number}"
    registration = factories.add(
        Registration(
            public_id=f"dang-ky-{number}", session_id=session.id, business_id=business.id, seats=1,
            state="registered", how="staff", registered_at=at,
        )
    )  # fmt: skip
    participant = factories.add(
        Participant(
            session_id=session.id, registration_id=registration.id, business_id=business.id, name="Lê Mẫu",
            name_folded="le mau", checked_in_at=at, survey_key=token_hash(secret),
        )
    )  # fmt: skip
    session.seats_taken += 1
    code = new_code()
    factories.add(
        Certificate(
            code=code, participant_id=participant.id, session_id=session.id, name="Lê Mẫu",
            business=business.name, title="Tập huấn", held_on=clock.today(), issued_at=at,
        )
    )  # fmt: skip
    material = factories.add(Material(session_id=session.id, title="Bài hướng dẫn", url="/huong-dan"))
    feed = factories.add(
        CalendarFeed(user_id=person.id, token_hash=token_hash(f"feed {number}"), created_at=at)
    )
    return {
        "session_key": session.public_id, "registration_key": registration.public_id,
        "participant_id": participant.id, "certificate_code": code, "survey_key": secret,
        "material_id": material.id, "feed_id": feed.id, "feed_secret": f"feed {number}",
    }  # fmt: skip


def told(session: Session, business: Business) -> dict[str, Any]:
    """An invitation to a session, its notice, and an e-mail that failed."""
    number = next(_numbers)
    notice = notify(business_id=business.id, title="Mời tham dự")
    invitation = factories.add(
        SessionInvitation(
            public_id=f"moi-{number:06d}", session_id=session.id, business_id=business.id,
            invited_at=clock.now(), notice_id=notice.id,
        )
    )  # fmt: skip
    message = queue_email(address="a@mau.vn", subject="Mời tham dự", body="Kính gửi", purpose="session")
    message.state = "failed"
    return {
        "notice_id": notice.id, "invitation_key": invitation.public_id, "message_id": message.id,
        "leave_key": leaving.key_of(message.message_id),
    }  # fmt: skip


def _asked(person: User, version: TutorialVersion) -> dict[str, Any]:
    report = factories.step_report(version, user_id=person.id, tax_code="0100109106", phone="0912345678")
    report.business_id = person.business_id
    return {"report_id": report.id, "question_id": report.public_id, "secret": "secret"}


def _talked(person: User) -> dict[str, Any]:
    talk = chats.conversation(person.business, secret="secret")
    message = chats.said(talk, by=person)
    file = chats.file(message)
    label, asked = chats.label(talk), chats.handover(talk)
    moved = chats.complaint(talk, by=factories.user(Role.HELPDESK))
    return {
        "conversation_key": talk.public_id, "message_key": message.public_id, "file_key": file.public_id,
        "label_id": label.id, "handover_id": asked.id, "complaint_key": moved.public_id,
    }  # fmt: skip


def _in_zalo(number: int) -> dict[str, Any]:
    """Somebody who wrote to the Official Account, and an answer that waits for the cost to be confirmed."""
    person = zalo.known(hours_ago=72, user=f"zalo {number}")
    message_id = zalo.answered(person, "Dạ, Anh/Chị bấm Nộp trực tuyến ạ")
    sending = db.session.scalars(select(ZaloSending).where(ZaloSending.message_id == message_id)).one()
    paste = factories.paste()
    return {"zalo_person_id": person.id, "zalo_sending_id": sending.id, "paste_key": paste.public_id}


def _planned(document_id: int) -> dict[str, Any]:
    plan = factories.plan()
    factories.add(PlanBasis(plan_id=plan.id, document_id=document_id, place=1))
    target, item = factories.plan_target(plan), factories.plan_item(plan)
    return {"plan_id": plan.id, "part": "muc-dich", "target_id": target.id, "item_id": item.id}


def _shared(clerk: User, mine: Business, theirs: Business) -> dict[str, Any]:
    at, number = clock.now(), next(_numbers)
    invited = f"the link number {number} that somebody was given by hand"
    training = factories.intervention()
    visit = factories.intervention("visit")
    for place, one in enumerate((mine, theirs), 1):
        factories.listed(training, one, place=place, drawn_as=one.tax_code, reason="3 hồ sơ giấy")
    factories.lot(training, seats=1)
    attendance = factories.attendance(training, mine)
    factories.attendance(training, theirs)
    exposure = factories.exposure(visit, mine)
    procedure = factories.procedure()
    level = factories.service_level(procedure)
    run = factories.add(
        ImportRun(
            public_id=f"{number:022d}", kind="dossiers", filename="so.xlsx", sha256="0" * 64, state="done",
            read=2, created=1, updated=0, unchanged=0, rejected=1, uploaded_at=at, finished_at=at,
            refused=[{"row": 2, "column": "A", "value": "1", "reason": "?"}],
            stored_as=UPLOADS.keep(b"dossier_id;received_on\nA;1\n").name,
        )
    )  # fmt: skip
    factories.add(
        Invitation(
            token_hash=token_hash(invited), user_id=clerk.id, purpose="welcome", created_at=at,
            expires_at=at + timedelta(days=7),
        )
    )  # fmt: skip
    total = factories.add(
        ReportedTotal(
            title="Năm 2020", source="Báo cáo", first=date(2020, 1, 1), split_on=date(2020, 9, 30),
            last=date(2020, 12, 31), received=301, online=91, online_first=2, recorded_at=at,
        )
    )  # fmt: skip
    form = factories.add(
        SummaryForm(
            source="main", first=date(2020, 1, 1), last=date(2020, 1, 1) + timedelta(days=number),
            import_id=run.id, recorded_at=at,
        )
    )  # fmt: skip
    factories.add(
        ReportedFigure(
            form_id=form.id, key="unit |  | so mau | ", grain="unit", unit="Sở Mẫu", place=5, total=False,
            measure="received_total", amount=3, import_id=run.id, recorded_at=at,
        )
    )  # fmt: skip
    slug = f"bai-{number}"
    version = samples.published(slug)
    leaflet = leaflets.leaflet(slug)
    answer = answers.published(f"Câu hỏi {number}", procedure_id=procedure.id)
    batch = leaflets.batch(leaflet, 100)
    handed = leaflets.hand_out(batch, business_id=mine.id)
    return {
        "answer_id": answer.id, "answer_slug": answer.slug, "reply_id": answers.reply().id,
        "leaflet_id": leaflet.public_id, "batch_id": batch.id, "handout_id": handed.handout_id,
        "code": batch.code,
        "total_id": total.id, "form_id": form.id, "year": at.year, "day": "2026-02-16",
        "version": version, "tutorial_id": version.tutorial_id, "number": version.number,
        "picture_id": factories.picture(version).public_id, "slug": slug, "step_key": "mo-cong",
        "document_id": (document := factories.document()).id,
        "fact_id": factories.fact(procedure).id, "reason_id": factories.reason(procedure).id,
        "campaign_id": factories.campaign().id,
        "asked_id": factories.question(factories.intervention("dialogue"), mine).id,
        "intervention_id": training.id, "attendance_id": attendance.id, "exposure_id": exposure.id,
        **_planned(document.id),
        **matched.alike(number),
        "expected_id": registers.expected_file().id,
        "outage_id": factories.outage(at - timedelta(hours=2)).id,
        "procedure_id": procedure.id, "level_id": level.id, "zone_id": mine.zone_id,
        "public_id": run.public_id, "source_id": fetched(run).id,
        "run_key": factories.practice_run(procedure).public_id,
        "room_key": (room := factories.practice_room(procedure)).public_id, "room_code": room.code,
        "batch": factories.seen_code(f"MAU-{number:06}").batch,
        **_in_zalo(number), "token": invited, "filename": "css/app.css", "language": "en",
    }  # fmt: skip
