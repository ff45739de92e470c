"""What officers type about procedures: cards, facts, what they rest on, why dossiers come back."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from outreach import web
from outreach.catalogue import rules
from outreach.fields import DAY_NEEDED, CountField, DayField, choices
from outreach.i18n import LazyText
from outreach.i18n import lazy_gettext as _l

_SHORT = Length(max=300, message=_l("Tối đa 300 ký tự."))
_LONG = Length(max=4000, message=_l("Tối đa 4.000 ký tự."))
_HTTPS = Regexp(r"https://[^\s/]+", message=_l("Địa chỉ bắt đầu bằng https://."))


def _or_unknown(labels: Mapping[str, LazyText]) -> list[SelectChoice]:
    return [SelectChoice("", _l("Chưa rõ (xem trên Cổng)")), *choices(labels)]


class CardForm(web.Form):
    """How a procedure is filed; `seen` is the mark of what its editor was shown."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "pk_procedure_cards": ("", _l("Người khác vừa sửa chỗ này. Anh/Chị mở lại trang rồi lưu lại.")),
    }
    seen = HiddenField()
    decision = TextAreaField(_l("Quyết định của ban công bố mức độ"), validators=[Optional(), _LONG])
    portal_url = StringField(_l("Trang của thủ tục trên Cổng"), validators=[Optional(), _SHORT, _HTTPS])
    system = SelectField(_l("Nộp trên hệ thống"), choices=_or_unknown(rules.SYSTEMS))
    signing = SelectField(_l("Ký"), choices=_or_unknown(rules.SIGNING))
    paying = SelectField(_l("Trả phí"), choices=_or_unknown(rules.PAYING))
    collecting = SelectField(_l("Nhận kết quả"), choices=_or_unknown(rules.COLLECTING))
    everyday = TextAreaField(_l("Lời thường ngày"), validators=[Optional(), _LONG])
    phase = SelectField(
        _l("Giai đoạn trên sơ đồ"),
        choices=lambda: [SelectChoice("", _l("Chưa xếp")), *choices(rules.PHASES)],
    )
    place = CountField(_l("Thứ tự trong giai đoạn"), validators=[Optional()])
    source = StringField(_l("Nguồn"), validators=[Optional(), _SHORT])
    seen_on = DayField(_l("Ngày xem nguồn"), validators=[Optional()])


class FactForm(web.Form):
    """One line of the national record."""

    seen = HiddenField()
    kind = SelectField(_l("Mục"), choices=choices(rules.FACTS))
    text = TextAreaField(_l("Nội dung"), validators=[Optional(), _LONG])
    note = StringField(_l("Ghi chú"), validators=[Optional(), _SHORT])
    place = CountField(_l("Thứ tự trong mục"), validators=[Optional()])
    source = StringField(
        _l("Nguồn"),
        validators=[DataRequired(_l("Anh/Chị ghi nguồn: địa chỉ trang hoặc văn bản.")), _SHORT],
    )
    seen_on = DayField(_l("Ngày xem nguồn"), validators=[DAY_NEEDED])


class BasisForm(web.Form):
    """A document that a procedure rests on."""

    number = StringField(
        _l("Số, ký hiệu văn bản"),
        validators=[DataRequired(_l("Anh/Chị điền số, ký hiệu văn bản, ví dụ 118/2025/NĐ-CP.")), _SHORT],
    )


class ReasonForm(web.Form):
    """Why dossiers of a procedure come back, and what to ask before filing."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_redo_reasons_procedure_id_code": ("label", _l("Lý do này đã có.")),
    }
    seen = HiddenField()
    label = StringField(_l("Lý do"), validators=[DataRequired(_l("Anh/Chị ghi lý do.")), _SHORT])
    label_en = StringField(_l("Lý do, bằng tiếng Anh"), validators=[Optional(), _SHORT])
    question = StringField(_l("Câu hỏi trước khi nộp"), validators=[Optional(), _SHORT])
    question_en = StringField(_l("Câu hỏi, bằng tiếng Anh"), validators=[Optional(), _SHORT])
    step_key = StringField(
        _l("Mã bước hướng dẫn tránh được lỗi này"),
        validators=[
            Optional(),
            Regexp(r"^[a-z0-9-]{1,60}$", message=_l("Mã bước chỉ gồm chữ thường không dấu, số và gạch nối.")),
        ],
    )


class RedoForm(web.Form):
    """The reasons for which a dossier came back."""

    reasons = SelectMultipleField(
        _l("Hồ sơ bị trả lại hoặc phải bổ sung vì"),
        coerce=int,
        validators=[Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    noted_on = DayField(_l("Ngày bị trả lại hoặc yêu cầu bổ sung"), validators=[DAY_NEEDED])
