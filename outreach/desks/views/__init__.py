"""Pages of the desks; each module adds its own to the blueprint."""

from flask import Blueprint

bp = Blueprint("desks", __name__)
