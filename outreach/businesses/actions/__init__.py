"""All writes of businesses, zones and contacts. They flush and never commit."""

from outreach.businesses.actions.accounts import state_account
from outreach.businesses.actions.businesses import create_business, update_business
from outreach.businesses.actions.contacts import (
    add_contact,
    delete_contact,
    mark_back,
    mark_left,
    record_consent,
    update_contact,
    withdraw_consent,
)
from outreach.businesses.actions.erasing import collect_person, erase_person
from outreach.businesses.actions.imports import take_in_businesses
from outreach.businesses.actions.merging import merge_businesses
from outreach.businesses.actions.resolving import resolve_businesses
from outreach.businesses.actions.zones import create_zone, merge_zone, resolve_zones, update_zone

__all__ = [
    "add_contact", "collect_person", "create_business", "create_zone", "delete_contact",
    "erase_person", "mark_back", "mark_left",
    "merge_businesses", "merge_zone", "record_consent", "resolve_businesses",
    "resolve_zones", "state_account", "take_in_businesses", "update_business", "update_contact",
    "update_zone", "withdraw_consent",
]  # fmt: skip
