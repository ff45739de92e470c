"""Pages of businesses."""

from flask import Blueprint

from outreach.businesses import models  # noqa: F401

bp = Blueprint("businesses", __name__)
