"""What the board promises, as its people write it."""

from typing import Any

from wtforms import StringField
from wtforms.validators import ValidationError

from outreach.helpdesk import rules
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.web import Form
from outreach.workdays import queries as workdays
from outreach.workdays.rules import day_minutes


def _promise(form: Any, field: StringField) -> None:
    """A time that can be read; the field keeps what was typed."""
    try:
        rules.read_minutes(field.data or "", form.day)
    except ValueError:
        raise ValidationError(
            _("Anh/Chị ghi ví dụ “2 giờ”, “240” (phút) hoặc “1 ngày”; để trống khi không hứa.")
        ) from None


class TargetsForm(Form):
    """Working time until a first reply, each next one, and the end."""

    first_reply = StringField(_l("Trả lời lần đầu"), validators=[_promise], render_kw={"autocomplete": "off"})
    next_reply = StringField(
        _l("Trả lời tiếp theo"), validators=[_promise], render_kw={"autocomplete": "off"}
    )
    resolution = StringField(_l("Giải quyết xong"), validators=[_promise], render_kw={"autocomplete": "off"})

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.day = day_minutes(workdays.week().hours)

    @classmethod
    def of(cls, targets: rules.Targets) -> "TargetsForm":
        """The form with what is promised now."""
        return cls(**{kind: rules.minutes_words(minutes) for kind, minutes in targets.items()})

    def minutes(self) -> dict[str, int | None]:
        """What was typed, in working minutes."""
        return {kind: rules.read_minutes(self[kind].data or "", self.day) for kind in rules.TARGETS}
