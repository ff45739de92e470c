"""All writes of businesses, zones and contacts. They flush and never commit."""

from outreach.businesses.actions.imports import take_in_businesses
from outreach.businesses.actions.merging import merge_businesses, when_merged
from outreach.businesses.actions.resolving import provisional_business, resolve_businesses
from outreach.businesses.actions.zones import resolve_zones

__all__ = [
    "merge_businesses",
    "provisional_business",
    "resolve_businesses",
    "resolve_zones",
    "take_in_businesses",
    "when_merged",
]
