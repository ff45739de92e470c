"""What people do with sources of registers."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, update

from outreach import clock
from outreach.database import db, record
from outreach.fetching import rules
from outreach.fetching.models import FetchTry, RegisterSource
from outreach.i18n import gettext as _
from outreach.outgoing import allowed
from outreach.refusals import Refused
from outreach.text import squeeze

LONGEST_ADDRESS = 1000
KEEP_TRIES = timedelta(days=365)
OF_THE_FILE = ("address", "kind", "system")


def create_source(*, name: str, address: str, quiet_days: int, **values: Any) -> RegisterSource:
    """A source that is asked at once and then by its schedule; the other values are columns.

    Refused: an address that may not be asked, or that carries a secret.
    """
    check_address(address)
    at = clock.now()
    source = RegisterSource(
        name=squeeze(name), address=address, quiet_days=quiet_days, active=True, failures=0, created_at=at,
        next_at=at, quiet_at=at + timedelta(days=quiet_days), **values,
    )  # fmt: skip
    db.session.add(source)
    db.session.flush()
    return source


def change_source(*, source: RegisterSource, name: str, address: str, **values: Any) -> RegisterSource:
    """Set it up otherwise. Another address or another kind of file begins anew; the same is refused."""
    check_address(address)
    before = [getattr(source, column) for column in OF_THE_FILE]
    planned, secret = schedule_of(source), source.secret
    source.name, source.address = squeeze(name), address
    for column, value in values.items():
        setattr(source, column, value)
    at, another = clock.now(), [getattr(source, column) for column in OF_THE_FILE] != before
    if another:
        source.etag = source.last_modified = source.sha256 = source.new_at = None
        source.marked_at_address = None
    source.quiet_at = (source.new_at or at) + timedelta(days=source.quiet_days)
    source.failures, source.told_failing_at, source.told_quiet_at = 0, None, None
    if another or source.secret != secret:
        source.next_at = at
    elif schedule_of(source) != planned:
        source.next_at = rules.next_slot(schedule_of(source), at)
    db.session.flush()
    return source


def delete_source(*, source: RegisterSource) -> None:
    """Ask it no more, and forget its tries; what was imported stays."""
    db.session.delete(source)
    db.session.flush()


def ask_now(*, source: RegisterSource, by: int) -> None:
    """Let the worker fetch it at its next look, also when it is paused."""
    done = db.session.execute(
        update(RegisterSource)
        .where(RegisterSource.id == source.id, RegisterSource.claimed_by.is_(None))
        .values(next_at=clock.now(), asked_by_id=by)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise Refused(_("Cổng đang lấy tệp của nguồn này; Anh/Chị đợi một lát."))


def pause(*, source: RegisterSource) -> None:
    """Ask it no more until somebody says so."""
    source.active = False
    db.session.flush()


def resume(*, source: RegisterSource) -> None:
    """Ask it again: at once, to show that it answers; what it missed while paused is no silence."""
    at = clock.now()
    source.active, source.failures, source.next_at = True, 0, at
    source.told_failing_at = source.told_quiet_at = None
    source.quiet_at = at + timedelta(days=source.quiet_days)
    db.session.flush()


def sweep() -> int:
    """Forget tries of long ago; how many."""
    with record() as connection:
        old = delete(FetchTry).where(FetchTry.started_at < clock.now() - KEEP_TRIES)
        return connection.execute(old).rowcount


def schedule_of(source: RegisterSource) -> rules.Schedule:
    """When it is asked."""
    return rules.Schedule(source.every, source.day, source.hour)


def check_address(address: str) -> None:
    """Refused, beside its field, when an address may not be asked or holds what belongs elsewhere."""
    if len(address) > LONGEST_ADDRESS:
        raise Refused(_("Địa chỉ dài tối đa 1.000 ký tự."), "address")
    if secret := rules.carried_secret(address):
        raise Refused(
            _(
                "Địa chỉ có “%(name)s”, trông như mã bí mật. Mã bí mật không để trong địa chỉ: quản trị viên "
                "khai báo trên máy chủ rồi Anh/Chị chọn ở ô Mã truy cập.",
                name=secret[:40],
            ),
            "address",
        )
    if wrong := rules.misread(address):
        raise Refused(
            _(
                "Cổng không hiểu “%(part)s” trong địa chỉ. Tháng ghi như %(example)s, sau tên máy chủ.",
                part=wrong[:40], example=rules.EXAMPLE,
            ),
            "address",
        )  # fmt: skip
    if not allowed(rules.resolved(address, clock.today()), current_app.config["REGISTER_HOSTS"]):
        raise Refused(
            _("Cổng không được phép lấy tệp ở máy chủ này. Anh/Chị chọn một máy chủ có trong danh sách."),
            "address",
        )
