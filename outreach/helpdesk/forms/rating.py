"""How satisfied somebody was, after the end."""

from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from outreach.fields import choices
from outreach.helpdesk import rules
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.web import Form


class RatingForm(Form):
    """A level; a reason where something was wrong."""

    level = RadioField(
        _l("Anh/Chị hài lòng với lần trao đổi này ở mức nào?"),
        validators=[InputRequired(_l("Anh/Chị chọn một mức."))], choices=choices(rules.LEVELS),
    )  # fmt: skip
    reason = SelectField(
        _l("Vì sao"), validators=[Optional()], default="",
        choices=choices({"": _l("Chọn lý do nếu chưa hài lòng")} | rules.REASONS),
    )  # fmt: skip
    own_words = TextAreaField(
        _l("Anh/Chị nói thêm"), render_kw={"rows": 2},
        validators=[Optional(), Length(max=1000, message=_l("Tối đa 1.000 ký tự."))],
    )  # fmt: skip

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Dissatisfaction has a reason, chosen or in own words: without one nobody can do better."""
        valid = super().validate(*args, **kwargs)
        if self.level.data == rules.DISSATISFIED and not (self.reason.data or self.own_words.data):
            self.refuse(_("Anh/Chị chọn lý do hoặc ghi vài chữ để chúng tôi làm tốt hơn."), "reason")
            return False
        return bool(valid)
