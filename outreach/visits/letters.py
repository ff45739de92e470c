"""What is written about promises: to their owners by e-mail, to businesses in the portal."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import force_locale

from outreach.i18n import gettext as _
from outreach.i18n import show_date
from outreach.visits.models import Promise
from outreach.web import whole_url_for


def kept_notice(promise: Promise) -> tuple[str, str, str]:
    """Title, text and page of the notice that a promise is kept."""
    return (
        _("Ban Quản lý đã làm xong việc đã hứa"),
        _("Việc đã hứa: %(text)s\nĐã làm: %(outcome)s", text=promise.text, outcome=promise.outcome),
        f"/doanh-nghiep/{promise.business_id}/cam-ket",
    )


def reminder(name: str, locale: str, promises: Sequence[Any], today: date) -> tuple[str, str]:
    """Subject and body for the owner of promises due today or overdue (rows of `queries.to_remind`)."""
    with force_locale(locale):
        lines = "\n".join(f"- {_due(one, today)} · {one.business}: {one.text}" for one in promises)
        subject = _("Cam kết với doanh nghiệp đến hạn: %(count)s việc", count=len(promises))
        body = _(
            "Kính gửi Anh/Chị %(name)s,\n\n"
            "Những việc đã hứa với doanh nghiệp do Anh/Chị phụ trách, đến hạn hoặc đã quá hạn:\n\n"
            "%(lines)s\n\n"
            "Anh/Chị ghi đã làm xong, đổi hạn hoặc giao người khác tại đây:\n\n%(link)s\n",
            name=name, lines=lines, link=whole_url_for("visits.promises", whose="mine"),
        )  # fmt: skip
    return subject, body


def _due(promise: Any, today: date) -> str:
    if promise.due_on == today:
        return _("hạn hôm nay")
    return _("quá hạn từ %(day)s", day=show_date(promise.due_on))
