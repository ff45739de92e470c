"""What people type about dossiers, procedures and imports."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional

from outreach import web
from outreach.dossiers.importing import CLOSED, KINDS, UnknownValue, meanings
from outreach.dossiers.rules import ASSISTANCE, LEVELS, VOCABULARIES
from outreach.dossiers.source_field import SourceField
from outreach.fields import DAY_NEEDED, DayField, InstantField, Needed, choices
from outreach.i18n import gettext as _
from outreach.i18n import lazy_gettext as _l
from outreach.sheets.columns import AS, Column, Layout

COLUMN = "column_"
VALUE = "value_"
SAYS_NOTHING = "-"  # a value that is read as an empty cell
MOST_NAMED = 3  # of the meanings one of which is needed


class UploadForm(web.Form):
    """A file of the board's: what kind, and from which system."""

    kind = RadioField(
        _l("Tệp này chứa"),
        choices=choices({code: kind.label for code, kind in KINDS.items()}),
        default="dossiers",
        validators=[DataRequired(_l("Anh/Chị chọn một loại danh sách."))],
    )
    file = FileField(_l("Tệp Excel hoặc CSV"), validators=[FileRequired(_l("Anh/Chị chọn một tệp."))])
    source = SourceField()
    period = StringField(
        _l("Kỳ báo cáo"),
        validators=[Optional(), Length(max=80, message=_l("Kỳ báo cáo dài tối đa 80 ký tự."))],
    )


class ColumnsForm(web.Form):
    """What each column of a file means."""

    sheet = HiddenField()
    row = HiddenField()

    def said(self) -> dict[str, str | None]:
        """Heading → meaning, or None for a column to leave out."""
        return {field.label.text: field.data or None for field in self._selects()}

    def check(self, layout: Layout) -> bool:
        """Whether every meaning has one column at most, and what a list needs has one."""
        first: dict[str, Any] = {}
        for field in self._selects():
            meaning = (field.data or "").partition(AS)[0]
            if meaning in first:
                words = _("Cột “%(heading)s” đã được hiểu như vậy; mỗi thông tin chỉ lấy từ một cột.",
                          heading=first[meaning].label.text)  # fmt: skip
                field.errors = [*field.errors, words]
            elif meaning:
                first[meaning] = field
        for group in layout.needs:
            if not any(meaning in first for meaning in group):
                words = _("Chưa có cột nào là %(names)s; danh sách này cần thông tin đó.",
                          names=either(layout, group))  # fmt: skip
                self.refuse(words)
        return not self.errors

    def choice(self, column: Column) -> Any:
        """The field of a column."""
        return self[f"{COLUMN}{column.place}"]

    def _selects(self) -> list[Any]:
        return [field for field in self if field.name.startswith(COLUMN)]


def columns_form(
    columns: Sequence[tuple[Column, str]], layout: Layout, guessed: Mapping[int, str]
) -> ColumnsForm:
    """A choice for each column: what it is taken for now, else what it may be by what stands in it."""
    known = choices({"": _l("– bỏ qua –"), **meanings(layout)})
    fields: dict[str, Any] = {
        f"{COLUMN}{column.place}": SelectField(
            column.heading, choices=known, default=meaning or guessed.get(column.place, "")
        )
        for column, meaning in columns
    }
    form: ColumnsForm = type("ColumnsOfAFile", (ColumnsForm,), fields)()
    return form


class ValuesForm(web.Form):
    """What values mean that no wording knows."""

    unknown: ClassVar[Mapping[str, UnknownValue]] = {}

    def said(self) -> dict[UnknownValue, str | None]:
        """Of each value that somebody explained the code, or None for one that says nothing."""
        given = {one: self[name].data for name, one in self.unknown.items() if self[name].data}
        return {one: None if code == SAYS_NOTHING else code for one, code in given.items()}

    def rows(self) -> list[tuple[UnknownValue, Any]]:
        """Each value with its field."""
        return [(one, self[name]) for name, one in self.unknown.items()]


def values_form(unknown: Sequence[UnknownValue]) -> ValuesForm:
    """A choice for each value. Fields are named by what they are about: the list may change meanwhile."""
    named = {
        VALUE + hashlib.sha256(f"{one.heading}\n{one.value}".encode()).hexdigest()[:12]: one
        for one in unknown
    }
    fields: dict[str, Any] = {
        name: SelectField(
            f"{one.heading}: “{one.value}”",
            default="",
            choices=choices({
                "": _l("– để lại, không nhận –"), **CLOSED[one.meaning], SAYS_NOTHING: _l("Coi như ô trống")
            }),
        )
        for name, one in named.items()
    }  # fmt: skip
    form: ValuesForm = type("ValuesOfAFile", (ValuesForm,), {"unknown": named, **fields})()
    return form


def either(layout: Layout, group: Sequence[str]) -> str:
    """“Mã số thuế” hoặc “Mã riêng”: of many only the first few."""
    return f" {_('hoặc')} ".join(f"“{layout.label(meaning)}”" for meaning in group[:MOST_NAMED])


class AssistanceForm(web.Form):
    """Who really filed a dossier."""

    assistance = RadioField(
        _l("Ai nộp hồ sơ này?"),
        choices=choices({**ASSISTANCE, "": _l("Chưa rõ")}),
        validators=[Optional()],
    )


class ProcedureForm(web.Form):
    """What a procedure is called."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_procedures_code": ("code", _l("Mã này đã có ở một thủ tục khác.")),
    }
    code = StringField(
        _l("Mã thủ tục"),
        validators=[Optional(), Length(max=60, message=_l("Mã dài tối đa 60 ký tự."))],
    )
    name = TextAreaField(
        _l("Tên thủ tục"),
        validators=[
            DataRequired(_l("Anh/Chị điền tên thủ tục.")),
            Length(max=2000, message=_l("Tên dài tối đa 2.000 ký tự.")),
        ],
    )
    field = StringField(
        _l("Lĩnh vực"),
        validators=[Optional(), Length(max=200, message=_l("Tên lĩnh vực dài tối đa 200 ký tự."))],
    )


def _levels() -> list[SelectChoice]:
    """The two vocabularies, each with its levels."""
    return [
        SelectChoice(f"{vocabulary}:{level}", LEVELS[vocabulary, level][0], optgroup=str(words))
        for name, words in VOCABULARIES.items()
        for vocabulary, level in LEVELS
        if vocabulary == name
    ]


class LevelForm(web.Form):
    """A service level from a day on."""

    level = SelectField(
        _l("Mức độ"),
        choices=_levels,
        validators=[DataRequired(_l("Anh/Chị chọn một mức độ."))],
    )
    wording = StringField(
        _l("Ghi trong văn bản là"),
        validators=[Optional(), Length(max=200, message=_l("Tối đa 200 ký tự."))],
    )
    valid_from = DayField(_l("Áp dụng từ ngày"), validators=[DAY_NEEDED])
    valid_to = DayField(_l("Đến hết ngày"), validators=[Optional()])


class EndForm(web.Form):
    """The last day of a service level."""

    valid_to = DayField(_l("Đến hết ngày"), validators=[DAY_NEEDED])


class OutageForm(web.Form):
    """A time in which a system did not work."""

    system = StringField(
        _l("Hệ thống nào không dùng được?"),
        validators=[
            DataRequired(_l("Anh/Chị điền hệ thống nào không dùng được.")),
            Length(max=120, message=_l("Tên hệ thống dài tối đa 120 ký tự.")),
        ],
    )
    started_at = InstantField(
        _l("Từ lúc"), validators=[Needed(_l("Anh/Chị điền ngày và giờ, ví dụ 05/03/2026 14:30."))]
    )
    ended_at = InstantField(_l("Đến lúc"), validators=[Optional()])
    note = TextAreaField(
        _l("Ghi chú"),
        validators=[Optional(), Length(max=1000, message=_l("Ghi chú dài tối đa 1.000 ký tự."))],
    )
