"""Pages of accounts."""

from flask import Blueprint

from outreach.accounts import models  # noqa: F401
from outreach.outbox import models as outbox_models  # noqa: F401

bp = Blueprint("accounts", __name__)
