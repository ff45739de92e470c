"""What is written about a session, in the reader's language, and the addresses in it."""

from collections.abc import Sequence
from datetime import date

from flask import current_app
from flask_babel import force_locale

from outreach import clock
from outreach.i18n import gettext as _
from outreach.i18n import ngettext
from outreach.outbox import leaving
from outreach.trainings.models import Session
from outreach.trainings.queries.mails import Addressee, Party
from outreach.trainings.rules import WAITING
from outreach.trainings.rules import mails as rules
from outreach.web import whole_url

# As in routes.py: the worker, which writes reminders, has no request to build addresses from.
INVITATION_PATH = "/moi/{}"
SESSION_PATH = "/buoi/{}"


def compose(
    session: Session, kind: str, party: Party, to: Addressee, message_id: str,
    survey_links: Sequence[str] = (),
) -> tuple[str, str]:  # fmt: skip
    """Subject and body of an e-mail of this kind, in the addressee's language.

    `message_id` names the e-mail in the address of its way out.
    """
    with force_locale(to.locale):
        subject, opening, closing = _said(session, kind, party)
        if survey_links:
            closing = _survey(survey_links) + "\n\n" + closing
        facts = "" if kind == rules.THANKS else facts_of(session) + "\n\n"
        body = f"{_greeting(to.name)}\n\n{opening}\n\n{facts}{closing}\n\n{_signature(message_id)}\n"
    return subject, body


def facts_of(session: Session) -> str:
    """What, when, where and who, one per line."""
    lines = [_("Nội dung: %(title)s", title=session.intervention.title), when(session)]
    if session.place:
        lines.append(_("Địa điểm: %(place)s", place=session.place))
    if session.link:
        lines.append(_("Tham gia trực tuyến: %(link)s", link=session.link))
    if session.trainers:
        lines.append(_("Người hướng dẫn: %(names)s", names=session.trainers))
    if session.notes:
        lines.append(_("Lưu ý: %(what)s", what=session.notes))
    return "\n".join(lines)


def when(session: Session) -> str:
    """'Thời gian: 08:00–11:30, Thứ Ba 05/03/2024', on the board's clocks."""
    start, end = clock.local(session.starts_at), clock.local(session.ends_at)
    day = f"{weekday(start.weekday())} {start:%d/%m/%Y}"
    if start.date() == end.date():
        return _(
            "Thời gian: %(from)s–%(to)s, %(day)s", **{"from": f"{start:%H:%M}", "to": f"{end:%H:%M}"}, day=day
        )
    until = f"{end:%H:%M}, {weekday(end.weekday())} {end:%d/%m/%Y}"
    return _("Thời gian: từ %(from)s đến %(to)s", **{"from": f"{start:%H:%M}, {day}", "to": until})


def weekday(number: int) -> str:
    """The name of a day of the week, Monday is 0."""
    names = (_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"), _("Thứ Bảy"), _("Chủ nhật"))
    return names[number]


def invitation_address(public_id: str) -> str:
    """The private link of an invited business."""
    return whole_url(INVITATION_PATH.format(public_id))


def session_address(session: Session) -> str:
    """The page of a session."""
    return whole_url(SESSION_PATH.format(session.public_id))


def path_of(session: Session, party: Party) -> str:
    """The page of the portal where this business answers."""
    if party.invitation:
        return INVITATION_PATH.format(party.invitation)
    return SESSION_PATH.format(session.public_id)


def in_portal(session: Session, kind: str, party: Party) -> tuple[str, str]:
    """Title and text of a notice, in the reader's language."""
    title, opening, _closing = _said(session, kind, party)
    return title, f"{opening}\n{facts_of(session)}"


def to_paste(session: Session, business: str, public_id: str) -> str:
    """An invitation as a message, to be pasted into Zalo; in Vietnamese, like what staff write by hand."""
    with force_locale("vi"):
        return "\n".join(
            [
                _("%(board)s kính mời %(business)s tham dự:", board=_board(), business=business),
                facts_of(session),
                _("Anh/Chị đăng ký hoặc báo bận tại (không cần tài khoản):"),
                invitation_address(public_id),
            ]
        )


def _address(session: Session, party: Party) -> str:
    return whole_url(path_of(session, party))


def _said(session: Session, kind: str, party: Party) -> tuple[str, str, str]:
    """Subject, first paragraph, last paragraph."""
    title, day = session.intervention.title, f"{clock.local(session.starts_at):%d/%m/%Y}"
    link = _address(session, party)
    values = {"title": title, "day": day, "business": party.business}
    look = _("Xem chi tiết, sửa số người hoặc hủy chỗ tại:\n%(link)s", link=link)
    if kind == rules.INVITED:
        return (
            _("Mời tham dự: %(title)s, ngày %(day)s", **values),
            _("%(board)s kính mời %(business)s tham dự:", board=_board(), business=party.business),
            _(
                "Anh/Chị đăng ký số người, hoặc cho biết không tham dự được, tại liên kết dành riêng cho "
                "doanh nghiệp (không cần tài khoản):\n%(link)s", link=link,
            ),
        )  # fmt: skip
    if kind == rules.REGISTERED_MAIL:
        return *_registered(party, values), look
    if kind == rules.MOVED_UP:
        return _("Đã có chỗ: %(title)s, ngày %(day)s", **values), _moved_up(party), look
    if kind == rules.CHANGED:
        return (
            _("Thay đổi thời gian hoặc địa điểm: %(title)s", **values),
            _("Buổi mà %(business)s được mời hoặc đã đăng ký có thay đổi. Thông tin mới như sau:", **values),
            look if party.state else _("Anh/Chị đăng ký tại:\n%(link)s", link=link),
        )
    if kind == rules.CANCELLED_MAIL:
        because = session.cancelled_because
        reason = _("Lý do: %(because)s", because=because) if because else ""
        return (
            _("Không tổ chức: %(title)s, ngày %(day)s", **values),
            _("Rất tiếc, buổi dưới đây không được tổ chức. Anh/Chị không cần đến.")
            + ("\n" + reason if reason else ""),
            _("Khi có buổi khác, chúng tôi sẽ báo lại Anh/Chị."),
        )
    if kind == rules.THANKS:
        return (
            _("Cảm ơn Anh/Chị đã tham dự: %(title)s", **values),
            _("Cảm ơn %(business)s đã tham dự “%(title)s” ngày %(day)s.", **values),
            _("Tài liệu của buổi:\n%(link)s", link=session_address(session)),
        )
    return _reminder(kind, party, values), _seats(party), look


def _registered(party: Party, values: dict[str, str]) -> tuple[str, str]:
    if party.state == WAITING:
        return (
            _("Đang chờ chỗ: %(title)s, ngày %(day)s", **values),
            _(
                "Buổi dưới đây đã hết chỗ nên %(business)s đang ở danh sách chờ. "
                "Có chỗ, chúng tôi báo Anh/Chị ngay.",
                **values,
            ),
        )  # fmt: skip
    return _("Đã đăng ký: %(title)s, ngày %(day)s", **values), _seats(party)


def _seats(party: Party) -> str:
    return ngettext(
        "%(business)s đã đăng ký %(num)d người.",
        "%(business)s đã đăng ký %(num)d người.",
        party.seats, business=party.business,
    )  # fmt: skip


def _moved_up(party: Party) -> str:
    return ngettext(
        "Vừa có chỗ: %(business)s được xếp %(num)d chỗ.",
        "Vừa có chỗ: %(business)s được xếp %(num)d chỗ.",
        party.seats, business=party.business,
    )  # fmt: skip


def _reminder(kind: str, party: Party, values: dict[str, str]) -> str:
    if kind == rules.THREE_DAYS:
        return _("Còn 3 ngày: %(title)s, ngày %(day)s", **values)
    return _("Sắp đến giờ: %(title)s, ngày %(day)s", **values)


def _survey(links: Sequence[str]) -> str:
    asked = _("Xin mỗi người dành một phút cho biết ý kiến (không hỏi tên, mỗi liên kết dùng một lần):")
    return asked + "\n" + "\n".join(links)


def _greeting(name: str | None) -> str:
    return _("Kính gửi Anh/Chị %(name)s,", name=name) if name else _("Kính gửi Anh/Chị,")


def _signature(message_id: str) -> str:
    hotline = str(current_app.config["HOTLINE"])
    call = _("Cần hỏi, xin gọi %(hotline)s.", hotline=hotline) + "\n" if hotline else ""
    return call + _(
        "%(board)s\nAnh/Chị nhận thư này vì đã đồng ý nhận e-mail hoặc đã đăng ký buổi này. "
        "Muốn thôi nhận (không cần tài khoản):\n%(link)s",
        board=_board(), link=leaving.address_of(message_id),
    )  # fmt: skip


def _board() -> str:
    return str(current_app.config["BOARD_NAME"])


def written_day(day: date) -> str:
    """As a document says it: days below 10 and the first two months take a nought (Decree 30/2020/NĐ-CP)."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return _("……, ngày %(day)s tháng %(month)s năm %(year)s", day=f"{day.day:02}", month=month, year=day.year)
