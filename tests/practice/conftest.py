"""What tests of the practice room stand on."""

import pytest
from flask import Flask

from outreach.dossiers.models import Procedure
from tests import factories


@pytest.fixture
def procedure(app: Flask) -> Procedure:
    """A procedure nobody has described further."""
    return factories.procedure("Đăng ký nội quy lao động", field="Lao động", code="2.001955")
