"""Pages of the register, of procedures and of imports."""

from flask import Blueprint

bp = Blueprint("dossiers", __name__)

from outreach.dossiers.views import imports, outages, procedures, register  # noqa: E402

__all__ = ["bp", "imports", "outages", "procedures", "register"]
