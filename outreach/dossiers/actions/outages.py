"""Writes about the times in which the portal did not work."""

from datetime import datetime

from outreach import clock
from outreach.database import db
from outreach.dossiers.models import Outage
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.text import squeeze


def record_outage(
    *,
    system: str,
    started_at: datetime,
    ended_at: datetime | None = None,
    note: str | None = None,
    recorded_by_id: int | None = None,
) -> Outage:
    """Note that a system did not work; without `ended_at` it is not over, or nobody knows when it was.

    Instants are aware. Refused: no system, an end before the start, anything in the future.
    """
    outage = Outage(recorded_at=clock.now(), recorded_by_id=recorded_by_id)
    _fill(outage, system, started_at, ended_at, note)
    db.session.add(outage)
    db.session.flush()
    return outage


def change_outage(
    *, outage: Outage, system: str, started_at: datetime, ended_at: datetime | None, note: str | None
) -> Outage:
    """Correct what was noted; the same is refused as when it is noted."""
    _fill(outage, system, started_at, ended_at, note)
    db.session.flush()
    return outage


def end_outage(*, outage: Outage, ended_at: datetime) -> Outage:
    """Note when the system worked again; refused when an end is noted already."""
    if outage.ended_at is not None:
        raise Refused(_("Lần gián đoạn này đã được ghi lúc kết thúc."))
    _check(outage.started_at, ended_at)
    outage.ended_at = ended_at
    db.session.flush()
    return outage


def delete_outage(*, outage: Outage) -> None:
    """Take back what was noted by mistake."""
    db.session.delete(outage)
    db.session.flush()


def _fill(
    outage: Outage, system: str, started_at: datetime, ended_at: datetime | None, note: str | None
) -> None:
    system = squeeze(system)
    if not system:
        raise Refused(_("Anh/Chị điền hệ thống nào không dùng được."), "system")
    _check(started_at, ended_at)
    outage.system, outage.note = system, (note or "").strip() or None
    outage.started_at, outage.ended_at = started_at, ended_at


def _check(started_at: datetime, ended_at: datetime | None) -> None:
    now = clock.now()
    if started_at > now:
        raise Refused(_("Lúc bắt đầu ở tương lai; chỉ ghi việc đã xảy ra."), "started_at")
    if ended_at is None:
        return
    if ended_at > now:
        raise Refused(_("Lúc kết thúc ở tương lai; để trống khi chưa hết gián đoạn."), "ended_at")
    if ended_at <= started_at:
        raise Refused(_("Lúc kết thúc phải sau lúc bắt đầu."), "ended_at")
