"""What is written to the owner of a source that does not bring what it should."""

from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale

from outreach.fetching import rules
from outreach.i18n import gettext as _
from outreach.i18n import show_datetime


def trouble(row: Any, why: str | None, to: Any) -> tuple[str, str]:
    """Subject and body about a row of `queries.to_tell`; `why`: the outcome of its last failure.

    `to` is the row itself, or who stands in for an owner.
    """
    with current_app.test_request_context(), force_locale(to.locale):
        base = str(current_app.config["PUBLIC_URL"]) or "http://127.0.0.1:5000"
        told = []
        if row.failing:
            outcome = rules.OUTCOMES[why or "stopped"]
            told.append(
                _(
                    "Cổng đã thử %(count)s lần liền mà không lấy được tệp. Lần cuối: %(what)s. %(advice)s",
                    count=row.failures, what=outcome.label, advice=outcome.advice,
                )
            )  # fmt: skip
        if row.quiet:
            since = row.new_at or row.created_at
            told.append(
                _(
                    "Từ %(since)s chưa có gì mới, đã quá %(days)s ngày Anh/Chị đặt. Có thể hệ thống kia "
                    "ngừng xuất tệp.",
                    since=show_datetime(since), days=row.quiet_days,
                )
            )  # fmt: skip
        subject = _("Nguồn sổ “%(name)s” cần Anh/Chị xem", name=row.name)
        whose = _("Anh/Chị phụ trách") if row.email else _("chưa có người phụ trách")
        body = _(
            "Kính gửi Anh/Chị %(name)s,\n\n"
            "Nguồn “%(source)s” (%(whose)s):\n\n%(told)s\n\n"
            "Số liệu trên cổng vẫn là của lần nhập trước. Anh/Chị xem các lần thử tại đây:\n\n%(link)s\n",
            name=to.owner, source=row.name, whose=whose, told="\n\n".join(told),
            link=base + url_for("fetching.show", source_id=row.id),
        )  # fmt: skip
    return subject, body
