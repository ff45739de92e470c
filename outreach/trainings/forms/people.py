"""What people type to register, what staff type to say who came, and what those present answer."""

from typing import Any

from flask import request
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from outreach import web
from outreach.fields import CountField, EmailField, Needed, PhoneField, choices
from outreach.i18n import lazy_gettext as _l
from outreach.trainings import rules
from outreach.trainings.actions.registering import Contact
from outreach.trainings.rules.people import Person, read_people


class RegisterForm(web.Form):
    """How many of a business come, who they are if that is known, and whom to call."""

    seats = CountField(_l("Số người dự"), [Needed(_l("Anh/Chị điền số người dự."))])
    names = TextAreaField(
        _l("Họ tên người dự"), [Optional(), Length(max=10_000)],
        description=_l("Mỗi dòng một người: họ tên, chức vụ, số điện thoại. Chưa biết thì bổ sung sau."),
    )  # fmt: skip
    contact_name = StringField(_l("Người liên hệ"), [Optional(), Length(max=120)])
    contact_phone = PhoneField(_l("Điện thoại liên hệ"), [Optional()])
    contact_email = EmailField(_l("E-mail nhận thông báo"), [Optional()])

    def people(self) -> list[Person]:
        """The people of the box."""
        return read_people(self.names.data or "")

    def contact(self) -> Contact:
        """Whom to reach."""
        return Contact(
            self.contact_name.data or None, self.contact_phone.data or None, self.contact_email.data or None
        )


class StaffRegisterForm(RegisterForm):
    """The same by staff, who first say for whom."""

    business = HiddenField()


class WalkInForm(web.Form):
    """Somebody nobody expected: of a business that is chosen, or of an office."""

    name = StringField(_l("Họ và tên"), [Optional(), Length(max=120)])
    job = StringField(_l("Chức vụ"), [Optional(), Length(max=120)])
    phone = PhoneField(_l("Điện thoại"), [Optional()])
    unit = StringField(
        _l("Cơ quan (nếu không phải doanh nghiệp)"), [Optional(), Length(max=200)],
        description=_l("Ví dụ: Phòng Quản lý đầu tư, Sở Công Thương. Không tính là doanh nghiệp tham gia."),
    )  # fmt: skip
    client_id = HiddenField(validators=[Optional(), Length(max=64)])

    def person(self) -> Person | None:
        """Who it is, when that was said."""
        name = self.name.data
        return Person(name, self.job.data or None, self.phone.data or None) if name else None


class EntryForm(web.Form):
    """So many of a business came; those with a name are ticked."""

    people = CountField(_l("Số người có mặt"), [Needed(_l("Anh/Chị điền số người; 0 là không ai đến."))])

    def named(self) -> list[int] | None:
        """The people ticked; None when the page offered none."""
        if "offered" not in request.form:
            return None
        texts = request.form.getlist("person")
        return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= 9]


class SurveyForm(web.Form):
    """Three questions, one of them to be answered."""

    level = RadioField(
        _l("Anh/Chị hài lòng với buổi này ở mức nào?"),
        [InputRequired(_l("Anh/Chị chọn một mức."))], choices=choices(rules.LEVELS),
    )  # fmt: skip
    can_file_alone = RadioField(
        _l("Sau buổi này, Anh/Chị tự nộp hồ sơ trực tuyến được chưa?"), [Optional()],
        choices=choices(rules.ALONE),
    )  # fmt: skip
    missing = TextAreaField(
        _l("Còn thiếu điều gì?"), [Optional(), Length(max=1000)],
        description=_l("Xin đừng ghi tên hay số điện thoại: câu trả lời không gắn với ai."),
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """Keywords for the action."""
        return {"level": self.level.data, "can_file_alone": self.can_file_alone.data or None,
                "missing": self.missing.data or None}  # fmt: skip
