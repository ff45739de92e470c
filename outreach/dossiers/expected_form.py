"""What people agree on about a file that should come every month."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired

from outreach import web
from outreach.dossiers.expecting import LAST_CLOSING_DAY, LAST_DUE_DAY
from outreach.dossiers.importing import KINDS
from outreach.dossiers.queries.expected import owners
from outreach.dossiers.source_field import SourceField
from outreach.fields import DAY_NEEDED, DayField, choices
from outreach.i18n import lazy_gettext as _l


def _number(text: Any) -> int | None:
    """A choice that is a number, or none."""
    return int(text) if str(text or "").isdecimal() else None


def _days(last: int) -> list[SelectChoice]:
    return [SelectChoice(str(day), _l("Ngày %(day)s", day=day)) for day in range(1, last + 1)]


def _closing_days() -> list[SelectChoice]:
    return [SelectChoice("", _l("Ngày cuối tháng")), *_days(LAST_CLOSING_DAY)]


def _due_days() -> list[SelectChoice]:
    return _days(LAST_DUE_DAY)


def _owners() -> list[SelectChoice]:
    everybody = SelectChoice("", _l("Mọi cán bộ cải cách hành chính"))
    return [everybody, *(SelectChoice(str(id), name) for id, name in owners())]


class ExpectedFileForm(web.Form):
    """A list that should come every month."""

    conflicts: ClassVar[Mapping[str, tuple[str, Any]]] = {
        "uq_expected_files_kind_source": ("source", _l("Tệp này của nguồn này đã có trong danh sách chờ.")),
    }
    kind = RadioField(
        _l("Tệp này chứa"),
        choices=choices({code: kind.label for code, kind in KINDS.items()}),
        default="dossiers",
        validators=[DataRequired(_l("Anh/Chị chọn một loại danh sách."))],
    )
    source = SourceField()
    closes_on_day = SelectField(_l("Kỳ báo cáo hết vào"), choices=_closing_days, coerce=_number)
    due_on_day = SelectField(_l("Phải có trước hết"), choices=_due_days, coerce=_number, default=5)
    since = DayField(_l("Theo dõi các kỳ kết thúc từ ngày"), validators=[DAY_NEEDED])
    owner_id = SelectField(_l("Nhắc ai khi trễ"), choices=_owners, coerce=_number)
