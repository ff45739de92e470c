"""Pages of businesses, their people, and zones."""

from outreach import web
from outreach.accounts import guards
from outreach.accounts.models import COUNTER, Role
from outreach.businesses import models, queries

# Who talks with businesses keeps their people; so do the businesses themselves. Leaders read.
contact_keepers = guards.allow(*COUNTER, Role.BUSINESS)


def found_business(business_id: int) -> models.Business:
    """The business, or 404: also when it is not the signed-in person's own."""
    return web.found(queries.get_business(business_id) if guards.may_see_business(business_id) else None)


def found_contact(contact_id: int) -> models.Contact:
    """The contact, or 404: also when it belongs to another business than the signed-in person's."""
    contact = queries.get_contact(contact_id)
    return web.found(contact if contact and guards.may_see_business(contact.business_id) else None)
