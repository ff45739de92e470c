"""Objects for tests: each function adds one to the session and gives it back, flushed."""

import itertools
from datetime import date, datetime, timedelta
from typing import Any

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.accounts.rules import token_hash
from outreach.businesses.models import Business, Contact, Zone
from outreach.campaigns.models import (
    Attendance,
    Campaign,
    Draw,
    Evidence,
    ExposureRecord,
    Intervention,
    ListedBusiness,
    Plan,
    PlanItem,
    PlanTarget,
    Question,
)
from outreach.catalogue.models import ProcedureFact, RedoReason
from outreach.database import db
from outreach.documents.models import LegalDocument
from outreach.documents.rules import counted_in, fold_number
from outreach.dossiers.models import Agency, Dossier, Outage, Procedure, ServiceLevel
from outreach.practice import actions as practice
from outreach.practice.models import PracticeRoom, PracticeRun
from outreach.receipts.models import Receipt, SeenCode
from outreach.text import business_key, business_sort_key, fold, fold_words, person_sort_key, sort_key
from outreach.tutorials.models import Picture, StepReport, TutorialVersion
from outreach.tutorials.pictures import PICTURES

_numbers = itertools.count(1)


def add(thing: Any) -> Any:
    """Into the session and the open transaction."""
    db.session.add(thing)
    db.session.flush()
    return thing


def committed(thing: Any) -> Any:
    """The thing, where other connections see it too."""
    db.session.commit()
    return thing


def zone(name: str | None = None, **values: Any) -> Zone:
    """An industrial zone."""
    name = name or f"KCN Mẫu {next(_numbers)}"
    return add(Zone(name=name, name_folded=fold_words(name), name_sort=sort_key(name), **values))


def business(name: str | None = None, **values: Any) -> Business:
    """A business with a (valid-looking) tax code of its own and a zone."""
    number = next(_numbers)
    name = name or f"Công ty TNHH Mẫu {number:03}"
    values.setdefault("tax_code", f"{900000000 + number:010d}")
    if "zone" not in values and "zone_id" not in values:
        values["zone"] = zone()
    return add(
        Business(
            name=name, name_folded=fold(name), name_key=business_key(name),
            name_sort=business_sort_key(name), **values,
        )
    )  # fmt: skip


def contact(of: Business | None = None, name: str = "Trần Thị Mẫu", **values: Any) -> Contact:
    """A person of a business."""
    return add(Contact(business=of or business(), name=name, name_sort=person_sort_key(name), **values))


def user(
    role: Role = Role.OFFICER, *, of: Business | None = None, name: str = "Nguyễn Văn Mẫu", **values: Any
) -> User:
    """A person who can sign in; a business person belongs to `of` or a new business."""
    number = next(_numbers)
    if role is Role.BUSINESS:
        values.setdefault("business_id", (of or business()).id)
        values.setdefault("phone", f"09{number:08d}")
    else:
        values.setdefault("email", f"mau{number}@example.vn")
    return add(
        User(role=role.value, name=name, name_sort=person_sort_key(name), created_at=clock.now(), **values)
    )


def agency(name: str | None = None) -> Agency:
    """An agency."""
    name = name or f"Sở Mẫu {next(_numbers)}"
    return add(Agency(name=name, name_folded=fold_words(name), name_sort=sort_key(name)))


def procedure(name: str | None = None, *, field: str | None = "Đầu tư", **values: Any) -> Procedure:
    """A procedure without a service level."""
    number = next(_numbers)
    name = name or f"Thủ tục mẫu số {number}"
    values.setdefault("code", f"9.{number:06d}")
    return add(
        Procedure(
            name=name, name_folded=fold(name), name_sort=sort_key(name), field=field,
            field_folded=fold_words(field) if field else None, **values,
        )
    )  # fmt: skip


def fact(of: Procedure, kind: str = "fee", **values: Any) -> ProcedureFact:
    """A line of the national record, as seen on a day."""
    text = values.pop("text", "Không thu phí")
    values.setdefault("source", "https://example.vn/thu-tuc")
    values.setdefault("seen_on", date(2026, 7, 18))
    return add(
        ProcedureFact(procedure_id=of.id, kind=kind, text=text, place=values.pop("place", 1), **values)
    )


def reason(of: Procedure, label: str = "Thiếu chữ ký số", **values: Any) -> RedoReason:
    """A reason why dossiers of a procedure come back."""
    values.setdefault("code", f"ly-do-{next(_numbers)}")
    return add(RedoReason(procedure_id=of.id, label=label, **values))


def document(number: str | None = None, *, kind: str = "decree", **values: Any) -> LegalDocument:
    """A legal document without days."""
    number = number or f"{next(_numbers)}/2026/NĐ-CP"
    title = values.pop("title", f"Quy định mẫu {number}")
    return add(
        LegalDocument(
            kind=kind, number=number, number_folded=fold_number(number), title=title,
            title_folded=fold(title), numbered_in=counted_in(number, values.get("issued_on")), **values,
        )
    )  # fmt: skip


def service_level(of: Procedure, level: str = "4", **values: Any) -> ServiceLevel:
    """A level of the 2011 vocabulary, valid for ever."""
    values.setdefault("vocabulary", "levels_2011")
    values.setdefault("may_file_online", level in ("3", "4"))
    values.setdefault("valid_from", date.min)
    return add(ServiceLevel(procedure=of, level=level, wording=values.pop("wording", level), **values))


def dossier(of: Business | None, received_on: date, channel: str | None = "online", **values: Any) -> Dossier:
    """One dossier; it does not touch the monthly counts."""
    values.setdefault("code", f"MAU-{next(_numbers):06d}")
    values.setdefault("status", "processing")
    return add(
        Dossier(business_id=of.id if of else None, received_on=received_on, filing_channel=channel, **values)
    )


def outage(started_at: datetime, ended_at: datetime | None = None, **values: Any) -> Outage:
    """A time in which the portal did not work."""
    values.setdefault("system", "Cổng mẫu")
    return add(Outage(started_at=started_at, ended_at=ended_at, recorded_at=clock.now(), **values))


def intervention(type: str = "training", held_on: date = date(2026, 3, 5), **values: Any) -> Intervention:
    """Something done on a day."""
    number = next(_numbers)
    title = values.pop("title", f"Tập huấn nộp hồ sơ trực tuyến {number}")
    values.setdefault("code", f"MAU-{number}")
    return add(
        Intervention(
            type=type,
            title=title,
            title_folded=fold(title),
            held_on=held_on,
            created_at=clock.now(),
            **values,
        )
    )


def attendance(at: Intervention, of: Business, **values: Any) -> Attendance:
    """A business that came to a training."""
    values.setdefault("attended_on", at.held_on)
    return add(Attendance(intervention=at, business=of, recorded_at=clock.now(), **values))


def exposure(at: Intervention, of: Business, **values: Any) -> ExposureRecord:
    """A business reached otherwise."""
    values.setdefault("exposed_on", at.held_on)
    values.setdefault("how", "visited")
    return add(ExposureRecord(intervention=at, business=of, recorded_at=clock.now(), **values))


def listed(at: Intervention, of: Business, **values: Any) -> ListedBusiness:
    """A business on the list of those an intervention is meant for."""
    return add(ListedBusiness(intervention_id=at.id, business=of, listed_at=clock.now(), **values))


def lot(at: Intervention, seats: int = 1, **values: Any) -> Draw:
    """The lot of a list whose places stand in its rows."""
    values.setdefault("seed", "2026")
    return add(Draw(intervention=at, seats=seats, drawn_at=clock.now(), **values))


def receipt(of: Business | None = None, code: str | None = None, **values: Any) -> Receipt:
    """A code that somebody entered and nobody has seen yet."""
    number = next(_numbers)
    values.setdefault("code", code or f"H56-{number:06d}")
    values.setdefault("state", "waiting")
    values.setdefault("entered_at", clock.now())
    return add(
        Receipt(
            public_id=f"receipt-{number:014d}", code_key=values["code"].upper(),
            business_id=of.id if of else None, tax_code=values.pop("tax_code", of.tax_code if of else None),
            **values,
        )
    )  # fmt: skip


def seen_code(code: str, **values: Any) -> SeenCode:
    """A code in a list that the counter pasted."""
    values.setdefault("batch", f"batch-{next(_numbers):016d}")
    return add(SeenCode(code_key=code, seen_on=clock.today(), pasted_at=clock.now(), **values))


def practice_room(of: Procedure | None = None, **values: Any) -> PracticeRoom:
    """An open practice room for a procedure."""
    values.setdefault("opened_by_id", None)
    return practice.open_room(
        procedure_id=(of or procedure()).id, intervention_id=values.pop("intervention_id", None), **values
    )


def practice_run(of: Procedure | None = None, **values: Any) -> PracticeRun:
    """A practice run that has just begun."""
    return practice.start_run(procedure_id=(of or procedure()).id, **values)


def step_report(at: TutorialVersion, of: Business | None = None, **values: Any) -> StepReport:
    """A question at the first step of a version; its link opens with the secret "secret"."""
    values.setdefault("kind", "stuck")
    values.setdefault("state", "open")
    values.setdefault("step_key", at.steps[0].key)
    values.setdefault("asked_at", clock.now())
    return add(
        StepReport(
            public_id=f"cau-hoi-{next(_numbers)}", tutorial_id=at.tutorial_id, version_id=at.id,
            question="Không thấy nút Nộp hồ sơ", business_id=of.id if of else None,
            key_hash=token_hash("secret"), **values,
        )
    )  # fmt: skip


def picture(version: TutorialVersion, **values: Any) -> Picture:
    """A kept picture of a tutorial."""
    return add(
        Picture(
            public_id=f"{next(_numbers):032x}", tutorial_id=version.tutorial_id, kind="webp",
            stored_as=PICTURES.keep(b"RIFF").name, width=320, height=200, size=4,
            uploaded_at=clock.now(), **values,
        )
    )  # fmt: skip


def session(of: Intervention | None = None, **values: Any) -> Any:
    """A session of a training, in a week unless told otherwise."""
    from outreach.trainings.models import Session

    values.setdefault("starts_at", clock.now() + timedelta(days=7))
    values.setdefault("ends_at", values["starts_at"] + timedelta(hours=3))
    values.setdefault("place", "Hội trường Ban Quản lý")
    return add(
        Session(
            public_id=f"buoi-{next(_numbers):06d}", intervention=of or intervention(), created_at=clock.now(),
            seats_taken=values.pop("seats_taken", 0), **values,
        )
    )  # fmt: skip


def visit_day(day: date | None = None, **values: Any) -> Any:
    """A day of visits, today unless told otherwise, without stops."""
    from outreach.visits import actions

    return actions.plan_day(day=day or clock.today(), title=values.pop("title", "Đi thăm mẫu"), **values)


def visit_stop(at: Any, of: Business | None = None, **values: Any) -> Any:
    """A stop at the end of a day's route."""
    from outreach.visits.models import VisitStop

    number = next(_numbers)
    return add(
        VisitStop(
            public_id=f"diem-{number:06d}", visit_day_id=at.id, business=of or business(), place=number,
            **values,
        )
    )  # fmt: skip


def promise(of: Business | None = None, text: str = "Gửi bài hướng dẫn", **values: Any) -> Any:
    """An open promise due in a week."""
    from outreach.visits.models import Promise

    values.setdefault("due_on", clock.today() + timedelta(days=7))
    values.setdefault("made_at", clock.now())
    values.setdefault("state", "open")
    return add(Promise(business_id=(of or business()).id, text=text, **values))


def campaign(title: str | None = None, **values: Any) -> Campaign:
    """A campaign of the year 2026."""
    title = title or f"Chiến dịch mẫu {next(_numbers)}"
    values.setdefault("starts_on", date(2026, 1, 1))
    values.setdefault("ends_on", date(2026, 12, 31))
    return add(Campaign(title=title, title_folded=fold(title), created_at=clock.now(), **values))


def evidence(at: Intervention, kind: str = "photo", **values: Any) -> Evidence:
    """A link that proves an intervention, or with `stored_as` a file."""
    number = next(_numbers)
    if "stored_as" not in values:
        values.setdefault("url", f"https://example.vn/anh/{number}")
    values.setdefault("title", f"Minh chứng {number}")
    return add(
        Evidence(
            public_id=f"evidence-{number:014d}", intervention_id=at.id, kind=kind, added_at=clock.now(),
            **values,
        )
    )  # fmt: skip


def question(at: Intervention, of: Business | None = None, **values: Any) -> Question:
    """Something asked at a dialogue that waits for an answer."""
    values.setdefault("text", f"Câu hỏi mẫu {next(_numbers)}?")
    values.setdefault("answers", "Phòng Quản lý doanh nghiệp")
    return add(
        Question(
            intervention_id=at.id, business_id=of.id if of else None, asked_at=clock.now(), **values
        )
    )  # fmt: skip


def plan(title: str = "Thông tin, tuyên truyền cải cách hành chính", year: int = 2026, **values: Any) -> Plan:
    """A plan of a year, still a draft, that says one thing."""
    values.setdefault("purposes", ["Nâng cao tỷ lệ hồ sơ trực tuyến."])
    return add(
        Plan(
            title=title, title_folded=fold(title), starts_on=date(year, 1, 1), ends_on=date(year, 12, 31),
            created_at=clock.now(), **values,
        )
    )  # fmt: skip


def plan_item(of: Plan, title: str = "Tập huấn doanh nghiệp", **values: Any) -> PlanItem:
    """A line of a plan: a training in the first quarter."""
    defaults = {
        "type": "training", "channel": "training", "contents": ["g"], "year": of.starts_on.year, "quarter": 1,
    }  # fmt: skip
    return add(PlanItem(plan=of, title=title, place=next(_numbers), **{**defaults, **values}))


def plan_target(of: Plan, **values: Any) -> PlanTarget:
    """From 15% to 30% online by the plan's end."""
    values = {"outcome": "online", "baseline_share": 1500, "goal_from": 3000, **values}
    return add(PlanTarget(plan=of, due_on=values.pop("due_on", of.ends_on), **values))


def counter_help(of: Business | None = None, at: Intervention | None = None, **values: Any) -> Any:
    """A help at the counter, without a code unless one is given."""
    from outreach.counter.models import CounterHelp

    at = at or intervention("counter_help", date(2026, 3, 1))
    own = {
        "client_id": f"help-{next(_numbers)}", "intervention_id": at.id, "business_id": (of or business()).id,
        "helped_on": date(2026, 3, 5), "assistance": "assisted", "offered": False, "account_created": False,
        "payment_helped": False, "recorded_at": clock.now(),
    }  # fmt: skip
    return add(CounterHelp(**own | values))


def paste(text: str = "[10:15, 12/03/2026] Lan (Cty Mẫu): Chào") -> Any:
    """A chat copied from Zalo that waits for confirmation."""
    from outreach.zalo.actions import pasting

    by = user(Role.HELPDESK).id
    read = pasting.prepare(group="Nhóm KCN Mẫu", text=text, day=date(2026, 3, 16))
    return pasting.store(prepared=read, by=by)
