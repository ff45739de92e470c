"""Figures of summary forms taken in: what is new is noted, what changed keeps what it was."""

from collections.abc import Container, Sequence
from typing import Any

from sqlalchemy import select

from outreach import clock
from outreach.businesses.rules import Changed, TakenIn
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.i18n import show_number, show_percent
from outreach.rates.models import FormerFigure, ReportedFigure, SummaryForm
from outreach.rates.rules.periods import Period, parse_period
from outreach.rates.rules.summaries import MEASURES, MILLION, SHARE, Subject, broken, heads_part, without_part
from outreach.rates.rules.titles import period_of, title_of, unit_of
from outreach.refusals import Refused
from outreach.sheets.cells import FileFault

MOST_ROWS = 5_000  # a province has some hundred units and fields
MOST_SENTENCES = 20

Known = dict[str, dict[str, ReportedFigure]]  # key of a row → measure → figure


def take_in_summaries(rows: Sequence[dict[str, Any]], *, trial: bool = False) -> TakenIn:
    """Take in the rows of one form; counts are of rows. A trial only says what would become of them.

    Each row has the form's `above`, `source`, `import_id` and `period` ('' when nobody named it). A figure is
    told apart by source, period, row and measure; an empty cell says and changes nothing. A trial also says
    which known rows change, each figure as it is and as it would be. Raises FileFault when the period is
    not known.
    """
    taken = TakenIn()
    if not rows:
        return taken
    if len(rows) > MOST_ROWS:
        raise FileFault(
            _l("Biểu có hơn %(most)d dòng; Anh/Chị kiểm tra xem đây có đúng là biểu tổng hợp không.",
               most=MOST_ROWS)
        )  # fmt: skip
    period = _period(rows[0])
    form = _find(rows[0]["source"], period)
    known = _figures(form) if form else {}
    if not trial:
        form = _header(form, rows[0], period)
    seen: dict[str, int] = {}
    groups: dict[str, list[str]] = {}
    for key in known:
        groups.setdefault(without_part(key), []).append(key)
    for row, subject in _subjects(rows):
        key = subject.key if subject.key in seen else _known_as(subject, groups, seen)
        if key in seen:
            reason = _l("Đơn vị, lĩnh vực này đã có ở dòng %(row)s của cùng biểu.", row=seen[key])
            column = "unit" if subject.unit else "field"
            taken.refused.append((row["row"], column, subject.name, reason))
            continue
        seen[key] = row["row"]
        before = known.get(key, {})
        changed = _changed(row, before)
        if trial and changed and before:
            taken.changed.append(Changed(row["row"], subject.name, _told(changed, before)))
        elif changed and not trial:
            assert form is not None
            _take_in(row, subject, before, form, changed)
        taken.created += bool(changed and not before)
        taken.updated += bool(changed and before)
        taken.unchanged += not changed
    db.session.flush()
    return taken


def delete_form(*, form: SummaryForm) -> None:
    """Take a form out with all its figures: it was uploaded by mistake, or for another period."""
    db.session.delete(form)
    db.session.flush()


def about(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What was understood of a form, to be kept: its period, what it counts in, sums that do not agree.

    `wording.summaries.about` says it. Raises FileFault when the period is not known.
    """
    if not rows:
        return {}
    period = _period(rows[0])
    wrong = [(row["row"], *one) for row in rows for one in broken(_counts(row))]
    return {
        "first": period.first.isoformat(), "last": period.last.isoformat(),
        "unit": unit_of(rows[0]["above"]), "broken": wrong[:MOST_SENTENCES],
        "more": max(0, len(wrong) - MOST_SENTENCES),
    }  # fmt: skip


def _counts(row: dict[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in MEASURES if row.get(name) is not None and name != SHARE}


def _period(row: dict[str, Any]) -> Period:
    """As its owner says, else as the form does."""
    if row["period"]:
        try:
            return parse_period(row["period"])
        except Refused as refusal:
            raise FileFault(
                _l("Kỳ báo cáo “%(said)s”: %(why)s", said=row["period"], why=refusal)
            ) from refusal
    found = period_of(row["above"])
    if found is None:
        raise FileFault(
            _l("Không rõ biểu này của kỳ nào. Anh/Chị điền “Kỳ báo cáo” khi tải lên, "
               "hoặc thêm vào tệp một dòng “Từ ngày … đến ngày …” phía trên bảng.")
        )  # fmt: skip
    return found


def _find(source: str, period: Period) -> SummaryForm | None:
    return db.session.scalar(
        select(SummaryForm).filter_by(source=source, first=period.first, last=period.last)
    )


def _figures(form: SummaryForm) -> Known:
    known: Known = {}
    for figure in db.session.scalars(select(ReportedFigure).where(ReportedFigure.form_id == form.id)):
        known.setdefault(figure.key, {})[figure.measure] = figure
    return known


def _header(form: SummaryForm | None, row: dict[str, Any], period: Period) -> SummaryForm:
    if form is None:
        form = SummaryForm(
            source=row["source"], first=period.first, last=period.last, recorded_at=clock.now(),
            import_id=row["import_id"],
        )  # fmt: skip
        db.session.add(form)
    form.title = form.title or title_of(row["above"])
    form.counted_in = form.counted_in or unit_of(row["above"])
    db.session.flush()
    return form


def _known_as(subject: Subject, groups: dict[str, list[str]], seen: Container[str]) -> str:
    """The key of the same row where it is known already; a file that leaves out the groups means it too."""
    alone = subject._replace(part=None).key
    known = groups.get(alone, [])
    if subject.key in known:
        return subject.key
    same = [key for key in known if key not in seen and (key == alone or not subject.part)]
    return same[0] if len(same) == 1 else subject.key


def _subjects(rows: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], Subject]]:
    """Whom each row is about; below a row 'A' or 'II' the numbered ones belong to its group."""
    grain = "both" if {"unit", "field"} <= rows[0].keys() else "unit" if "unit" in rows[0] else "field"
    found, part = [], None
    for row in rows:
        head = heads_part(row.get("ordinal"))
        if head or row["total"]:
            part = None
        subject = Subject(grain, part, row.get("unit"), row.get("field"))
        found.append((row, subject))
        part = subject.name if head else part
    return found


def _changed(row: dict[str, Any], known: dict[str, ReportedFigure]) -> dict[str, int]:
    """The figures of a row that are new or other than before."""
    said = {measure: _amount(measure, row[measure]) for measure in MEASURES if row.get(measure) is not None}
    return {
        measure: amount
        for measure, amount in said.items()
        if measure not in known or known[measure].amount != amount
    }


def _told(
    changed: dict[str, int], known: dict[str, ReportedFigure]
) -> list[tuple[str, str | None, str | None]]:
    """Each figure that changes, before and after, as it is read; None: it was not reported before."""
    return [
        (measure, _read(measure, known[measure].amount) if measure in known else None, _read(measure, amount))
        for measure, amount in changed.items()
    ]


def _read(measure: str, amount: int) -> str:
    return show_percent(amount / MILLION) if measure == SHARE else show_number(amount)


def _take_in(
    row: dict[str, Any], subject: Subject, known: dict[str, ReportedFigure], form: SummaryForm,
    changed: dict[str, int],
) -> None:  # fmt: skip
    """Note the figures of a row that changed."""
    for measure, amount in changed.items():
        if measure in known:
            _replace(known[measure], amount, row)
        else:
            db.session.add(_new(form, subject, measure, amount, row, like=next(iter(known.values()), None)))


def _amount(measure: str, value: float) -> int:
    return round(value * MILLION) if measure == SHARE else int(value)


def _new(
    form: SummaryForm,
    subject: Subject,
    measure: str,
    amount: int,
    row: dict[str, Any],
    like: ReportedFigure | None,
) -> ReportedFigure:
    """A figure of a new row, or one more of a row that is known by another."""
    whose = subject.columns | {"place": row["row"], "total": row["total"]}
    if like:
        whose = {name: getattr(like, name) for name in whose}
    return ReportedFigure(
        form_id=form.id, **whose, measure=measure, amount=amount, import_id=row["import_id"],
        recorded_at=clock.now(),
    )  # fmt: skip


def _replace(figure: ReportedFigure, amount: int, row: dict[str, Any]) -> None:
    at = clock.now()
    db.session.add(
        FormerFigure(
            figure_id=figure.id, amount=figure.amount, import_id=figure.import_id,
            recorded_at=figure.recorded_at, replaced_at=at,
        )
    )  # fmt: skip
    figure.amount, figure.import_id, figure.recorded_at = amount, row["import_id"], at
