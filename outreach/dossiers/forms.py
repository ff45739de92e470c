"""What people type about dossiers, procedures and imports."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Optional, Regexp

from outreach import web
from outreach.dossiers.importing import KINDS
from outreach.dossiers.rules import ASSISTANCE, LEVELS, VOCABULARIES
from outreach.fields import DAY_NEEDED, DayField, InstantField, Needed, choices
from outreach.i18n import lazy_gettext as _l


class UploadForm(web.Form):
    """A file of the board's: what kind, and from which system."""

    kind = RadioField(
        _l("Tệp này là danh sách"),
        choices=choices({code: kind.label for code, kind in KINDS.items()}),
        default="dossiers",
        validators=[DataRequired(_l("Anh/Chị chọn một loại danh sách."))],
    )
    file = FileField(_l("Tệp Excel hoặc CSV"), validators=[FileRequired(_l("Anh/Chị chọn một tệp."))])
    source = StringField(
        _l("Hệ thống nguồn"),
        default="main",
        filters=[lambda text: text or "main"],
        validators=[
            Length(max=40, message=_l("Tên nguồn dài tối đa 40 ký tự.")),
            Regexp(r"^[\w .\-]+$", message=_l("Tên nguồn chỉ gồm chữ, số, dấu cách, chấm và gạch.")),
        ],
    )
    period = StringField(
        _l("Kỳ báo cáo"),
        validators=[Optional(), Length(max=80, message=_l("Kỳ báo cáo dài tối đa 80 ký tự."))],
    )


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
