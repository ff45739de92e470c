"""Somebody has filed on the portal and enters the code that the portal gave."""

import secrets
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from outreach import clock
from outreach.accounts.rules import token_hash
from outreach.businesses.models import Business
from outreach.businesses.queries import get_business
from outreach.catalogue.queries import procedure_in_public
from outreach.database import db
from outreach.i18n import lazy_gettext as _l
from outreach.receipts import queries, rules
from outreach.receipts.actions.matching import match_lists, match_register
from outreach.receipts.models import Receipt
from outreach.refusals import Refused
from outreach.twins import twin


class Entered(NamedTuple):
    """The receipt; the private link's secret when there is no account; whether it was there already."""

    receipt: Receipt
    key: str | None = None
    again: bool = False


def enter(
    *,
    code: str,
    procedure_id: int | None = None,
    filed_on: date | None = None,
    user_id: int | None = None,
    business_id: int | None = None,
    tax_code: str | None = None,
    phone: str | None = None,
    secret: str | None = None,
) -> Entered:
    """Keep a code and look it up at once, in the register and in the counter's lists.

    With an account `user_id` and `business_id` say whose it is, and a code that the business has entered
    before leads to that receipt. Without one `tax_code` and `phone` do, and every entry has a link of its
    own: who was first is nobody else's affair. `secret`: of that link, the same when a form is sent again;
    then it leads to the receipt that it has made.
    """
    key = _checked(code, procedure_id, filed_on)
    if business_id is not None:
        _one_at_a_time(business_id)
        business = get_business(business_id)
        tax_code = business.tax_code if business else None
        if known := queries.find_own(business_id, key):
            if known.state == "mistyped":
                known.state, known.seen_at, known.seen_by_id = "waiting", None, None
            return _looked_up(Entered(known, again=True))
    secret = None if business_id is not None else secret or secrets.token_urlsafe(32)
    if secret and (made := twin(Receipt, Receipt.entered_at, within=None, key_hash=token_hash(secret))):
        return Entered(made, secret)
    receipt = Receipt(
        public_id=secrets.token_urlsafe(16), code=code[: rules.LONGEST], code_key=key,
        procedure_id=procedure_id, filed_on=filed_on, user_id=user_id, business_id=business_id,
        tax_code=tax_code, phone=phone, key_hash=token_hash(secret) if secret else None,
        state="waiting", entered_at=clock.now(),
    )  # fmt: skip
    db.session.add(receipt)
    return _looked_up(Entered(receipt, secret))


def _one_at_a_time(business_id: int) -> None:
    """Two colleagues who enter one code at once: the second finds the first's receipt.

    The lock lets rows that only name the business pass, so that it holds nobody else up.
    """
    db.session.execute(select(Business.id).where(Business.id == business_id).with_for_update(key_share=True))


def _checked(code: str, procedure_id: int | None, filed_on: date | None) -> str:
    key = rules.code_key(code)
    if not rules.is_code(key):
        raise Refused(
            _l("Mã này chưa giống mã hồ sơ (chữ, số, dấu chấm, gạch); Anh/Chị chép lại từ Cổng."),
            "code",
        )  # fmt: skip
    if filed_on is not None and filed_on > clock.today():
        raise Refused(_l("Ngày nộp chưa đến; Anh/Chị xem lại giúp."), "filed_on")
    if filed_on is not None and filed_on < clock.today() - timedelta(days=3660):
        raise Refused(_l("Ngày nộp quá xa; Anh/Chị xem lại giúp."), "filed_on")
    if procedure_id is not None and procedure_in_public(procedure_id) is None:
        raise Refused(_l("Anh/Chị chọn một thủ tục trong danh sách."), "procedure")
    return key


def _looked_up(entered: Entered) -> Entered:
    db.session.flush()
    ids = [entered.receipt.id]
    match_register(ids)
    match_lists(ids)
    db.session.refresh(entered.receipt)
    return entered
