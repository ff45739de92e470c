"""What people type about one intervention: what all types share, and the facts of its own type."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from wtforms import BooleanField, Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from outreach import web
from outreach.campaigns import rules
from outreach.campaigns.models import Intervention
from outreach.campaigns.rules import details, matrix, progress
from outreach.campaigns.rules.wording import wording
from outreach.fields import DAY_NEEDED, CountField, DayField, MoneyField, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l

LINK = Regexp(r"https?://[^\s/]+\S*$", message=_l("Đường dẫn bắt đầu bằng https:// và không có dấu cách."))
OWN = "detail_"  # how fields of a type's own facts begin
_SPANS = {"": _l("đúng các ngày này"), **progress.SPANS}
_NOTHING = [SelectChoice("", "")]  # until a page offers what there is
_PLAIN = (
    "type", "title", "held_on", "ends_on", "covers_all", "cost_planned_vnd", "cost_vnd", "audience",
    "reported_attendances", "reported_is_minimum", "span", "campaign_id", "plan_item_id", "channel",
)  # fmt: skip


def id_or_none(text: Any) -> int | None:
    """The id behind an option; None for the one that stands for nothing."""
    return int(text) if text else None


def word_or_none(text: Any) -> str | None:
    """The word behind an option; None for the one that stands for nothing."""
    return str(text) if text else None


def nothing_or(pairs: Iterable[tuple[Any, str]], nothing: Any) -> list[SelectChoice]:
    """Options of things by id, after one for none of them."""
    return [SelectChoice("", nothing), *(SelectChoice(value, label) for value, label in pairs)]


class InterventionForm(web.Form):
    """The facts of one intervention."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_interventions_code": (
            "code",
            _l("Mã này đã dùng cho hoạt động khác. Anh/Chị chọn mã khác, hoặc để trống để hệ thống tự đặt."),
        )
    }
    own_type: ClassVar[str] = ""

    type = SelectField(_l("Loại hoạt động"), choices=choices(rules.TYPES))
    title = StringField(
        _l("Tên hoạt động"), [DataRequired(_l("Anh/Chị đặt tên cho hoạt động.")), Length(max=300)]
    )
    held_on = DayField(validators=[DAY_NEEDED])
    ends_on = DayField(_l("Ngày kết thúc"), [Optional()])
    span = SelectField(_l("Từ ngày đến ngày nghĩa là"), choices=choices(_SPANS), coerce=word_or_none)
    place = StringField(_l("Địa điểm"), [Optional(), Length(max=300)])
    partners = StringField(_l("Đơn vị phối hợp"), [Optional(), Length(max=500)])
    campaign_id = SelectField(_l("Thuộc chiến dịch"), choices=_NOTHING, coerce=id_or_none)
    plan_item_id = SelectField(_l("Thực hiện dòng kế hoạch"), choices=_NOTHING, coerce=id_or_none)
    channel = SelectField(_l("Kênh"), choices=_NOTHING, coerce=word_or_none)
    audience = SelectField(_l("Đối tượng"), choices=choices(matrix.AUDIENCES), default="businesses")
    contents = SelectMultipleField(
        _l("Nội dung tuyên truyền"),
        [Optional()],
        choices=[SelectChoice(letter, letter) for letter in matrix.CONTENTS],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    covers_all = BooleanField(_l("Đến mọi doanh nghiệp"))
    reported_attendances = CountField(_l("Số lượt theo báo cáo"), [Optional()])
    reported_is_minimum = BooleanField(_l("Báo cáo nói “hơn” số này"))
    cost_planned_vnd = MoneyField(_l("Kinh phí dự kiến"), [Optional()])
    cost_vnd = MoneyField(_l("Kinh phí đã chi"), [Optional()])
    code = StringField(_l("Mã hoạt động"), [Optional(), Length(max=50)])
    note = TextAreaField(_l("Ghi chú"), [Optional(), Length(max=4000)])

    def say(self, type: str) -> None:
        """Use the words and the channels of a type."""
        words = wording(type)
        self.held_on.label.text = str(words.held_on)
        self.title.description = str(words.example)
        self.channel.choices = _channels(type)
        self.contents.choices = [
            SelectChoice(letter, f"{letter}) {text}") for letter, text in matrix.CONTENTS.items()
        ]

    def offer(self, campaigns: Iterable[tuple[int, str]], plan_items: Iterable[tuple[int, str]]) -> None:
        """The campaigns and plan lines there are."""
        self.campaign_id.choices = nothing_or(campaigns, _("Không thuộc chiến dịch nào"))
        self.plan_item_id.choices = nothing_or(plan_items, _("Không theo dòng kế hoạch nào"))

    @property
    def own_fields(self) -> list[Field]:
        """The fields of the type's own facts."""
        return [field for name, field in self._fields.items() if name.startswith(OWN)]

    def values(self, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Keywords for the actions; empty texts are None. `kept` are the stored facts of its type so far."""
        texts = {name: self[name].data or None for name in ("place", "partners", "note")}
        given = {field.name.removeprefix(OWN): field.data for field in self.own_fields}
        return texts | {
            **{name: self[name].data for name in _PLAIN},
            "contents": self.contents.data or [],
            "details": details.to_store(self.own_type, given, kept or {}),
        }


class CancelForm(web.Form):
    """Why something does not take place."""

    because = StringField(
        _l("Lý do hủy"),
        [DataRequired(_l("Anh/Chị ghi lý do, để người xem sau hiểu.")), Length(max=500)],
    )


def intervention_form(type: str, intervention: Intervention | None = None, **values: Any) -> InterventionForm:
    """The form of a type, empty or with what is known of an intervention."""
    if intervention is not None:
        found = details.from_store(type, intervention.details)
        values |= {f"{OWN}{name}": value for name, value in found.items()}
    form = _form_of(type)(obj=intervention, data=values)
    form.say(type)
    return form


@functools.cache
def _form_of(kind: str) -> type[InterventionForm]:
    fields: dict[str, Any] = {f"{OWN}{one.name}": _field(one) for one in details.details_of(kind)}
    return type("TypedForm", (InterventionForm,), fields | {"own_type": kind})


def _field(detail: details.Detail) -> Any:
    label: Any = detail.label
    words: dict[str, Any] = {"description": detail.hint or ""}
    if detail.kind == "number":
        return CountField(label, [Optional()], **words)
    if detail.kind == "date":
        return DayField(label, [Optional()], **words)
    if detail.kind == "choice":
        options = [SelectChoice("", _l("Chưa chọn")), *choices(detail.choices)]
        return SelectField(label, choices=options, coerce=word_or_none, **words)
    length = Length(max=details.LONGEST)
    if detail.kind == "long":
        return TextAreaField(label, [Optional(), length], **words)
    extra = [LINK] if detail.kind == "link" else []
    return StringField(label, [Optional(), length, *extra], **words)


def _channels(type: str) -> list[SelectChoice]:
    """The channels of the type first."""
    usual = {code: one.label for code, one in matrix.CHANNELS.items() if one.type == type}
    others = {code: one.label for code, one in matrix.CHANNELS.items() if code not in usual}
    return [SelectChoice("", _l("Chưa chọn")), *choices(usual), *choices(others)]
