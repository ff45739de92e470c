"""How long what was said is kept."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from outreach.helpdesk import rules
from outreach.i18n import lazy_gettext as _l
from outreach.web import Form

_MONTHS = (
    InputRequired(_l("Anh/Chị ghi số tháng.")),
    NumberRange(1, rules.LONGEST_KEPT, message=_l("Từ 1 đến 120 tháng.")),
)


class RetentionForm(Form):
    """Months after a conversation's end."""

    words = IntegerField(_l("Lời và tên người (tháng)"), validators=_MONTHS)
    files = IntegerField(_l("Ảnh và tệp (tháng)"), validators=_MONTHS)
