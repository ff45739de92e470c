"""Pages of rates."""

from flask import Blueprint

bp = Blueprint("rates", __name__)

from outreach.rates.views import before_after, figures, reported  # noqa: E402, F401
