"""Whose business a person of Zalo's works for: staff say so, after making sure."""

from sqlalchemy import select

from outreach.businesses import queries as businesses
from outreach.businesses.models import Contact
from outreach.database import db
from outreach.helpdesk.actions.handling import attach
from outreach.helpdesk.models import Conversation
from outreach.i18n import gettext as _
from outreach.refusals import Refused
from outreach.zalo.actions.people import prefix_of
from outreach.zalo.models import ZaloPerson


def match(*, person: ZaloPerson, tax_code: str | None, by: int) -> ZaloPerson:
    """Say whose a person is; their conversations go with them, and stay with staff until released.

    Refused for a tax code that no business has, and where another business reads along already.
    """
    business = businesses.find_business(tax_code=tax_code) if tax_code else None
    if business is None:
        raise Refused(_("Chưa có doanh nghiệp nào với mã số thuế này."), "tax_code")
    person.business_id = business.id
    person.contact_id = db.session.scalar(
        select(Contact.id)
        .where(Contact.business_id == business.id, Contact.phone == person.phone, Contact.left_on.is_(None))
        .order_by(Contact.id)
        .limit(1)
    )
    begun = Conversation.client_id.startswith(prefix_of(person), autoescape=True)
    for conversation_id in db.session.scalars(select(Conversation.id).where(begun).order_by(Conversation.id)):
        attach(conversation_id=conversation_id, business_id=business.id, by=by)
    db.session.flush()
    return person
