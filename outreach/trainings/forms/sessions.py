"""What staff type to plan a session."""

from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from outreach import web
from outreach.fields import CountField, DayField, InstantField, Needed
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.trainings import rules

INSTANT_NEEDED = Needed(_l("Anh/Chị điền ngày và giờ, ví dụ 05/03/2026 08:30."))


def check_address(form: Any, field: StringField) -> None:
    """A whole address of the web, or a page of ours; blanks and line ends break calendar files."""
    typed = field.data or ""
    if any(char.isspace() or not char.isprintable() for char in typed):
        typed = ""
    try:
        parts = urlsplit(typed)
    except ValueError:
        parts = urlsplit("")
    whole = parts.scheme in ("http", "https") and bool(parts.netloc)
    ours = typed.startswith("/") and not typed.startswith(("//", "/\\"))
    if not whole and not (ours and form.ours_too):
        raise ValidationError(_("Địa chỉ chưa đúng; ví dụ https://meet.example.vn/buoi-1."))


class SessionForm(web.Form):
    """When and where, for how many, until when one registers."""

    ours_too = False

    starts_at = InstantField(_l("Bắt đầu"), [INSTANT_NEEDED])
    ends_at = InstantField(_l("Kết thúc"), [INSTANT_NEEDED])
    place = StringField(_l("Địa điểm"), [Optional(), Length(max=300)])
    link = StringField(_l("Liên kết họp trực tuyến"), [Optional(), Length(max=500), check_address])
    capacity = CountField(
        _l("Số chỗ"), [Optional(), NumberRange(1, rules.MOST_SEATS, _l("Số chỗ từ 1 đến 5.000."))],
        description=_l("Số người tối đa; để trống nếu không giới hạn."),
    )  # fmt: skip
    seats_per_business = CountField(
        _l("Mỗi doanh nghiệp tối đa"),
        [Needed(_l("Anh/Chị điền số người.")), NumberRange(1, rules.MOST_PEOPLE, _l("Từ 1 đến 200 người."))],
    )
    closes_on = DayField(
        _l("Hạn đăng ký"), [Optional()], description=_l("Ngày cuối; để trống là nhận đến giờ bắt đầu.")
    )
    open_to_all = BooleanField(_l("Mọi doanh nghiệp đều đăng ký được (bỏ chọn: chỉ doanh nghiệp được mời)"))
    trainers = TextAreaField(_l("Người hướng dẫn, đơn vị phối hợp"), [Optional(), Length(max=1000)])
    notes = TextAreaField(
        _l("Ghi chú cho người dự"), [Optional(), Length(max=2000)],
        description=_l("Ví dụ: mang theo máy tính và tài khoản VNeID của doanh nghiệp."),
    )  # fmt: skip

    def validate(self, *arguments: Any, **values: Any) -> bool:
        """Also that people find it somewhere."""
        good = super().validate(*arguments, **values)
        if not self.place.data and not (self.link.data or self.link.errors):
            self.refuse(_("Anh/Chị điền địa điểm hoặc liên kết."), "place")
            return False
        return bool(good)

    def values(self) -> dict[str, Any]:
        """Keywords for the actions; empty texts are None."""
        texts = {name: self[name].data or None for name in ("place", "link", "trainers", "notes")}
        others = ("starts_at", "ends_at", "capacity", "seats_per_business", "closes_on", "open_to_all")
        return texts | {name: self[name].data for name in others}


class CancelForm(web.Form):
    """Why a session is called off."""

    because = StringField(
        _l("Lý do"), [DataRequired(_l("Anh/Chị ghi lý do để doanh nghiệp biết.")), Length(max=300)]
    )


class MaterialForm(web.Form):
    """Something to read: a page of the portal, or an address elsewhere."""

    ours_too = True

    title = StringField(_l("Tên tài liệu"), [DataRequired(_l("Anh/Chị đặt tên.")), Length(max=200)])
    url = StringField(
        _l("Địa chỉ"), [DataRequired(_l("Anh/Chị dán địa chỉ.")), Length(max=500), check_address],
        description=_l("Ví dụ /huong-dan/cap-giay-phep-lao-dong hoặc https://…"),
    )  # fmt: skip
