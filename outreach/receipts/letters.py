"""The e-mail that a code has been seen: only to whoever entered it, and only where that person agreed."""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from outreach.accounts.letters import can_be_sent
from outreach.accounts.models import User
from outreach.businesses.models import Consent, Contact
from outreach.database import batches, db, reading
from outreach.i18n import gettext as _
from outreach.outbox import leaving
from outreach.outbox.actions import new_message_id, queue_email
from outreach.receipts.models import Receipt
from outreach.web import whole_url_for

PURPOSE = "receipt"


def tell(receipt_ids: Sequence[int]) -> int:
    """Write to the people who entered these codes, now seen; gives how many letters.

    Whoever entered it is a contact of the receipt's business with that phone; the latest answer to "by
    e-mail?" has to be yes (law 91/2025/QH15, article 9). Nothing of the dossier stands in the letter.
    """
    if not receipt_ids or not can_be_sent():
        return 0
    sent = 0
    for some in batches(receipt_ids):
        for row in db.session.execute(_to_tell(some)):
            message_id = new_message_id()
            subject, body = _seen(
                row.code, row.public_id, leaving.address_of(message_id), with_account=row.user_id is not None
            )
            queue_email(address=row.email, subject=subject, body=body, purpose=PURPOSE, message_id=message_id)
            sent += 1
    return sent


def objection(_message_id: int, address: str) -> str | None:
    """Why such a letter must not go any more: nobody with this address agrees to e-mail by now."""
    answer = aliased(Consent)
    latest = (
        select(func.max(answer.id))
        .where(answer.contact_id == Contact.id, answer.channel == "email")
        .correlate(Contact)
        .scalar_subquery()
    )
    statement = (
        select(func.count())
        .select_from(Contact)
        .join(Consent, Consent.id == latest)
        .where(Contact.email == address, Contact.left_on.is_(None), Consent.given.is_(True))
    )
    with reading() as connection:
        agreed = connection.scalar(statement)
    return None if agreed else str(_("Người nhận đã rút đồng ý hoặc không còn ở doanh nghiệp."))


def _to_tell(receipt_ids: Sequence[int]) -> Select[str, str, int | None, str | None]:
    answer = aliased(Consent)
    latest = (
        select(func.max(answer.id))
        .where(answer.contact_id == Contact.id, answer.channel == "email")
        .scalar_subquery()
    )
    return (
        select(Receipt.code, Receipt.public_id, Receipt.user_id, Contact.email)
        .outerjoin(User, User.id == Receipt.user_id)
        .join(Contact, Contact.business_id == Receipt.business_id)
        .join(Consent, Consent.id == latest)
        .where(
            Receipt.id.in_(receipt_ids), Receipt.state == "seen", Consent.given.is_(True),
            Contact.email.is_not(None), Contact.left_on.is_(None),
            Contact.phone == func.coalesce(User.phone, Receipt.phone),
        )
        .order_by(Receipt.id, Contact.id)
    )  # fmt: skip


def _seen(code: str, public_id: str, way_out: str, *, with_account: bool) -> tuple[str, str]:
    board = str(current_app.config["BOARD_NAME"])
    subject = _("Đã thấy hồ sơ %(code)s trên hệ thống", code=code)
    where = (
        _("Anh/Chị xem hẹn trả và việc tiếp theo tại đây:\n\n%(link)s\n", link=_address(public_id))
        if with_account
        else _("Anh/Chị mở liên kết riêng đã nhận khi nhập mã để xem việc tiếp theo.\n")
    )
    body = _(
        "Kính gửi Anh/Chị,\n\n%(board)s đã thấy hồ sơ mã %(code)s trên hệ thống.\n\n%(where)s\n"
        "Anh/Chị nhận thư này vì đã đồng ý nhận e-mail. Muốn thôi nhận (không cần tài khoản):\n%(link)s\n",
        board=board, code=code, where=where, link=way_out,
    )  # fmt: skip
    return subject, body


def _address(public_id: str) -> str:
    return whole_url_for("receipts.show", receipt_id=public_id)
