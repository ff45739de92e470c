"""What a clerk says about a conversation at the desk."""

from uuid import uuid4

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from outreach import web
from outreach.desks.rules import desk as rules
from outreach.fields import DAY_NEEDED, DayField, RowField, choices
from outreach.helpdesk.rules import CHANNELS, PHONE, WALK_IN
from outreach.i18n import lazy_gettext as _l

LONG = Length(max=4_000, message=_l("Tối đa 4.000 ký tự."))
NAME = Length(max=200, message=_l("Tối đa 200 ký tự."))


class AssignForm(web.Form):
    """To whom; `seen`: to whom it was when the page was made. Empty: nobody."""

    to = RowField(_l("Người trả lời"), validators=[Optional()])
    seen = RowField(_l("Người đang nhận"), validators=[Optional()])


class SeenForm(web.Form):
    """A deed that puts a conversation away; `seen`: the last message that its page shows."""

    seen = RowField(_l("Đã xem"), validators=[Optional()])


class SnoozeForm(SeenForm):
    """Until when it is put aside."""

    until = SelectField(_l("Tạm gác đến"), choices=choices(rules.SNOOZES))


class LabelForm(web.Form):
    """A word of the desk."""

    name = StringField(_l("Nhãn"), validators=[DataRequired(_l("Anh/Chị ghi nhãn.")), Length(max=30)])


class BusinessForm(web.Form):
    """Whose conversation it is: a tax code, or enough of the name."""

    business = StringField(
        _l("Doanh nghiệp"), validators=[DataRequired(_l("Anh/Chị ghi mã số thuế hoặc tên.")), NAME]
    )


class ProcedureForm(web.Form):
    """Which procedure it is about."""

    procedure = RowField(_l("Thủ tục"), validators=[Optional()])


class MergeForm(web.Form):
    """Into which other conversation of the business."""

    into = StringField(_l("Gộp vào"), validators=[DataRequired(_l("Anh/Chị chọn cuộc trao đổi.")), NAME])


class SplitForm(web.Form):
    """What the new conversation is called; the ticked messages come beside it."""

    subject = StringField(_l("Việc của phần tách ra"), validators=[Optional(), NAME])


class HandOverForm(web.Form):
    """What another office is asked, and by when it answers."""

    office = StringField(
        _l("Cơ quan, đơn vị được hỏi"), validators=[DataRequired(_l("Anh/Chị ghi nơi được hỏi.")), NAME]
    )
    question = TextAreaField(_l("Nội dung hỏi"), validators=[DataRequired(_l("Anh/Chị ghi nội dung.")), LONG])
    due_on = DayField(_l("Hạn trả lời"), validators=[DAY_NEEDED])


class HandBackForm(web.Form):
    """What the other office said."""

    answer = TextAreaField(_l("Ý kiến trả lời"), validators=[DataRequired(_l("Anh/Chị ghi ý kiến.")), LONG])


class CheckForm(web.Form):
    """A document of the procedure's list, there or not."""

    document = StringField(
        _l("Giấy tờ"), validators=[DataRequired(_l("Anh/Chị chọn giấy tờ.")), Length(max=1_000)]
    )
    has = BooleanField()


class LogForm(web.Form):
    """A call or somebody at the counter, in a quarter of a minute."""

    client_id = StringField(
        _l("Mã của biểu mẫu"), default=lambda: str(uuid4()),
        validators=[DataRequired(_l("Anh/Chị tải lại trang rồi gửi lại.")), Length(max=64)],
    )  # fmt: skip
    channel = RadioField(
        _l("Qua"), choices=choices({one: CHANNELS[one] for one in (PHONE, WALK_IN)}), default=PHONE
    )
    business = StringField(_l("Doanh nghiệp"), validators=[Optional(), NAME])
    meant = StringField(_l("Doanh nghiệp đã chọn"), validators=[Optional(), NAME])  # among several
    person = StringField(_l("Người hỏi"), validators=[Optional(), Length(max=100)])
    procedure = RowField(_l("Thủ tục"), validators=[Optional()])
    step = StringField(_l("Bước hướng dẫn"), validators=[Optional(), NAME])  # 'guide/step'
    question = TextAreaField(_l("Hỏi gì"), validators=[DataRequired(_l("Anh/Chị ghi câu hỏi.")), LONG])
    answer = TextAreaField(_l("Đã trả lời"), validators=[Optional(), LONG])
    done = BooleanField(_l("Đã xong, không cần theo dõi tiếp"), default=True)
