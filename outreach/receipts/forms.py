"""What people type about a code they filed under, and what the counter says of it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from outreach import web
from outreach.fields import DayField, Needed, PhoneField, TaxCodeField
from outreach.i18n import lazy_gettext as _l

_AGAIN = _l("Anh/Chị đã nhập mã này rồi; mã có trong danh sách bên dưới.")
_NOTE = Length(max=500, message=_l("Tối đa 500 ký tự."))


def _number(text: Any) -> int | None:
    """A choice's id; what is none of ours is no choice."""
    written = str(text or "")
    return int(written) if written.isascii() and written.isdigit() and len(written) <= 9 else None


class EnterForm(web.Form):
    """A code that the portal gave; without an account also who files."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {"uq_receipts_user_id_code_key": ("code", _AGAIN)}
    client_id = HiddenField(_l("Mã của biểu mẫu"), validators=[Length(max=64)])
    code = StringField(
        _l("Mã hồ sơ Cổng đã cấp"),
        validators=[
            DataRequired(_l("Anh/Chị nhập mã hồ sơ.")),
            Length(max=100, message=_l("Mã dài tối đa 100 ký tự.")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    procedure = SelectField(
        _l("Thủ tục"), coerce=_number, choices=[], validate_choice=False, validators=[Optional()]
    )
    filed_on = DayField(_l("Ngày nộp"), validators=[Optional()])
    tax_code = TaxCodeField(
        _l("Mã số thuế của doanh nghiệp"), validators=[Needed(_l("Anh/Chị nhập mã số thuế."))]
    )
    phone = PhoneField(
        _l("Số điện thoại"), validators=[Needed(_l("Anh/Chị nhập số điện thoại để cán bộ gọi lại."))]
    )

    def without_person(self) -> "EnterForm":
        """The same form for somebody who is signed in: who files is known."""
        del self.tax_code, self.phone
        return self

    def offer(self, procedures: list[tuple[int, str]]) -> "EnterForm":
        """Fill the choices in when the page is shown; names may be a thousand letters long."""
        short = [(id, name if len(name) <= 110 else f"{name[:108]}…") for id, name in procedures]
        self.procedure.choices = [("", str(_l("Chưa chọn"))), *short]
        return self


class SeenForm(web.Form):
    """The counter has found it; a note for the business if there is more to say."""

    note = TextAreaField(_l("Lời nhắn cho doanh nghiệp"), id="seen-note", validators=[Optional(), _NOTE])


class MistypedForm(web.Form):
    """The code cannot be right; what to look at."""

    note = TextAreaField(
        _l("Cần xem lại chỗ nào"),
        id="mistyped-note",
        validators=[DataRequired(_l("Anh/Chị ghi cho doanh nghiệp biết cần xem lại chỗ nào.")), _NOTE],
    )


class AttachForm(web.Form):
    """Whose receipt it is."""

    tax_code = TaxCodeField(
        _l("Mã số thuế của doanh nghiệp"), validators=[Needed(_l("Anh/Chị nhập mã số thuế."))]
    )


class ListForm(web.Form):
    """A day's list from the one-stop system."""

    seen_on = DayField(_l("Danh sách của ngày"), validators=[Optional()])
    text = TextAreaField(
        _l("Danh sách mã hồ sơ"),
        validators=[
            DataRequired(_l("Anh/Chị dán danh sách mã hồ sơ.")),
            Length(max=400_000, message=_l("Danh sách quá dài; Anh/Chị chia làm nhiều lần.")),
        ],
    )
