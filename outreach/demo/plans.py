"""The fictional board's plans of informing: last year's and this year's, approved, and next year's draft."""

from datetime import date, datetime, time
from typing import Any, NamedTuple

from outreach import clock
from outreach.accounts.models import Role, User
from outreach.campaigns.actions import carrying_out
from outreach.campaigns.actions import plans as actions
from outreach.campaigns.models import Intervention, Plan
from outreach.campaigns.rules.matrix import CHANNELS
from outreach.campaigns.rules.plans import quarter_of
from outreach.database import db

PURPOSES = [
    "Đưa việc nộp hồ sơ trực tuyến thành thói quen của doanh nghiệp trong các khu công nghiệp.",
    "Nâng cao tỷ lệ hồ sơ trực tuyến và tỷ lệ doanh nghiệp tự nộp, không cần cán bộ làm thay.",
    "Tăng cường trách nhiệm của các phòng trong giải quyết phản ánh, kiến nghị của doanh nghiệp.",
]
REQUIREMENTS = [
    "Nội dung ngắn gọn, đúng đối tượng, kịp thời khi thủ tục hoặc Cổng Dịch vụ công quốc gia thay đổi.",
    "Mỗi hoạt động có danh sách doanh nghiệp được tiếp cận và minh chứng kèm theo.",
]
AUDIENCES = ["Doanh nghiệp trong các khu công nghiệp; cán bộ, công chức, viên chức của Ban Quản lý."]
CONTENTS = {
    "a": "Các văn bản về kiểm soát thủ tục hành chính và cơ chế một cửa, một cửa liên thông.",
    "b": "Quy tắc ứng xử của cán bộ, công chức, viên chức khi hướng dẫn doanh nghiệp.",
    "c": "Cải cách thủ tục hành chính, xây dựng chính quyền điện tử, chính quyền số.",
    "d": "Văn hóa công sở, kỷ cương hành chính, các phong trào thi đua.",
    "e": "Bộ thủ tục hành chính của Ban: nội dung, cách tra cứu, biểu mẫu, kết quả giải quyết.",
    "g": "Hướng dẫn nộp hồ sơ, ký số và thanh toán trực tuyến; nhận kết quả qua bưu chính công ích.",
    "h": "Chính sách về đầu tư, lao động, môi trường đối với doanh nghiệp khu công nghiệp.",
    "i": "Kết quả các chỉ số cải cách hành chính và mức độ hài lòng của doanh nghiệp.",
    "k": "Khảo sát doanh nghiệp; cách gửi phản ánh, kiến nghị và nhận trả lời.",
    "l": "Biểu dương doanh nghiệp và cán bộ làm tốt việc nộp hồ sơ trực tuyến.",
    "m": "Các nội dung khác theo chỉ đạo của lãnh đạo tỉnh Mẫu.",
}
FORMS = [
    "Tập huấn trực tiếp và trực tuyến; hướng dẫn tại Bộ phận Một cửa.",
    "Đối thoại, thăm và làm việc với doanh nghiệp còn nộp nhiều hồ sơ giấy.",
    "Tờ rơi có mã QR dẫn đến bài hướng dẫn từng bước; tin, bài trên trang thông tin điện tử.",
]
TASKS = [
    "Văn phòng làm đầu mối, phối hợp các phòng tổ chức thực hiện và báo cáo hằng quý.",
    "Phòng Quản lý doanh nghiệp cung cấp danh sách doanh nghiệp còn nộp hồ sơ giấy.",
    "Bộ phận Một cửa hướng dẫn doanh nghiệp nộp trực tuyến ngay tại quầy.",
]
RECEIVERS = [
    "UBND tỉnh Mẫu (để b/c);",
    "Sở Nội vụ tỉnh Mẫu;",
    "Các phòng thuộc Ban (để t/h);",
    "Lưu: VT, VP.",
]
FUNDS = "Kinh phí thực hiện lấy từ nguồn chi thường xuyên được giao trong năm của Ban Quản lý."


class Planned(NamedTuple):
    """A line; `quarter` None: all year round."""

    title: str
    channel: str
    contents: str
    quarter: int | None
    times: int
    cost_vnd: int | None
    audience: str = "businesses"
    partners: str | None = None


LINES = (
    Planned("Tập huấn nộp hồ sơ trực tuyến trên Cổng Dịch vụ công quốc gia", "training", "eg", 1, 2, 36_000_000,
            partners="Trung tâm Phục vụ hành chính công tỉnh Mẫu"),
    Planned("Tập huấn theo từng nhóm thủ tục", "training", "eg", 3, 2, 18_000_000),
    Planned("Tập huấn kỹ năng hướng dẫn doanh nghiệp cho cán bộ một cửa", "training", "bcd", 2, 1, 6_000_000, "staff"),
    Planned("Thăm và làm việc với doanh nghiệp còn nộp hồ sơ giấy", "visit", "gk", 2, 1, 6_000_000),
    Planned("Đối thoại với doanh nghiệp các khu công nghiệp", "dialogue", "gkh", 2, 1, 22_000_000, "both"),
    Planned("Phát tờ rơi “Nộp hồ sơ tại chỗ, nhận kết quả tại chỗ”", "leaflet", "eg", 1, 2, 8_000_000),
    Planned("Chuyên mục cải cách hành chính trên đài", "radio_tv", "acg", 4, 2, 24_000_000, "both",
            "Đài Phát thanh và Truyền hình tỉnh Mẫu"),
    Planned("Hướng dẫn nộp trực tuyến tại Bộ phận Một cửa", "counter", "g", None, 1, None),
    Planned("Niêm yết, cập nhật bộ thủ tục và sơ đồ thủ tục treo tường", "posting", "e", 1, 1, 4_000_000, "both"),
    Planned("Tin, bài trên trang thông tin điện tử của Ban", "board_site", "acdh", None, 12, None, "both"),
    Planned("Gửi tin Zalo khi thủ tục thay đổi", "zalo", "eg", None, 6, None),
)  # fmt: skip


def plan(today: date) -> None:
    """Write the plans, and tie what the story has already done to their lines."""
    officer = db.session.query(User).filter_by(role=Role.OFFICER).first()
    leader = db.session.query(User).filter_by(role=Role.LEADER).first()
    for year in (today.year - 1, today.year):
        made = _write(year, officer.id if officer else None)
        actions.submit(plan=made)
        actions.approve(plan=made, by_id=leader.id if leader else None)
        made.approved_at = datetime.combine(date(year, 1, 12), time(9), clock.LOCAL)
        actions.issue(plan=made, number="12/KH-BQL", issued_on=date(year, 1, 15))
        _carry_out(made)
    _write(today.year + 1, officer.id if officer else None)


def _write(year: int, author: int | None) -> Plan:
    made = actions.create_plan(
        title=f"Thông tin, tuyên truyền nộp hồ sơ trực tuyến của Ban Quản lý các khu công nghiệp tỉnh Mẫu năm {year}",
        starts_on=date(year, 1, 1), ends_on=date(year, 12, 31), created_by_id=author, superior="UBND tỉnh Mẫu",
        place="Mẫu", opening=f"Ban Quản lý các khu công nghiệp tỉnh Mẫu lập kế hoạch thực hiện năm {year} như sau:",
        purposes=PURPOSES, requirements=REQUIREMENTS, audiences=AUDIENCES, forms=FORMS, tasks=TASKS, funds=FUNDS,
        receivers=RECEIVERS, signed_as="TRƯỞNG BAN", signer="Mẫu Văn Trưởng",
    )  # fmt: skip
    actions.save_contents(plan=made, texts=CONTENTS)
    actions.save_units(
        plan=made, leads=["Văn phòng"], joins=["Phòng Quản lý doanh nghiệp", "Bộ phận Một cửa"]
    )
    for number, kind, title, issuer in (
        (f"{year % 100}/KH-UBND", "plan", f"Cải cách hành chính tỉnh Mẫu năm {year}", "UBND tỉnh Mẫu"),
    ):
        new: dict[str, Any] = {"kind": kind, "title": title, "issuer": issuer, "issued_on": date(year, 1, 8)}
        actions.add_basis(plan=made, number=number, new=new)
    due = date(year, 12, 31)
    actions.save_target(plan=made, outcome="online", baseline_share=4500, goal_from=6000, due_on=due)
    actions.save_target(
        plan=made, outcome="alone", baseline_share=2500, goal_from=3500, goal_to=4500, due_on=due,
        note="trong số hồ sơ biết rõ ai nộp",
    )  # fmt: skip
    for line in LINES:
        actions.save_item(
            plan=made, title=line.title, type=CHANNELS[line.channel].type, channel=line.channel,
            audience=line.audience, contents=list(line.contents), year=year, quarter=line.quarter,
            times=line.times, leader="Văn phòng", partners=line.partners, cost_planned_vnd=line.cost_vnd,
        )  # fmt: skip
    return made


def _carry_out(made: Plan) -> None:
    """Tie each thing done in the year to the line of its type whose quarter lies nearest."""
    db.session.refresh(made)
    done = db.session.query(Intervention).filter(
        Intervention.held_on.between(made.starts_on, made.ends_on), Intervention.plan_item_id.is_(None)
    )
    for intervention in done.order_by(Intervention.held_on, Intervention.id):
        quarter = quarter_of(intervention.held_on)
        fitting = [item for item in made.items if item.type == intervention.type and item.audience != "staff"]
        if fitting:
            nearest = min(fitting, key=lambda item: abs((item.quarter or quarter) - quarter))
            carrying_out.tie(item=nearest, intervention=intervention)
