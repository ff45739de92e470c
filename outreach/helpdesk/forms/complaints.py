"""What is said about a complaint in the register."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from outreach.fields import DayField, choices
from outreach.helpdesk.rules import complaints as rules
from outreach.i18n import lazy_gettext as _l
from outreach.web import Form


class DueForm(Form):
    """By when; empty: no day is set."""

    due_on = DayField(_l("Hạn giải quyết"))


class OutcomeForm(Form):
    """How it ended."""

    state = RadioField(
        _l("Kết quả"), choices=choices({one: rules.COMPLAINT_STATES[one] for one in rules.ENDS}),
        validators=[DataRequired(_l("Anh/Chị chọn kết quả."))],
    )  # fmt: skip
    outcome = TextAreaField(
        _l("Nội dung trả lời, nơi chuyển hoặc lý do"),
        validators=[
            DataRequired(_l("Anh/Chị ghi kết quả.")),
            Length(max=rules.LONGEST_OUTCOME, message=_l("Tối đa 4.000 ký tự.")),
        ],
        render_kw={"rows": 5},
    )
