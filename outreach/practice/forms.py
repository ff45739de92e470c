"""Forms of the practice room. None of them has a field for a file, a password or a one-time code."""

from collections.abc import Sequence
from datetime import date

from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from outreach import web
from outreach.fields import TaxCodeField, choices
from outreach.i18n import lazy_gettext as _l
from outreach.i18n import show_date
from outreach.practice import rules
from outreach.practice.occasions import Occasion

LONGEST_ID = 9  # digits
CHOOSE = _l("Anh/Chị chọn một thủ tục trong danh sách.")


class DeedForm(web.Form):
    """Something pressed, chosen or typed on the practice portal; the rules decide what it means."""

    deed = StringField()
    what = StringField()
    slot = StringField()
    number = StringField()
    day = StringField()
    choice = StringField()

    def read(self, code: str) -> rules.Deed:
        """The deed; `code` is given to the dossier if this submits it."""
        typed = {name: self[name].data or "" for name in ("number", "day", "choice")}
        return rules.Deed(
            self.deed.data or "", self.what.data or "", self.slot.data or "", typed=typed, code=code
        )


class HelpForm(web.Form):
    """A hand that goes up or down."""

    wanted = SelectField(choices=choices({"yes": "", "no": ""}))


class RowField(IntegerField):
    """The id of a row; what no row can have is none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """A whole number of at most nine digits."""
        text = valuelist[0] if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else None


class StartForm(web.Form):
    """Which procedure to practise, alone."""

    procedure = RowField(_l("Thủ tục"), [DataRequired(CHOOSE)])


class RoomForm(StartForm):
    """Which procedure a room practises, and in which training."""

    intervention = SelectField(_l("Thuộc buổi tập huấn"), coerce=int, validate_choice=True)

    def offer(self, occasions: Sequence[Occasion]) -> None:
        """Fill the list of trainings."""
        none: dict[int, object] = {0: _l("Không thuộc buổi nào")}
        self.intervention.choices = choices(none | {one.intervention_id: _said(one) for one in occasions})


class JoinForm(web.Form):
    """Sitting down in a room."""

    seat = StringField(
        _l("Tên hiện trên màn hình của giảng viên"),
        [
            DataRequired(_l("Anh/Chị ghi tên chỗ ngồi, ví dụ “Máy 3” hoặc tên doanh nghiệp.")),
            Length(max=rules.LONGEST_SEAT),
        ],
    )
    tax_code = TaxCodeField(_l("Mã số thuế của doanh nghiệp"), [Optional()])


class SeatForm(web.Form):
    """Which seat of a room."""

    seat = RowField(validators=[DataRequired()])


class ConfirmForm(web.Form):
    """One seat, or all that wait."""

    seat = RowField(validators=[Optional()])
    every = BooleanField()


class CodeForm(web.Form):
    """The short code of a room; a question, not a deed, so it comes by GET."""

    class Meta(web.Form.Meta):
        """An address carries no token."""

        csrf = False

    code = StringField(_l("Mã phòng"), [Length(max=20)])


def _said(occasion: Occasion) -> str:
    day: date = occasion.held_on
    return f"{show_date(day)} · {occasion.title}"
