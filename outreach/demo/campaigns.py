"""The fictional board's campaign of the year: several forms, a dialogue with questions, some proofs missing."""

import hashlib
import io
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import select

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.businesses.models import Business
from outreach.campaigns import actions
from outreach.campaigns.actions import campaigns, evidence, questions
from outreach.campaigns.files.sniffing import XLSX, Taken
from outreach.campaigns.models import Campaign, Intervention
from outreach.campaigns.queries import reached_businesses
from outreach.campaigns.rules.details import to_store
from outreach.database import db

TITLE = "Mỗi doanh nghiệp một hồ sơ trực tuyến (chiến dịch mẫu)"
PURPOSE = "Để doanh nghiệp còn nộp giấy nộp được hồ sơ trực tuyến đầu tiên, và biết hỏi ai khi bị kẹt."
SITE = "https://kcn-mau.example.vn/tin"
DIALOGUE, TRAINED = "DT-01", "TH-04"
BELONGING = ("TV-01", "TH-02", "TT-01", DIALOGUE, "HT-01", TRAINED, "TH-05")


class Form(NamedTuple):
    """One more intervention; `days` before today (after it when negative), `details` as its form asks."""

    code: str
    type: str
    channel: str
    title: str
    days: int
    details: Mapping[str, Any]
    lasts: int = 0
    facts: Mapping[str, Any] = MappingProxyType({})


FORMS = (
    Form(
        "BV-01", "article", "board_site", "Nộp cấp giấy phép lao động trực tuyến: ba lỗi hay gặp", 150,
        {
            "genre": "article", "site": "Trang thông tin điện tử của Ban", "link": f"{SITE}/ba-loi-hay-gap",
            "views": 1240,
        },
        facts={"covers_all": True, "cost_vnd": 0},
    ),
    Form(
        "SMS-01", "sms", "sms", "Nhắc gia hạn giấy phép lao động trước 30 ngày", 120,
        {"sent_by": "KCN MAU", "message": "KCN Mẫu: giấy phép lao động sắp hết hạn nộp gia hạn trực tuyến.",
         "recipients": 312},
        facts={"cost_planned_vnd": 500_000, "cost_vnd": 249_600},
    ),
    Form(
        "AP-01", "poster", "wall_map", "Sơ đồ thủ tục treo tại cổng các khu công nghiệp", 95,
        {"form": "wall_map", "copies": 6, "size": "A0"},
        facts={"covers_all": True, "cost_planned_vnd": 6_000_000},
    ),
    Form(
        "NY-01", "posting", "posting", "Niêm yết thủ tục bằng mã QR tại Trung tâm Hành chính công", 80,
        {"form": "kiosk", "procedures": 14, "decision": "Quyết định số 45/QĐ-MAU"}, lasts=400,
        facts={"span": "continuous", "covers_all": True},
    ),
    Form(
        "DN-01", "hotline", "hotline", "Đường dây nóng hướng dẫn nộp trực tuyến", 200,
        {"phone": "0900 000 099", "hours": "7 giờ 30 đến 17 giờ, ngày làm việc", "calls": 486}, lasts=500,
        facts={"span": "continuous"},
    ),
    Form(
        "KN-01", "exchange", "exchange", "Học tập cách làm của ban quản lý tỉnh bạn", 60,
        {"host": "Ban Quản lý khu công nghiệp tỉnh Bạn (mẫu)"},
        facts={"audience": "staff", "cost_planned_vnd": 15_000_000, "cost_vnd": 14_200_000},
    ),
    Form("CT-01", "contest", "contest", "Thi tìm hiểu dịch vụ công trực tuyến", 30, {"organiser": "Công đoàn các khu công nghiệp tỉnh Mẫu"}),
    Form("TC-01", "organisation", "joint_plan", "Phối hợp với Công đoàn đưa hướng dẫn vào bản tin công nhân", -20,
         {"form": "joint", "name": "Công đoàn các khu công nghiệp tỉnh Mẫu"}),
)  # fmt: skip

# Question, who answers, days from the dialogue until it is due, answer, place of the business in the list.
QUESTIONS = (
    ("Chữ ký số của giám đốc người nước ngoài đăng ký thế nào để ký hồ sơ lao động?",
     "Phòng Quản lý doanh nghiệp và lao động", 10,
     "Dùng chữ ký số của tổ chức; giám đốc người nước ngoài không cần chữ ký số cá nhân. (Câu trả lời mẫu.)", 3),
    ("Nộp trực tuyến rồi có phải nộp bản giấy nữa không?", "Bộ phận Một cửa", 7,
     "Không. Cán bộ không được yêu cầu bản giấy của hồ sơ đã nộp trực tuyến. (Câu trả lời mẫu.)", 8),
    ("Cổng hay lỗi đầu giờ sáng, hạn nộp báo cáo có được lùi không?", "Sở Khoa học và Công nghệ tỉnh Mẫu", 30,
     None, 14),
    ("Đề nghị gộp hai lần khai thông tin doanh nghiệp khi nộp cấp phép xây dựng.",
     "Phòng Quản lý quy hoạch và xây dựng", 400, None, 21),
    ("Khi nào có hướng dẫn bằng tiếng Anh cho nhà đầu tư?", "Văn phòng Ban Quản lý", 400, None, None),
)  # fmt: skip
MINUTES = (
    "Lãnh đạo Ban chủ trì, 26 doanh nghiệp dự. Năm kiến nghị được ghi lại, hai kiến nghị trả lời ngay tại buổi. "
    "Ba kiến nghị giao các đơn vị trả lời bằng văn bản. (Biên bản mẫu.)"
)


def run(today: date) -> None:
    """Write the campaign down and all that belongs to it."""
    officer = db.session.scalars(select(User).where(User.role == Role.OFFICER).order_by(User.id)).first()
    assert officer is not None
    campaign = campaigns.create_campaign(
        title=TITLE, purpose=PURPOSE, starts_on=clock.add_months(today, -12),
        ends_on=clock.add_months(today, 2), cost_planned_vnd=120_000_000, created_by_id=officer.id,
    )  # fmt: skip
    for form in FORMS:
        _write(form, campaign, today, officer)
    known = select(Intervention).where(Intervention.code.in_(BELONGING))
    told = {one.code: one for one in db.session.scalars(known)}
    campaigns.attach(campaign=campaign, intervention_ids=[one.id for one in told.values()])
    for one in told.values():
        one.contents = ["g"]
    _dialogue(told[DIALOGUE], officer, today)
    _signed_list(told[TRAINED], officer)
    contest = db.session.scalars(select(Intervention).where(Intervention.code == "CT-01")).one()
    actions.cancel_intervention(intervention=contest, because="Dời sang năm sau để gộp với hội thi của tỉnh.")
    db.session.flush()


def _write(form: Form, campaign: Campaign, today: date, officer: User) -> None:
    day = today - timedelta(days=form.days)
    actions.create_intervention(
        code=form.code, type=form.type, title=form.title, held_on=day, channel=form.channel,
        ends_on=day + timedelta(days=form.lasts) if form.lasts else None, campaign_id=campaign.id,
        contents=["e", "g"], details=to_store(form.type, form.details, {}), created_by_id=officer.id,
        **form.facts,
    )  # fmt: skip


def _dialogue(dialogue: Intervention, officer: User, today: date) -> None:
    dialogue.details = to_store("dialogue", {"chair": "Lãnh đạo Ban Quản lý tỉnh Mẫu"}, {})
    evidence.write_minutes(intervention=dialogue, minutes=MINUTES)
    evidence.add_link(
        intervention=dialogue, url=f"{SITE}/doi-thoai", kind="published", title="Tin về buổi đối thoại (mẫu)",
        added_by_id=officer.id,
    )  # fmt: skip
    ids = list(db.session.scalars(select(Business.id).order_by(Business.id).limit(30)))
    for text, answers, days, answer, place in QUESTIONS:
        questions.ask(
            intervention=dialogue, text=text, answers=answers, owner_id=officer.id, answer=answer,
            due_on=dialogue.held_on + timedelta(days=days), recorded_by_id=officer.id,
            business_id=ids[place] if place is not None else None,
            asked_by=None if place is not None else "Hiệp hội doanh nghiệp khu công nghiệp tỉnh Mẫu",
            answered_on=min(dialogue.held_on + timedelta(days=5), clock.today()) if answer else None,
        )  # fmt: skip


def _signed_list(training: Intervention, officer: User) -> None:
    """The signed list as a file, as somebody typed it up afterwards."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Ký tên")
    for place, row in enumerate(reached_businesses(training.id)):
        sheet.write_row(place, 0, [place + 1, row.name, row.people])
    book.set_properties({"created": clock.now().replace(tzinfo=None)})
    book.close()
    content = file.getvalue()
    evidence.add_file(
        intervention=training, taken=Taken(content, XLSX, hashlib.sha256(content).hexdigest()),
        file_name="Danh sách ký tên (mẫu).xlsx", kind="signed_list", added_by_id=officer.id,
    )  # fmt: skip
