"""Writes of single businesses."""

from outreach.businesses.actions.writing import bear_names, name_columns
from outreach.businesses.models import Business
from outreach.database import db
from outreach.revisions import REGISTER, touch


def create_business(
    *,
    name: str,
    tax_code: str | None = None,
    own_code: str | None = None,
    zone_id: int | None = None,
    employees: int | None = None,
    note: str | None = None,
    active: bool = True,
) -> Business:
    """Add a business; codes in stored form."""
    business = Business(
        **name_columns(name), tax_code=tax_code, own_code=own_code, zone_id=zone_id,
        employees=employees, note=note, active=active, provisional=False,
    )  # fmt: skip
    db.session.add(business)
    db.session.flush()
    touch(REGISTER)
    if tax_code or own_code:
        bear_names({business.id: name})
    return business


def update_business(
    *,
    business: Business,
    name: str,
    tax_code: str | None,
    own_code: str | None,
    zone_id: int | None,
    employees: int | None,
    note: str | None,
    active: bool,
) -> Business:
    """Change what is known of a business; somebody looked at it, so it is provisional no more."""
    before = (business.name, business.tax_code, business.own_code)
    for column, value in name_columns(name).items():
        setattr(business, column, value)
    business.tax_code, business.own_code = tax_code, own_code
    business.zone_id, business.employees = zone_id, employees
    if active != business.active:
        touch(REGISTER)
    business.note, business.active = note, active
    business.provisional = False
    db.session.flush()
    if (tax_code or own_code) and before != (name, tax_code, own_code):
        bear_names({business.id: name})
    return business
