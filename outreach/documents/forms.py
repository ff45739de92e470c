"""What people type about legal documents."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from outreach import web
from outreach.documents.rules import KINDS
from outreach.fields import DayField, choices
from outreach.i18n import lazy_gettext as _l

_TAKEN = _l("Văn bản số này đã có trong danh mục.")
_NUMBER = [
    DataRequired(_l("Anh/Chị điền số, ký hiệu văn bản, ví dụ 118/2025/NĐ-CP.")),
    Length(max=120, message=_l("Số, ký hiệu dài tối đa 120 ký tự.")),
]


class DocumentForm(web.Form):
    """What is known of a document; `seen` is the mark of what its editor was shown."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_legal_documents_number_folded_numbered_in": ("number", _TAKEN),
    }
    seen = HiddenField()
    kind = SelectField(_l("Loại văn bản"), choices=choices(KINDS), default="decree")
    number = StringField(_l("Số, ký hiệu"), validators=_NUMBER)
    title = TextAreaField(
        _l("Nội dung"),
        validators=[
            DataRequired(_l("Anh/Chị ghi nội dung văn bản.")),
            Length(max=2000, message=_l("Nội dung dài tối đa 2.000 ký tự.")),
        ],
    )
    issuer = StringField(
        _l("Cơ quan ban hành"),
        validators=[Optional(), Length(max=200, message=_l("Tối đa 200 ký tự."))],
    )
    issued_on = DayField(_l("Ngày ban hành"), validators=[Optional()])
    in_force_on = DayField(_l("Có hiệu lực từ ngày"), validators=[Optional()])
    expires_on = DayField(_l("Hết hiệu lực từ ngày"), validators=[Optional()])
    url = StringField(
        _l("Địa chỉ xem văn bản"),
        validators=[
            Optional(),
            Length(max=500, message=_l("Tối đa 500 ký tự.")),
            Regexp(r"https://[^\s/]+", message=_l("Địa chỉ bắt đầu bằng https://.")),
        ],
    )
    seen_on = DayField(_l("Ngày xem nguồn"), validators=[Optional()])


class ReplacementForm(web.Form):
    """Which document stands in the place of another."""

    number = StringField(_l("Số, ký hiệu văn bản thay thế"), validators=_NUMBER)
