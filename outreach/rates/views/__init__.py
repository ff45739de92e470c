"""Pages of rates."""

from flask import Blueprint

bp = Blueprint("rates", __name__)

from outreach.rates.views import (  # noqa: E402
    before_after,  # noqa: F401
    figures,  # noqa: F401
    ledger,  # noqa: F401
    months,  # noqa: F401
    planned,  # noqa: F401
    reach_next,  # noqa: F401
    reported,  # noqa: F401
)
