"""What people fill in about businesses, zones and contacts."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from outreach import clock
from outreach.businesses import queries
from outreach.businesses.models import Business, Contact, Zone
from outreach.businesses.rules import WAYS, ZONE_KINDS, zone_key
from outreach.fields import (
    DAY_NEEDED,
    DayField,
    EmailField,
    EmployeesField,
    PhoneField,
    TaxCodeField,
    choices,
)
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.text import squeeze
from outreach.web import Form


def _zones(none: str, zones: Iterable[Zone]) -> dict[int, str]:
    """Zones by id; 0 stands for no zone."""
    return {0: none, **{zone.id: zone.name for zone in zones}}


class BusinessForm(Form):
    """The facts of one business."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_businesses_tax_code": (
            "tax_code",
            _l("Mã số thuế này đã thuộc một doanh nghiệp khác trong danh sách."),
        ),
        "uq_businesses_own_code": ("own_code", _l("Mã này đã thuộc một doanh nghiệp khác trong danh sách.")),
    }

    name = StringField(
        _l("Tên doanh nghiệp"),
        [
            DataRequired(_l("Anh/Chị nhập tên doanh nghiệp.")),
            Length(max=300, message=_l("Tên dài quá 300 ký tự.")),
        ],
    )
    tax_code = TaxCodeField(
        _l("Mã số thuế"),
        [Optional()],
        description=_l("10 chữ số; chi nhánh thêm gạch nối và 3 số; hộ kinh doanh 12 số."),
    )
    own_code = StringField(
        _l("Mã của Ban Quản lý"), [Optional(), Length(max=50, message=_l("Mã dài quá 50 ký tự."))]
    )
    zone_id = SelectField(_l("Khu, cụm công nghiệp"), coerce=int)
    employees = EmployeesField(_l("Số lao động"), [Optional()])
    note = TextAreaField(
        _l("Ghi chú"), [Optional(), Length(max=4000, message=_l("Ghi chú dài quá 4.000 ký tự."))]
    )
    active = BooleanField(_l("Đang hoạt động"), default=True)
    another = BooleanField(_l("Đây là doanh nghiệp khác, vẫn lưu"))

    def __init__(self, business: Business | None = None) -> None:
        super().__init__(obj=business)
        self.business = business
        zones = queries.list_zones()
        self.zone_id.choices = choices(_zones(_("Chưa rõ"), zones))
        if not self.is_submitted():
            self.zone_id.data = (business.zone_id if business else None) or 0
        self.doubles: list[Business] = []

    def validate_name(self, field: StringField) -> None:
        """A new name that somebody bears already is asked about once."""
        if self.another.data or (self.business and squeeze(field.data or "") == self.business.name):
            return
        self.doubles = list(
            queries.similar_businesses(
                field.data or "", except_id=self.business.id if self.business else None
            )
        )
        if self.doubles:
            raise ValidationError(
                _("Đã có doanh nghiệp mang tên này. Nếu là nơi khác, Anh/Chị đánh dấu ô bên dưới.")
            )

    def values(self) -> dict[str, Any]:
        """Keywords for the actions."""
        return {
            "name": squeeze(self.name.data or ""),
            "tax_code": self.tax_code.data,
            "own_code": squeeze(self.own_code.data or "") or None,
            "zone_id": self.zone_id.data or None,
            "employees": self.employees.data,
            "note": self.note.data or None,
            "active": bool(self.active.data),
        }


class ContactForm(Form):
    """A person of a business; every field but the name may be unknown."""

    name = StringField(
        _l("Họ và tên"),
        [DataRequired(_l("Anh/Chị nhập họ tên.")), Length(max=120, message=_l("Họ tên dài quá 120 ký tự."))],
        render_kw={"autocomplete": "off"},
    )
    job = StringField(_l("Chức vụ, bộ phận"), [Optional(), Length(max=120, message=_l("Dài quá 120 ký tự."))])
    phone = PhoneField(_l("Số điện thoại"), [Optional()])
    email = EmailField(_l("E-mail"), [Optional()])

    def __init__(self, contact: Contact | None = None) -> None:
        super().__init__(obj=contact)

    def values(self) -> dict[str, Any]:
        """Keywords for the actions."""
        return {
            "name": squeeze(self.name.data or ""),
            "job": squeeze(self.job.data or "") or None,
            "phone": self.phone.data,
            "email": self.email.data,
        }


class ConsentForm(Form):
    """One answer to one question. Nothing is ticked beforehand."""

    given = RadioField(
        _l("Câu trả lời"),
        [InputRequired(_l("Anh/Chị chọn một câu trả lời."))],
        choices=choices({"yes": _l("Đồng ý"), "no": _l("Không đồng ý")}),
    )
    how = RadioField(
        _l("Trả lời bằng cách nào"),
        [InputRequired(_l("Anh/Chị chọn cách trả lời."))],
        choices=choices({way: WAYS[way] for way in ("spoken", "written")}),
    )
    answered_on = DayField(_l("Ngày trả lời"), [DAY_NEEDED])

    def __init__(self, *, by_the_person: bool) -> None:
        super().__init__(data={"answered_on": clock.today()})
        if by_the_person:
            del self.how, self.answered_on

    def values(self) -> dict[str, Any]:
        """Keywords for the action."""
        fields = self._fields
        return {
            "given": self.given.data == "yes",
            "how": fields["how"].data if "how" in fields else "form",
            "answered_on": fields["answered_on"].data if "answered_on" in fields else clock.today(),
        }


class ZoneForm(Form):
    """The facts of one zone."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_zones_name_folded": ("name", _l("Đã có khu mang tên này.")),
        "uq_zones_code": ("code", _l("Mã này đã dùng cho khu khác.")),
    }

    name = StringField(
        _l("Tên khu"),
        [DataRequired(_l("Anh/Chị nhập tên khu.")), Length(max=200, message=_l("Tên dài quá 200 ký tự."))],
        description=_l("Ví dụ: KCN Đồng Văn II"),
    )
    kind = SelectField(_l("Loại"), choices=choices(ZONE_KINDS))
    code = StringField(_l("Mã"), [Optional(), Length(max=50, message=_l("Mã dài quá 50 ký tự."))])

    def __init__(self, zone: Zone | None = None) -> None:
        super().__init__(obj=zone)
        self.zone = zone

    def validate_kind(self, field: SelectField) -> None:
        """A name that says its kind may not contradict the choice."""
        said = zone_key(self.name.data or "").kind
        if said and said != field.data:
            raise ValidationError(_("Tên khu cho biết đây là %(kind)s.", kind=ZONE_KINDS[said]))

    def values(self) -> dict[str, Any]:
        """Keywords for the actions."""
        return {
            "name": squeeze(self.name.data or ""),
            "kind": self.kind.data,
            "code": squeeze(self.code.data or "") or None,
        }


class MergeZoneForm(Form):
    """Which zone takes over another one's businesses."""

    into = SelectField(_l("Gộp vào"), coerce=int, validators=[InputRequired(_l("Anh/Chị chọn một khu."))])

    def __init__(self, zone: Zone) -> None:
        super().__init__()
        others = [other for other in queries.list_zones() if other.id != zone.id]
        self.into.choices = choices(_zones(_("Chọn một khu"), others))

    def validate_into(self, field: SelectField) -> None:
        """A zone was chosen."""
        if not field.data:
            raise ValidationError(_("Anh/Chị chọn một khu."))
