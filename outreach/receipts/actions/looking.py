"""What the counter says of a code that did not confirm itself."""

from sqlalchemy import select

from outreach import clock
from outreach.businesses.queries import find_business
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.receipts import letters
from outreach.receipts.actions.matching import match_register
from outreach.receipts.models import Receipt
from outreach.refusals import Refused


def mark_seen(*, receipt: Receipt, note: str | None, by: int) -> None:
    """Somebody has found it on the system: true of the code, so of every entry of it that still waits."""
    same = select(Receipt).where(Receipt.code_key == receipt.code_key, Receipt.state == "waiting")
    seen = [one for one in {receipt, *db.session.scalars(same)} if one.state != "seen"]
    for one in seen:
        _say(one, "seen", by)
        one.seen_how = "clerk"
    if note:
        receipt.note = note
    db.session.flush()
    letters.tell([one.id for one in seen])


def mark_mistyped(*, receipt: Receipt, note: str, by: int) -> None:
    """The code cannot be right; the note tells the business what to look at."""
    if receipt.state == "seen":
        raise Refused(_l("Mã này đã thấy trên hệ thống nên không phải gõ nhầm."), "note")
    if not note:
        raise Refused(_l("Anh/Chị ghi cho doanh nghiệp biết cần xem lại chỗ nào."), "note")
    _say(receipt, "mistyped", by)
    receipt.note = note
    db.session.flush()


def reopen(*, receipt: Receipt) -> None:
    """Take back what a clerk said; what the register or a list shows stays."""
    if receipt.state == "seen" and receipt.seen_how != "clerk":
        raise Refused(_l("Mã này tự xác nhận từ sổ hoặc danh sách, không phải do cán bộ ghi."))
    receipt.state, receipt.seen_at, receipt.seen_how, receipt.seen_by_id = "waiting", None, None, None
    db.session.flush()
    match_register([receipt.id])


def attach(*, receipt: Receipt, tax_code: str) -> None:
    """Staff have made sure whose it is; the business's people see it from now on."""
    business = find_business(tax_code=tax_code)
    if business is None:
        raise Refused(_l("Chưa có doanh nghiệp nào mang mã số thuế này."), "tax_code")
    receipt.business_id, receipt.tax_code, receipt.dossier_id = business.id, business.tax_code, None
    db.session.flush()
    match_register([receipt.id])


def _say(receipt: Receipt, state: str, by: int) -> None:
    receipt.state, receipt.seen_at, receipt.seen_by_id = state, clock.now(), by
