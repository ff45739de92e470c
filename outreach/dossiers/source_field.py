"""The field that says from which system a file comes: the main register is an empty one, never its code."""

from typing import Any

from wtforms import StringField
from wtforms.validators import Length, Regexp

from outreach.dossiers.rules import source_name
from outreach.i18n import lazy_gettext as _l
from outreach.text import fold, squeeze

MAIN = "main"
KNOWN = "sources-known"  # the list of other sources that a page offers


class SourceField(StringField):
    """A source as it is stored; shown and typed by its name."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        said = [
            Length(max=40, message=_l("Tên nguồn dài tối đa 40 ký tự.")),
            Regexp(r"^[\w .\-]+$", message=_l("Tên nguồn chỉ gồm chữ, số, dấu cách, chấm và gạch.")),
        ]
        shown = {"placeholder": _l("sổ chính"), "list": KNOWN, "autocomplete": "off"}
        super().__init__(label or _l("Hệ thống nguồn"), said, default=MAIN, render_kw=shown, **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Nothing, and what the main register is called, mean the main register."""
        if valuelist:
            name = squeeze(str(valuelist[0] or ""))
            self.data = MAIN if fold(name) in ("", MAIN, fold(source_name(MAIN))) else name

    def _value(self) -> str:
        return "" if self.data in (None, MAIN) else str(self.data)
