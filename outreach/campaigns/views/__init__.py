"""Pages of campaigns; each module adds its own to the blueprint."""

from flask import Blueprint

bp = Blueprint("campaigns", __name__)
