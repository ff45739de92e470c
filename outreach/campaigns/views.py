"""Pages of campaigns."""

from flask import Blueprint

from outreach.campaigns import models  # noqa: F401

bp = Blueprint("campaigns", __name__)
