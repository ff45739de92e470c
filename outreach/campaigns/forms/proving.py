"""What people type about campaigns, what proves interventions, and questions of dialogues."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from outreach import web
from outreach.businesses.models import Business
from outreach.businesses.queries import find_business, get_business
from outreach.campaigns.forms.interventions import LINK, id_or_none, nothing_or
from outreach.campaigns.models import Question
from outreach.campaigns.queries.evidence import procedure_choices, staff_choices
from outreach.campaigns.rules.evidence import EVIDENCE, LONGEST_MINUTES
from outreach.fields import DAY_NEEDED, DayField, MoneyField, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.identifiers import tax_code_of


class CampaignForm(web.Form):
    """The facts of a campaign."""

    title = StringField(
        _l("Tên chiến dịch"), [DataRequired(_l("Anh/Chị đặt tên cho chiến dịch.")), Length(max=300)]
    )
    purpose = TextAreaField(_l("Mục đích"), [Optional(), Length(max=4000)])
    starts_on = DayField(_l("Bắt đầu"), [DAY_NEEDED])
    ends_on = DayField(_l("Kết thúc"), [DAY_NEEDED])
    plan_id = SelectField(_l("Thực hiện kế hoạch"), choices=[], coerce=id_or_none)
    cost_planned_vnd = MoneyField(_l("Kinh phí dự kiến"), [Optional()])

    def offer(self, plans: list[tuple[int, str]]) -> None:
        """The plans there are."""
        self.plan_id.choices = nothing_or(plans, _("Không theo kế hoạch nào"))

    def values(self) -> dict[str, Any]:
        """Keywords for the actions; empty texts are None."""
        names = ("title", "starts_on", "ends_on", "plan_id", "cost_planned_vnd")
        return {name: self[name].data for name in names} | {"purpose": self.purpose.data or None}


class _ProofForm(web.Form):
    """What every proof says of itself."""

    kind = SelectField(_l("Loại minh chứng"), choices=choices(EVIDENCE), default="photo")
    title = StringField(_l("Tên gọi"), [Optional(), Length(max=300)])
    number = StringField(_l("Số, ký hiệu"), [Optional(), Length(max=120)])

    def values(self) -> dict[str, Any]:
        """Keywords for the actions."""
        return {
            "kind": self.kind.data, "title": self.title.data or None, "number": self.number.data or None,
        }  # fmt: skip


class FileForm(_ProofForm):
    """A file that proves something."""

    file = FileField(_l("Tệp"), [InputRequired(_l("Anh/Chị chọn một tệp."))])


class LinkForm(_ProofForm):
    """An address where the proof can be seen."""

    kind = SelectField(_l("Loại minh chứng"), choices=choices(EVIDENCE), default="published")
    url = StringField(
        _l("Đường dẫn"), [DataRequired(_l("Anh/Chị dán đường dẫn.")), Length(max=1000), LINK]
    )  # fmt: skip


class MinutesForm(web.Form):
    """What happened and what was agreed; `seen` is the mark of what its writer was shown."""

    seen = HiddenField()
    minutes = TextAreaField(_l("Biên bản"), [Optional(), Length(max=LONGEST_MINUTES)])


class QuestionForm(web.Form):
    """A question, who answers it by when, and the answer."""

    text = TextAreaField(
        _l("Câu hỏi, kiến nghị"), [DataRequired(_l("Anh/Chị ghi câu hỏi.")), Length(max=8000)]
    )
    business = StringField(_l("Doanh nghiệp hỏi"), [Optional(), Length(max=300)])
    asked_by = StringField(_l("Người hỏi"), [Optional(), Length(max=300)])
    procedure_id = SelectField(_l("Về thủ tục"), coerce=id_or_none)
    answers = StringField(
        _l("Đơn vị, người trả lời"),
        [DataRequired(_l("Anh/Chị ghi ai sẽ trả lời.")), Length(max=300)],
    )
    owner_id = SelectField(_l("Cán bộ theo dõi"), coerce=id_or_none)
    due_on = DayField(_l("Hẹn trả lời trước ngày"), [Optional()])
    answer = TextAreaField(_l("Câu trả lời"), [Optional(), Length(max=20_000)])
    answered_on = DayField(_l("Ngày trả lời"), [Optional()])

    def __init__(self, question: Question | None = None, **values: Any) -> None:
        if question is not None and question.business_id is not None:
            known = get_business(question.business_id)
            values["business"] = (known.tax_code or known.name) if known else ""
        super().__init__(obj=question, data=values)
        self.procedure_id.choices = nothing_or(procedure_choices(), _("Không về một thủ tục riêng"))
        self.owner_id.choices = nothing_or(staff_choices(), _("Chưa giao"))

    def validate_business(self, field: StringField) -> None:
        """It must be one we know."""
        if field.data and self.found is None:
            raise ValidationError(
                _("Không tìm thấy doanh nghiệp này. Anh/Chị gõ mã số thuế, hoặc đúng tên trong danh bạ.")
            )

    @property
    def found(self) -> Business | None:
        """The business that was typed."""
        typed = self.business.data or ""
        code = tax_code_of(typed)
        if code or not typed:
            return find_business(tax_code=code) if code else None
        return find_business(own_code=typed) or find_business(name=typed)

    def values(self) -> dict[str, Any]:
        """Keywords for the actions."""
        names = ("text", "procedure_id", "answers", "owner_id", "due_on", "answered_on")
        return {name: self[name].data for name in names} | {
            "business_id": self.found.id if self.found else None,
            "asked_by": self.asked_by.data or None,
            "answer": self.answer.data or None,
        }
