"""What people say about a source of registers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_login import current_user
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange

from outreach import web
from outreach.dossiers.importing import KINDS
from outreach.dossiers.source_field import SourceField
from outreach.fetching import queries, rules, secrets
from outreach.fetching.models import RegisterSource
from outreach.fetching.wording import WEEKDAYS, hour_words
from outreach.fields import CountField, Needed, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l

_SHARE = _l("Anh/Chị điền tỷ lệ từ 0 đến 100.")
_DAYS = _l("Anh/Chị điền số ngày từ 1 đến 400.")
# What most sources are asked for; a day is one of the week or of the month.
USUAL = {"every": "day", "weekday": "1", "month_day": "3", "hour": "6", "most_refused": 2, "quiet_days": 7}


class SourceForm(web.Form):
    """Where a register lies, how often it is asked, and what becomes of what comes."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_register_sources_name": ("name", _l("Đã có nguồn mang tên này.")),
    }
    name = StringField(
        _l("Tên nguồn"),
        [
            DataRequired(_l("Anh/Chị đặt tên cho nguồn.")),
            Length(max=80, message=_l("Tên dài tối đa 80 ký tự.")),
        ],
    )
    address = StringField(
        _l("Địa chỉ tải tệp"), [DataRequired(_l("Anh/Chị điền địa chỉ tải tệp."))],
        render_kw={"inputmode": "url", "spellcheck": "false", "autocapitalize": "none"},
    )  # fmt: skip
    kind = RadioField(
        _l("Tệp này chứa"), choices=choices({code: kind.label for code, kind in KINDS.items()}),
        default="dossiers", validators=[DataRequired(_l("Anh/Chị chọn một loại danh sách."))],
    )  # fmt: skip
    system = SourceField()
    secret = SelectField(_l("Mã truy cập"), choices=[])
    every = RadioField(
        _l("Lấy bao lâu một lần"), choices=choices(rules.EVERY),
        validators=[DataRequired(_l("Anh/Chị chọn bao lâu lấy một lần."))],
    )  # fmt: skip
    weekday = SelectField(_l("Thứ"), choices=choices({str(day): name for day, name in WEEKDAYS.items()}))
    month_day = SelectField(
        _l("Ngày trong tháng"),
        choices=choices({**{str(day): str(day) for day in range(1, 31)}, "31": _l("Ngày cuối")}),
    )
    hour = SelectField(_l("Lúc"), choices=choices({str(hour): hour_words(hour) for hour in range(24)}))
    by_itself = BooleanField(_l("Tự ghi vào sổ khi tệp giống lần trước"))
    most_refused = CountField(
        _l("Tỷ lệ dòng không nhận cao nhất"),
        [Needed(_SHARE), NumberRange(0, 100, _SHARE)],
    )
    quiet_days = CountField(
        _l("Báo khi không có gì mới sau"),
        [Needed(_DAYS), NumberRange(1, 400, _DAYS)],
    )
    owner_id = SelectField(_l("Người phụ trách"), choices=[])

    def offer(self, source: RegisterSource | None) -> "SourceForm":
        """Who may own it, and the secrets that the server knows by name."""
        names = secrets.names()
        gone = [source.secret] if source and source.secret and source.secret not in names else []
        named = {name: name for name in names} | {
            name: _("%(name)s (chưa khai báo trên máy chủ)", name=name) for name in gone
        }
        self.secret.choices = choices({"": _l("Không cần"), **named})
        people = {str(person.id): person.name for person in queries.owners()}
        if source and str(source.owner_id) not in people:
            people = {"": _("Chưa có ai"), **people}
        self.owner_id.choices = choices(people)
        return self

    def values(self) -> dict[str, Any]:
        """As the actions take them."""
        days = {"week": self.weekday.data, "month": self.month_day.data}
        return {
            "name": self.name.data, "address": self.address.data, "kind": self.kind.data,
            "system": self.system.data, "secret": self.secret.data or None, "every": self.every.data,
            "day": int(days.get(self.every.data) or 1), "hour": int(self.hour.data),
            "by_itself": self.by_itself.data, "most_refused": self.most_refused.data,
            "quiet_days": self.quiet_days.data,
            "owner_id": int(self.owner_id.data) if self.owner_id.data else None,
        }  # fmt: skip


def form_for(source: RegisterSource | None) -> SourceForm:
    """The form of a new source, or of one that is there."""
    if source is None:
        return SourceForm(data={**USUAL, "owner_id": str(current_user.id)}).offer(None)
    day = {"week": {"weekday": str(source.day)}, "month": {"month_day": str(source.day)}}
    said = {
        "name": source.name, "address": source.address, "kind": source.kind, "system": source.system,
        "every": source.every, "hour": str(source.hour), "by_itself": source.by_itself,
        "most_refused": source.most_refused, "quiet_days": source.quiet_days,
        "secret": source.secret or "", "owner_id": str(source.owner_id or ""),
    }  # fmt: skip
    return SourceForm(data={**USUAL, **said, **day.get(source.every, {})}).offer(source)
