"""A training and a visit, as most pages of lists need one."""

import pytest
from flask import Flask

from outreach.campaigns.models import Intervention
from tests import factories
from tests.campaigns.lists import DAY
from tests.factories import committed


@pytest.fixture
def training(app: Flask) -> Intervention:
    """A training of one day."""
    return committed(factories.intervention(held_on=DAY, title="Tập huấn tháng ba"))


@pytest.fixture
def visit(app: Flask) -> Intervention:
    """A visit."""
    return committed(factories.intervention("visit", DAY))
