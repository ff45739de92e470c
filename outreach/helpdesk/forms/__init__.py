"""What is typed into a conversation, and the question that begins one."""

import re
from typing import Any

from wtforms import Field, HiddenField, MultipleFileField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from outreach.fields import Needed, PageRowField, PhoneField, TaxCodeField
from outreach.helpdesk import rules
from outreach.i18n import lazy_gettext as _l
from outreach.web import Form

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_OUR_OWN = ("step-report-", "paste-")  # whoever took one beforehand would keep a question out
_TOO_LONG = _l("Tin dài quá 4.000 ký tự. Anh/Chị chia làm hai tin.")


def is_client_id(form: Any, field: Field) -> None:
    """What a browser made before the first try, so that trying again stores nothing twice."""
    given = field.data or ""
    if not _CLIENT_ID.fullmatch(given) or given.startswith(_OUR_OWN):
        raise ValidationError(str(_l("Anh/Chị tải lại trang rồi gửi lại.")))


class SendForm(Form):
    """A message on its way."""

    client_id = HiddenField(_l("Mã của biểu mẫu"), validators=[is_client_id])
    text = TextAreaField(_l("Tin nhắn"), validators=[Length(max=rules.LONGEST_TEXT, message=_TOO_LONG)])
    upload = MultipleFileField(_l("Tệp gửi kèm"))  # without scripts
    quick = HiddenField()  # a quick reply's button, pressed without scripts
    quoted = HiddenField()
    files = HiddenField()  # what was uploaded before, by its public ids
    note = HiddenField()  # '1': for staff only
    saved_reply = PageRowField(_l("Trả lời mẫu"))
    seen = PageRowField(_l("Đã xem"))  # the last message on the page
    next = HiddenField()

    @property
    def words(self) -> str:
        """What is said: typed, or else the quick reply."""
        return self.text.data or self.quick.data or ""


class UploadForm(Form):
    """A file for the next message."""

    client_id = HiddenField(_l("Mã của biểu mẫu"), validators=[is_client_id])
    upload = MultipleFileField(_l("Tệp gửi kèm"))


class DraftForm(Form):
    """What is being typed."""

    text = TextAreaField()


class AskForm(Form):
    """A question that begins a conversation, from somebody who has signed in."""

    client_id = HiddenField(_l("Mã của biểu mẫu"), validators=[is_client_id])
    text = TextAreaField(
        _l("Anh/Chị cần hỏi gì?"),
        validators=[
            InputRequired(_l("Anh/Chị ghi giúp câu hỏi.")),
            Length(max=rules.LONGEST_TEXT, message=_TOO_LONG),
        ],
        render_kw={"rows": 4},
    )
    procedure = PageRowField()
    first = HiddenField()  # '1': a browser without scripts that has not seen the likely answers


class StrangersAskForm(AskForm):
    """The same from anybody: a tax code and a phone suffice."""

    name = StringField(
        _l("Tên Anh/Chị"), validators=[Optional(), Length(max=100, message=_l("Tối đa 100 ký tự."))],
        render_kw={"autocomplete": "name"},
    )  # fmt: skip
    tax_code = TaxCodeField(
        _l("Mã số thuế của doanh nghiệp"), validators=[Needed(_l("Anh/Chị điền mã số thuế."))]
    )
    phone = PhoneField(
        _l("Số điện thoại của Anh/Chị"),
        validators=[Needed(_l("Anh/Chị điền số điện thoại để cán bộ gọi lại khi cần."))],
        render_kw={"autocomplete": "tel"},
    )
