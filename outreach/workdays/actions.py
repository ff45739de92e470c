"""Writes about special days, and about the hours of a working day."""

from collections.abc import Sequence
from datetime import date

from flask_babel import force_locale
from sqlalchemy import delete

from outreach import clock
from outreach.accounts.actions import note_access
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.refusals import Refused
from outreach.workdays import rules, signals
from outreach.workdays.models import SpecialDay, WorkingHours


def note_days(
    *, first: date, last: date | None, off: bool, name: str, decided_by: str | None, by: int | None
) -> int:
    """Note that the days from `first` to `last` are off, or worked; how many. Earlier notes give way.

    Refused when they run backwards or over a month, or when a day said to be worked is so anyway. Weekends
    within a holiday are off by themselves and are not noted.
    """
    last = last or first
    if last < first:
        raise Refused(_l("Ngày cuối phải sau hoặc trùng ngày đầu."), "last")
    if (last - first).days >= rules.LONGEST_SPAN:
        raise Refused(_l("Mỗi lần ghi tối đa 31 ngày; Anh/Chị kiểm tra lại ngày cuối."), "last")
    chosen = [day for day in rules.days(first, last) if rules.is_weekend(day) is not off]
    if not chosen:
        said = _l("Các ngày này vốn đã nghỉ cuối tuần.") if off else _l("Các ngày này vốn là ngày làm việc.")
        raise Refused(said, "first")
    for day in chosen:
        db.session.merge(
            SpecialDay(
                day=day, off=off, name=name, decided_by=decided_by, recorded_at=clock.now(), recorded_by_id=by
            )
        )
    db.session.flush()
    signals.changed.send(None)
    return len(chosen)


def note_fixed_days(*, year: int, by: int | None) -> int:
    """Note the holidays that fall on the same date every year, where nothing is noted yet; how many."""
    added = 0
    for day, name in rules.fixed_days(year).items():
        if not rules.is_weekend(day) and db.session.get(SpecialDay, day) is None:
            with force_locale("vi"):  # data, in the board's language whoever presses the button
                words = str(name)
            added += note_days(first=day, last=None, off=True, name=words, decided_by=None, by=by)
    return added


def forget_day(*, day: date) -> bool:
    """Let a day be what its weekday says; False when nothing was noted about it."""
    gone = db.session.execute(delete(SpecialDay).where(SpecialDay.day == day).returning(SpecialDay.day)).all()
    if gone:
        signals.changed.send(None)
    return bool(gone)


def set_hours(*, week: Sequence[Sequence[rules.Interval]], by: int | None) -> None:
    """Say when the board works: the intervals of each day, Monday first. Refused when it never works."""
    if not any(week):
        raise Refused(_l("Anh/Chị ghi giờ làm việc của ít nhất một ngày."))
    db.session.execute(delete(WorkingHours))
    db.session.add_all(
        WorkingHours(weekday=weekday, begins=interval.begins, ends=interval.ends)
        for weekday, intervals in enumerate(week)
        for interval in intervals
    )
    db.session.flush()
    signals.changed.send(None)
    note_access(what="hours.set", object_type="hours", by=by)
