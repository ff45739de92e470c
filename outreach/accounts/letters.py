"""What we write to people, and the addresses in it."""

from flask import current_app
from flask_babel import force_locale

from outreach.accounts.models import User
from outreach.i18n import gettext as _
from outreach.web import whole_url_for


def can_be_sent() -> bool:
    """Whether e-mail is set up, and the address in it is ours: not one that a stranger's Host header made."""
    settings = current_app.config
    return bool(settings["SMTP_URL"] and (settings["PUBLIC_URL"] or settings["TRUSTED_HOSTS"]))


def link_address(token: str) -> str:
    """The whole address of a link: under PUBLIC_URL when set, else where this request came to."""
    return whole_url_for("accounts.accept", token=token)


def welcome(user: User, token: str) -> tuple[str, str]:
    """Subject and body of an invitation, in the person's language."""
    board = str(current_app.config["BOARD_NAME"])
    with force_locale(user.locale):
        subject = _("Mời Anh/Chị vào Outreach của %(board)s", board=board)
        body = _(
            "Kính gửi Anh/Chị %(name)s,\n\n"
            "%(board)s mời Anh/Chị dùng Outreach. Anh/Chị mở liên kết dưới đây để đặt mật khẩu:\n\n"
            "%(link)s\n\n"
            "Liên kết dùng được một lần, trong 7 ngày. Nếu hết hạn, xin Anh/Chị liên hệ quản trị viên.\n",
            name=user.name, board=board, link=link_address(token),
        )  # fmt: skip
    return subject, body


def new_password(user: User, token: str) -> tuple[str, str]:
    """Subject and body for somebody who forgot the password, in the person's language."""
    board = str(current_app.config["BOARD_NAME"])
    with force_locale(user.locale):
        subject = _("Đặt lại mật khẩu Outreach")
        body = _(
            "Kính gửi Anh/Chị %(name)s,\n\n"
            "Có người vừa xin đặt lại mật khẩu của Anh/Chị trên Outreach của %(board)s. "
            "Nếu đó là Anh/Chị, hãy mở liên kết dưới đây:\n\n"
            "%(link)s\n\n"
            "Liên kết dùng được một lần, trong 2 giờ. Nếu không phải Anh/Chị, xin bỏ qua thư này: "
            "mật khẩu cũ vẫn như trước.\n",
            name=user.name, board=board, link=link_address(token),
        )  # fmt: skip
    return subject, body
