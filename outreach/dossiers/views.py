"""Pages of dossiers."""

from flask import Blueprint

from outreach.dossiers import models  # noqa: F401

bp = Blueprint("dossiers", __name__)
