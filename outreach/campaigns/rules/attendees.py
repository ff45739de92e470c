"""A file of attendees: one column of tax codes, own codes or names is enough."""

from collections.abc import Sequence

from outreach.campaigns.rules.pasted import write_line
from outreach.i18n import lazy_gettext as _l
from outreach.sheets import values
from outreach.sheets.columns import Field, Layout
from outreach.sheets.layouts import BUSINESSES, EXPOSURES
from outreach.sheets.parsing import Parsed, Refusal

_FIELDS = {field.meaning: field for layout in (BUSINESSES, EXPOSURES) for field in layout.fields}
_ACTIVITY = _FIELDS["intervention_code"]

ATTENDEES = Layout(
    kind="attendees",
    fields=(
        _FIELDS["tax_code"],
        _FIELDS["business_code"],
        _FIELDS["name"],
        Field(
            "people",
            _l("Số người"),
            ("Số người", "Số người dự", "Số lượt", "Số đại biểu", "Lượt", "people"),
            values.parse_int,
        ),
        Field(_ACTIVITY.meaning, _ACTIVITY.label, _ACTIVITY.synonyms, _ACTIVITY.parse),
    ),
    needs=(("tax_code", "business_code", "name"),),
)


def lines_of(parsed: Parsed, code: str) -> tuple[list[str], Sequence[Refusal]]:
    """The rows as lines that can be pasted, and every row that is not taken.

    Rows of another intervention than the one with this `code` are refused.
    """
    lines, refusals = [], list(parsed.refusals)
    for row in parsed.rows:
        of = row.values.get("intervention_code")
        if of is not None and of != code:
            heading = parsed.recognition.headings["intervention_code"]
            refusals.append(Refusal(row.number, heading, of, _l("Dòng này thuộc hoạt động khác.")))
            continue
        name = row.values.get("name") or row.values.get("business_code")
        lines.append(write_line(row.values.get("tax_code"), name, row.values.get("people")))
    return lines, sorted(refusals, key=lambda refusal: refusal.row)
