"""Pages of businesses, their people, and zones."""

from typing import TypeVar

from flask import Blueprint, abort

from outreach.accounts import guards
from outreach.accounts.models import Role
from outreach.businesses import models, queries

MOST_ID = 2**31 - 1  # what an integer column holds on both databases
T = TypeVar("T")

bp = Blueprint("businesses", __name__)

# Who talks with businesses keeps their people; so do the businesses themselves. Leaders read.
contact_keepers = guards.allow(Role.OFFICER, Role.HELPDESK, Role.ADMINISTRATOR, Role.BUSINESS)


def found_business(business_id: int) -> models.Business:
    """The business, or 404: also when it is not the signed-in person's own."""
    return _found(queries.get_business(business_id) if _is_theirs(business_id) else None)


def found_contact(contact_id: int) -> models.Contact:
    """The contact, or 404: also when it belongs to another business than the signed-in person's."""
    contact = _found(queries.get_contact(contact_id) if contact_id <= MOST_ID else None)
    return _found(contact if _is_theirs(contact.business_id) else None)


def found_zone(zone_id: int) -> models.Zone:
    """The zone, or 404."""
    return _found(queries.get_zone(zone_id) if zone_id <= MOST_ID else None)


def _is_theirs(business_id: int) -> bool:
    return business_id <= MOST_ID and guards.may_see_business(business_id)


def _found(thing: T | None) -> T:
    if thing is None:
        abort(404)
    return thing


from outreach.businesses.views import businesses, consents, contacts, zones  # noqa: E402, F401
