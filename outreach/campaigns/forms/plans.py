"""What people type about plans, part by part."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from outreach import web
from outreach.campaigns.models import Plan
from outreach.campaigns.rules import TYPES
from outreach.campaigns.rules import plans as rules
from outreach.campaigns.rules.matrix import AUDIENCES, CHANNELS, CONTENTS
from outreach.campaigns.rules.paper import roman
from outreach.documents.rules import KINDS
from outreach.fields import DAY_NEEDED, CountField, DayField, MoneyField, Needed, ShareField, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l

_LINE = Length(max=500, message=_l("Tối đa 500 ký tự."))
_PART = Length(max=60_000, message=_l("Phần này quá dài."))
_NUMBER_TAKEN = _l("Số này đã dùng cho kế hoạch khác ban hành cùng ngày.")


class HeadForm(web.Form):
    """What stands above a plan: number, date, title, time, and what its printed head needs."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_plans_number_issued_on": ("number", _NUMBER_TAKEN)
    }

    seen = HiddenField()
    title = TextAreaField(
        _l("Trích yếu nội dung"), [DataRequired(_l("Anh/Chị ghi kế hoạch về việc gì.")), Length(max=1000)]
    )
    number = StringField(_l("Số, ký hiệu"), [Optional(), Length(max=120)])
    issued_on = DayField(_l("Ngày ban hành"), [Optional()])
    starts_on = DayField(_l("Thực hiện từ ngày"), [DAY_NEEDED])
    ends_on = DayField(_l("Đến ngày"), [DAY_NEEDED])
    superior = StringField(_l("Cơ quan chủ quản"), [Optional(), _LINE])
    place = StringField(_l("Địa danh"), [Optional(), Length(max=100)])

    def values(self) -> dict[str, Any]:
        """Columns of Plan."""
        texts = {name: self[name].data or None for name in ("number", "superior", "place")}
        days = {name: self[name].data for name in ("issued_on", "starts_on", "ends_on")}
        return texts | days | {"title": " ".join((self.title.data or "").split())}


class ParagraphsForm(web.Form):
    """One part of a plan whose every line is a paragraph."""

    seen = HiddenField()
    text = TextAreaField(_l("Nội dung"), [Optional(), _PART])


class TasksForm(ParagraphsForm):
    """Who does what, and the money."""

    leads = TextAreaField(_l("Đơn vị chủ trì"), [Optional(), Length(max=4000)])
    joins = TextAreaField(_l("Đơn vị phối hợp"), [Optional(), Length(max=4000)])
    funds = TextAreaField(_l("Kinh phí"), [Optional(), Length(max=4000)])
    funds_place = CountField(_l("Kinh phí là mục số"), [Optional(), NumberRange(1, 99)])


class OpeningForm(web.Form):
    """The sentence between the legal bases and part I."""

    seen = HiddenField()
    opening = TextAreaField(_l("Lời dẫn"), [Optional(), Length(max=4000)])


class SigningForm(web.Form):
    """Whom a plan is sent to, and who signs it as what."""

    seen = HiddenField()
    receivers = TextAreaField(_l("Nơi nhận"), [Optional(), Length(max=4000)])
    signed_as = TextAreaField(_l("Quyền hạn, chức vụ của người ký"), [Optional(), Length(max=400)])
    signer = StringField(_l("Họ và tên người ký"), [Optional(), Length(max=200)])


class ContentsForm(web.Form):
    """The eleven contents, each in the plan's own words."""

    seen = HiddenField()


def _letter_field(letter: str) -> TextAreaField:
    return TextAreaField(f"{letter})", [Optional(), _PART])


for _letter in CONTENTS:
    setattr(ContentsForm, f"content_{_letter}", _letter_field(_letter))


class BasisForm(web.Form):
    """A legal document by its number; the rest only when the register lacks it."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_legal_documents_number_folded_numbered_in": (
            "number",
            _l("Văn bản số này đã có trong danh mục."),
        ),
        "pk_plan_bases": ("number", _l("Kế hoạch đã dẫn văn bản này.")),
    }

    number = StringField(
        _l("Số, ký hiệu văn bản"),
        [DataRequired(_l("Anh/Chị điền số, ký hiệu văn bản, ví dụ 12/KH-UBND.")), Length(max=120)],
    )
    kind = SelectField(_l("Loại văn bản"), choices=choices(KINDS), default="plan")
    title = TextAreaField(_l("Nội dung văn bản"), [Optional(), Length(max=2000)])
    issuer = StringField(_l("Cơ quan ban hành"), [Optional(), Length(max=200)])
    issued_on = DayField(_l("Ngày ban hành"), [Optional()])

    def new(self) -> dict[str, Any] | None:
        """The document to enter when the register has none of that number."""
        names = ("kind", "title", "issuer", "issued_on")
        return {name: self[name].data or None for name in names} if self.title.data else None


class TargetForm(web.Form):
    """A rate to be reached, from a baseline."""

    outcome = SelectField(_l("Chỉ tiêu"), choices=choices(rules.OUTCOMES))
    baseline_number = CountField(_l("Hiện có: số hồ sơ đạt"), [Optional()])
    baseline_total = CountField(_l("Hiện có: tổng số hồ sơ"), [Optional()])
    baseline_share = ShareField(_l("Hiện có: tỷ lệ"), [Optional()])
    goal_from = ShareField(_l("Mục tiêu"), [Needed(_l("Anh/Chị điền mục tiêu, ví dụ 30%."))])
    goal_to = ShareField(_l("Mục tiêu: mức trên"), [Optional()])
    due_on = DayField(_l("Đạt vào ngày"), [DAY_NEEDED])
    note = StringField(_l("Ghi chú"), [Optional(), _LINE])

    def values(self) -> dict[str, Any]:
        """Columns of PlanTarget."""
        numbers = ("baseline_number", "baseline_total", "baseline_share", "goal_from", "goal_to", "due_on")
        own = {name: self[name].data for name in numbers}
        return own | {"outcome": self.outcome.data, "note": self.note.data or None}


class ItemForm(web.Form):
    """A line of a plan."""

    title = StringField(_l("Việc cần làm"), [DataRequired(_l("Anh/Chị ghi việc cần làm.")), Length(max=300)])
    type = SelectField(_l("Loại hoạt động"), choices=choices(TYPES))
    channel = SelectField(_l("Kênh"), [Optional()])
    audience = SelectField(_l("Đối tượng"), choices=choices(AUDIENCES), default="businesses")
    contents = SelectMultipleField(
        _l("Nội dung"),
        choices=[SelectChoice(letter, letter) for letter in CONTENTS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    year = SelectField(_l("Năm"), coerce=int)
    quarter = SelectField(_l("Quý"))
    times = CountField(
        _l("Số lần"), [Needed(_l("Anh/Chị điền số lần, ví dụ 1.")), NumberRange(1, 999)], default=1
    )
    leader = StringField(_l("Chủ trì"), [Optional(), _LINE])
    partners = StringField(_l("Phối hợp"), [Optional(), _LINE])
    cost_planned_vnd = MoneyField(_l("Kinh phí dự kiến"), [Optional()])

    def __init__(self, plan: Plan, **values: Any) -> None:
        super().__init__(**values)
        self.channel.choices = [
            SelectChoice("", _l("Chưa chọn kênh")),
            *(SelectChoice(code, channel.label) for code, channel in CHANNELS.items()),
        ]
        self.contents.choices = [
            SelectChoice(letter, f"{letter}) {label}") for letter, label in CONTENTS.items()
        ]
        self.year.choices = [
            SelectChoice(year, year) for year in rules.years_of(plan.starts_on, plan.ends_on)
        ]
        self.quarter.choices = [
            SelectChoice("", _l("Cả năm")),
            *(SelectChoice(str(q), _("Quý %(number)s", number=roman(q))) for q in rules.QUARTERS),
        ]

    def values(self) -> dict[str, Any]:
        """Columns of PlanItem."""
        texts = {name: self[name].data or None for name in ("channel", "leader", "partners")}
        others = ("title", "type", "audience", "contents", "year", "times", "cost_planned_vnd")
        quarter = int(self.quarter.data) if self.quarter.data else None
        return texts | {name: self[name].data for name in others} | {"quarter": quarter}


class ReasonForm(web.Form):
    """Why the leader gives a plan back."""

    because = TextAreaField(
        _l("Lý do trả lại"),
        [DataRequired(_l("Anh/Chị ghi lý do để người soạn biết sửa gì.")), Length(max=2000)],
    )


class IssueForm(web.Form):
    """The number and date that an approved plan gets."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_plans_number_issued_on": ("number", _NUMBER_TAKEN)
    }

    number = StringField(_l("Số, ký hiệu"), [DataRequired(_l("Anh/Chị điền số, ký hiệu.")), Length(max=120)])
    issued_on = DayField(_l("Ngày ban hành"), [DAY_NEEDED])


class TieForm(web.Form):
    """Which intervention carries out a line."""

    intervention_id = CountField(_l("Hoạt động"), [Needed(_l("Anh/Chị chọn hoạt động."))])
