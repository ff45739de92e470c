"""What is asked at a step, and what is answered."""

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, Length

from outreach.fields import Needed, PhoneField, TaxCodeField, choices
from outreach.i18n import lazy_gettext as _l
from outreach.tutorials import rules
from outreach.web import Form

_SHORT_ENOUGH = Length(
    max=rules.LONGEST_REPORT, message=_l("Dài quá 2.000 ký tự; Anh/Chị rút gọn hoặc gửi làm hai lần.")
)


class ReportForm(Form):
    """A question at a step, from somebody who has signed in."""

    client_id = HiddenField(_l("Mã của biểu mẫu"), validators=[Length(max=64)])  # sent twice it is one
    kind = RadioField(
        _l("Anh/Chị muốn báo điều gì?"),
        choices=choices({"stuck": _l("Tôi bị kẹt ở bước này"), "wrong": _l("Bước này không còn đúng")}),
        default="stuck",
    )
    message = TextAreaField(
        _l("Anh/Chị thấy gì trên màn hình, và đang muốn làm gì?"),
        validators=[DataRequired(_l("Anh/Chị ghi giúp một câu về chỗ đang kẹt.")), _SHORT_ENOUGH],
        render_kw={"rows": 5},
    )


class StrangersReportForm(ReportForm):
    """The same from anybody: a tax code and a phone suffice."""

    tax_code = TaxCodeField(
        _l("Mã số thuế của doanh nghiệp"), validators=[Needed(_l("Anh/Chị điền mã số thuế."))]
    )
    phone = PhoneField(
        _l("Số điện thoại của Anh/Chị"),
        validators=[Needed(_l("Anh/Chị điền số điện thoại để cán bộ gọi lại khi cần."))],
        render_kw={"autocomplete": "tel"},
    )


class AnswerForm(Form):
    """What staff answer, and whether the step shows it to everybody."""

    answer = TextAreaField(
        _l("Câu trả lời"),
        validators=[DataRequired(_l("Anh/Chị viết câu trả lời.")), _SHORT_ENOUGH],
        render_kw={"rows": 6},
    )
    shown = BooleanField(
        _l("Hiện câu hỏi và câu trả lời này ở bước đó cho mọi người"),
        description=_l(
            "Không hiện tên doanh nghiệp. Chỉ chọn khi câu hỏi không có tên người, số điện thoại."
        ),
    )
