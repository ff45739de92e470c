"""A business and one of its people."""

import pytest
from flask import Flask

from outreach.businesses.models import Business, Contact
from tests import factories
from tests.factories import committed


@pytest.fixture
def business(app: Flask) -> Business:
    made = factories.business("Công ty TNHH Sao Mai", tax_code="0300588569", own_code="B1", employees=1200)
    return committed(made)


@pytest.fixture
def contact(business: Business) -> Contact:
    return committed(
        factories.contact(business, "Trần Thị Lan", phone="0912345612", email="lan@saomai.vn", job="Nhân sự")
    )
