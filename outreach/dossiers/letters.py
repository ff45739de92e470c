"""What is written to officers about monthly files."""

from collections.abc import Sequence

from flask import current_app, url_for
from flask_babel import force_locale

from outreach.dossiers.importing.reading import KINDS
from outreach.dossiers.queries.expected import ExpectedLine
from outreach.dossiers.rules import source_name
from outreach.i18n import gettext as _
from outreach.i18n import show_date


def late_files(name: str, locale: str, late: Sequence[ExpectedLine]) -> tuple[str, str]:
    """Subject and body about files that have not come in time, in the reader's language."""
    with current_app.test_request_context(), force_locale(locale):
        base = str(current_app.config["PUBLIC_URL"]) or "http://127.0.0.1:5000"
        lines = "\n".join(f"- {_line(one)}" for one in late)
        subject = _("Tệp hằng tháng chưa có: %(count)s tệp", count=len(late))
        body = _(
            "Kính gửi Anh/Chị %(name)s,\n\n"
            "Các tệp sau đã quá hạn mà chưa được nhập vào sổ:\n\n"
            "%(lines)s\n\n"
            "Khi chưa có tệp, số liệu của kỳ đó còn thiếu. "
            "Anh/Chị tải tệp lên, hoặc nhập tệp đã tải, tại đây:\n\n"
            "%(link)s\n\n"
            "Mỗi kỳ chỉ nhắc một lần. Đổi hạn hoặc thôi chờ tệp: %(settings)s\n",
            name=name, lines=lines, link=base + url_for("dossiers.imports"),
            settings=base + url_for("dossiers.expected_files"),
        )  # fmt: skip
    return subject, body


def _line(line: ExpectedLine) -> str:
    assert line.newest is not None
    period = line.newest.period
    return _(
        "%(kind)s, nguồn %(source)s, kỳ %(first)s–%(last)s (hạn %(due)s)",
        kind=KINDS[line.file.kind].label, source=source_name(line.file.source),
        first=show_date(period.first), last=show_date(period.last), due=show_date(period.due_on),
    )  # fmt: skip
