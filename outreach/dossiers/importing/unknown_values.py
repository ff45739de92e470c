"""Values of closed lists that no wording knows: a vendor's own words for a state or a channel.

One such word refuses most rows of a file; somebody says once what it means, as of a column, and the next file
of the source is read so.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from outreach.dossiers.importing.choosing import Chosen
from outreach.dossiers.importing.reading import KINDS
from outreach.dossiers.rules import ASSISTANCE, CHANNELS, STATUSES
from outreach.i18n import LazyText
from outreach.sheets.cells import CellFault
from outreach.sheets.columns import AS, Parser
from outreach.sheets.said_values import said_of

CLOSED: Mapping[str, Mapping[str, LazyText]] = {
    "status": STATUSES, "filing_channel": CHANNELS, "return_channel": CHANNELS, "assistance": ASSISTANCE,
}  # fmt: skip
MOST = 20  # values at once; a column with more different ones is no closed list


class UnknownValue(NamedTuple):
    """A value, in which column, what that column means, and how many of the refused rows have it."""

    heading: str
    meaning: str
    value: str
    rows: int


def unknown_values(run: Any) -> list[UnknownValue]:
    """The values for which rows of an import are refused and which somebody may explain; most rows first."""
    if run.kind != "dossiers" or not run.refused:
        return []
    recognised = run.recognised or {}
    columns, read_as = recognised.get("columns", ()), recognised.get("read_as", {})
    meant = {one["heading"]: one["meaning"] for one in columns if one["meaning"] in CLOSED}
    rows = Counter((one["column"], one["value"]) for one in run.refused if one["column"] in meant)
    fields = {field.meaning: field for field in KINDS[run.kind].layout.fields}
    unknown = []
    for (heading, value), count in rows.most_common():
        rule = (read_as.get(heading) or "").partition(AS)[2]
        if not _is_known(fields[meant[heading]].parser(rule or heading), value):
            unknown.append(UnknownValue(heading, meant[heading], value, count))
    return unknown[:MOST]


def _is_known(parse: Parser, value: str) -> bool:
    try:
        parse(value)
    except CellFault:
        return False
    return True


def explained(run: Any, codes: Mapping[UnknownValue, str | None]) -> Chosen:
    """How a file is read with what somebody said of its values: a code each, or None for 'says nothing'."""
    chosen = Chosen.kept(run.chosen) or Chosen()
    values = [
        said_of(one.heading, one.value, meaning=one.meaning, code=code or "") for one, code in codes.items()
    ]
    return Chosen(chosen.sheet, chosen.row, {**(run.recognised or {})["read_as"], **dict(values)}, said=True)
