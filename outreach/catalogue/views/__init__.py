"""Pages: search, one procedure and the map for everybody; cards and redo reasons for staff."""

from flask import Blueprint

bp = Blueprint("catalogue", __name__)

from outreach.catalogue.views import cards, public, redos  # noqa: E402

__all__ = ["bp", "cards", "public", "redos"]
