"""Pages of the practice room; each module adds its own to the blueprint."""

from flask import Blueprint

bp = Blueprint("practice", __name__)
